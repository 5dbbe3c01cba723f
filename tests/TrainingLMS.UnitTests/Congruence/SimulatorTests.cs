using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class SimulatorTests
{
    private static readonly SimulatedStudy _demo =
        StudySimulator.Simulate(StudySimulator.DemoSeed, StudySimulator.DemoParameters);

    [Fact]
    public void The_generator_is_the_published_one()
    {
        // Reference C code of xoshiro256** with its state filled by splitmix64 from seed 0
        var random = new RandomSource(0);

        Assert.Equal(
            [0x99EC5F36CB75F2B4UL, 0xBF6E1F784956452AUL, 0x1A5F849D4933E6E0UL],
            [random.NextBits(), random.NextBits(), random.NextBits()]);
    }

    [Fact]
    public void Normal_values_have_their_mean_and_spread()
    {
        var random = new RandomSource(7);
        double[] x = [.. Enumerable.Range(0, 20_000).Select(_ => random.Normal(2, 3))];
        var mean = x.Average();

        Near.Absolute(2, mean, .1); // 4.7 standard errors
        Near.Absolute(3, Math.Sqrt(x.Average(v => (v - mean) * (v - mean))), .07);
    }

    [Fact]
    public void The_study_has_the_sizes_of_the_published_one()
    {
        var caseloads = _demo.Sessions.GroupBy(s => s.Therapist, StringComparer.Ordinal)
            .Select(g => g.DistinctBy(s => s.Dyad, StringComparer.Ordinal).Count())
            .ToList();

        Assert.Equal(40, caseloads.Count);
        Assert.Equal(117, caseloads.Sum());
        Assert.Equal((2, 5), (caseloads.Min(), caseloads.Max()));
        Assert.Equal(702, _demo.Sessions.Count);
        Assert.Equal(20, _demo.Arms.Values.Count(arm => arm == StudyArm.Training));
        Assert.All(_demo.Sessions.GroupBy(s => s.Dyad, StringComparer.Ordinal), g => Assert.Equal([1, 2, 3, 4, 5, 6], g.Select(s => s.Session)));
    }

    [Fact]
    public void The_order_of_codes_does_not_give_the_arm_away() =>
        Assert.InRange(_demo.Arms.OrderBy(a => a.Key, StringComparer.Ordinal).Take(20).Count(a => a.Value == StudyArm.Training), 5, 15);

    [Fact]
    public void Ratings_stay_on_their_scales_and_some_are_missing()
    {
        Assert.All(_demo.Sessions, s =>
        {
            Assert.InRange(s.TherapistAlliance ?? 1, 1, 7);
            Assert.InRange(s.PatientAlliance ?? 1, 1, 7);
            Assert.InRange(s.WellBeing ?? 0, 0, 100);
        });
        Near.Absolute(.06, _demo.Sessions.Count(s => s.PatientAlliance is null) / 702.0, .03);
        Near.Absolute(.08, _demo.Sessions.Count(s => s.TherapistAlliance is null) / 702.0, .03);
        Near.Absolute(.06, _demo.Sessions.Count(s => s.WellBeing is null) / 702.0, .03);
        Assert.Contains(_demo.Sessions, s => s.PatientAlliance == 7);
    }

    [Fact]
    public void Twenty_studies_look_like_published_ratings()
    {
        // Means over twenty sets, so the tolerances are several standard errors of those means.
        var studies = Enumerable.Range(1, 20).Select(seed => PairedRating.From(StudySimulator.Simulate((ulong)seed).Sessions)).ToList();

        Near.Absolute(5.59, studies.Average(s => s.Average(p => p.Truth)), .06);
        Near.Absolute(-.48, studies.Average(s => s.Average(p => p.Gap)), .06);
        Near.Absolute(606, studies.Average(s => s.Count), 12);
        Near.Absolute(.44, studies.Average(s => SessionThree(s).R), .08);
        Near.Absolute(.60, studies.Average(s => SessionThree(s).D), .12);
    }

    [Fact]
    public void Eight_studies_give_the_models_parameters_back()
    {
        var fits = Enumerable.Range(1, 8)
            .Select(seed => TruthAndBiasModel.Fit(StudySimulator.Simulate((ulong)seed).Sessions).Value())
            .ToList();

        Near.Absolute(-.48, fits.Average(f => f.DirectionalBias.Value), .08);
        Near.Absolute(.37, fits.Average(f => f.Tracking.Value), .06); // .30 and the shared trend
        Near.Absolute(.30, fits.Average(f => f.TrackingBeyondTrend.Value().Value), .05);
        Near.Absolute(.32, fits.Average(f => f.BetweenDyads.Value), .05);
        Near.Absolute(.30, fits.Average(f => f.TherapistSd), .08);
        Near.Absolute(.45, fits.Average(f => f.DyadSd), .04);
        Near.Absolute(.38, fits.Average(f => f.ResidualSd), .03);
    }

    [Fact]
    public void Training_doubles_tracking()
    {
        var arms = _demo.Arms.ToDictionary(
            a => a.Key, a => a.Value == StudyArm.Training ? 1 : 0, StringComparer.Ordinal);
        var estimate = LinearMixedModel.From(new Frames(_demo.Sessions, arms).ByArm).Fit()["Tw:arm"];

        // .20 in the making, about .28 with the trend that comes with training
        Assert.InRange(.24, estimate.Interval95.Lower, estimate.Interval95.Upper);
        Assert.True(estimate.Value > 0);
    }

    [Fact]
    public void The_same_seed_makes_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Digest(StudySimulator.DemoSeed), Digest(StudySimulator.DemoSeed));
        Assert.NotEqual(Digest(StudySimulator.DemoSeed), Digest(StudySimulator.DemoSeed + 1), StringComparer.Ordinal);
        Assert.Equal(DemoDigest, Digest(StudySimulator.DemoSeed));
    }

    [Fact]
    public void Sizes_can_be_changed()
    {
        var study = StudySimulator.Simulate(1, new StudyParameters { Therapists = 6, Patients = 9, FewestPatients = 1, Sessions = 4 });

        Assert.Equal(36, study.Sessions.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => StudySimulator.Simulate(1, new StudyParameters { Patients = 300 }));
    }

    // Written down when the simulator was made: a change here is a change of the demonstration.
    private const string DemoDigest = "589679387B8BFA46";

    private static string Digest(ulong seed)
    {
        var text = string.Join('\n', StudySimulator.Simulate(seed).Sessions.Select(s => string.Create(
            CultureInfo.InvariantCulture,
            $"{s.Therapist},{s.Dyad},{s.Session},{s.TherapistAlliance},{s.PatientAlliance},{s.WellBeing}")));

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private static (double R, double D) SessionThree(IReadOnlyList<PairedRating> pairs)
    {
        double[] x = [.. pairs.Where(p => p.Session == 3).Select(p => p.Truth)];
        double[] y = [.. pairs.Where(p => p.Session == 3).Select(p => p.Judgement)];
        var r = AgreementIndices.Pearson(x, y)!.Value;

        return (r, (x.Average() - y.Average()) / Math.Sqrt((Variance(x) + Variance(y)) / 2));

        static double Variance(double[] v) => v.Sum(a => (a - v.Average()) * (a - v.Average())) / (v.Length - 1);
    }
}
