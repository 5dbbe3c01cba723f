using CsCheck;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Growth;
using TrainingLMS.Congruence.Lagged;
using TrainingLMS.Congruence.ResponseSurfaces;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Congruence.Studies;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>What must not matter to any model of the study: the order of rows, the names of people, the scale's origin.</summary>
public sealed class StudyPropertyTests
{
    private static readonly SimulatedStudy _study =
        StudySimulator.Simulate(8, new StudyParameters { Therapists = 10, Patients = 22, Sessions = 5 });

    private static readonly Results _expected = Fit(_study.Sessions);

    [Fact]
    public void The_order_of_the_rows() => Gen.Shuffle(_study.Sessions.ToArray()).Sample(
        rows => Same(_expected, Fit(rows), 1e-5), iter: 3, threads: 1);

    [Fact]
    public void The_names_of_therapists_and_cases() => Gen.Shuffle(Enumerable.Range(10, 22).ToArray()).Sample(
        codes =>
        {
            var therapists = Codes(_study.Sessions.Select(s => s.Therapist));
            var dyads = Codes(_study.Sessions.Select(s => s.Dyad));

            Same(
                _expected,
                Fit(
                    _study.Sessions.Select(s => s with { Therapist = therapists[s.Therapist], Dyad = dyads[s.Dyad] }),
                    _study.Arms.ToDictionary(a => therapists[a.Key], a => a.Value, StringComparer.Ordinal)),
                1e-5);

            Dictionary<string, string> Codes(IEnumerable<string> names) => names.Distinct(StringComparer.Ordinal)
                .Select((name, i) => (name, code: $"X{codes[i]}"))
                .ToDictionary(x => x.name, x => x.code, StringComparer.Ordinal);
        },
        iter: 3, threads: 1);

    [Fact]
    public void The_same_points_added_to_both_raters() => Gen.Int[-50, 50].Sample(
        shift =>
        {
            var moved = Fit(_study.Sessions.Select(s => s with
            {
                TherapistAlliance = s.TherapistAlliance + shift, PatientAlliance = s.PatientAlliance + shift,
            }));

            // Growth starts so many points higher; everything else is as it was, the pooled centre moving along.
            Same(_expected, moved with { Start = _expected.Start }, 1e-5);
            Near.Absolute(_expected.Start + shift, moved.Start, 1e-5);
        },
        iter: 3, threads: 1);

    [Fact]
    public void The_length_of_the_scale() => Gen.Int[2, 20].Sample(
        scale =>
        {
            var longer = Fit(_study.Sessions.Select(s => s with
            {
                TherapistAlliance = s.TherapistAlliance * scale, PatientAlliance = s.PatientAlliance * scale,
            }));

            // Points grow once, slopes of ratings on ratings not at all, curvatures of well-being shrink twice.
            Same(
                _expected,
                new Results(
                    longer.Bias / scale, longer.Tracking, longer.Start / scale, longer.Growth / scale,
                    [.. longer.A.Select((a, i) => a * (i is 0 or 2 ? scale : scale * scale))],
                    [.. longer.RelativeA.Select((a, i) => a * (i is 0 or 2 ? scale : scale * scale))]),
                1e-4);
        },
        iter: 3, threads: 1);

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    public void A_verdict_needs_a_hundred_cases(int dyads)
    {
        var random = new RandomSource(4);
        SurfaceRow[] rows =
        [
            .. from dyad in Enumerable.Range(0, dyads)
               from session in Enumerable.Range(0, 3)
               let x = random.Normal(5, 1)
               let y = random.Normal(5, 1)
               select new SurfaceRow($"T{dyad / 4}", $"P{dyad}", x, y, x + random.Normal(0, 2)),
        ];
        var verdict = MultilevelSurface.Fit(rows, Centring.PooledMean).Value().Verdict;

        if (dyads < 100)
            verdict.IsWithheld(SuppressionRule.SurfaceDyads, 99, 100);
        else
            Assert.Contains("better when both rate high (a1)", verdict.Value().Sentences);
    }

    [Theory]
    [InlineData(.9)]
    [InlineData(.4)]
    [InlineData(.1)]
    [InlineData(1e-6)]
    public void Few_degrees_of_freedom_make_a_wide_interval_and_still_a_number(double freedom)
    {
        var estimate = new Estimate(1, 2, freedom, DegreesOfFreedomMethod.Satterthwaite);
        var half = (estimate.Interval95.Upper - 1) / 2;

        Assert.True(double.IsFinite(half) && half > 12.7);

        if (freedom >= .1)
            Near.Absolute(.025, MathNet.Numerics.Distributions.StudentT.CDF(0, 1, freedom, -half), 1e-9);

        Assert.False(estimate.ExcludesZero);
    }

    [Fact]
    public void A_normal_interval_is_one_point_nine_six_standard_errors()
    {
        var z = new Estimate(2, 1, double.PositiveInfinity, DegreesOfFreedomMethod.Normal);

        Near.Absolute(2 - 1.959964, z.Interval95.Lower, 1e-6);
        Near.Absolute(.04550026, z.PValue, 1e-7);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new Estimate(2, 1, double.PositiveInfinity, DegreesOfFreedomMethod.Satterthwaite));
    }

    private static Results Fit(IEnumerable<RatedSession> sessions, IReadOnlyDictionary<string, StudyArm>? arms = null)
    {
        var all = sessions.ToList();
        var two = StudyArms.From(
            all.Select(s => s.Therapist),
            (arms ?? _study.Arms).ToDictionary(a => a.Key, a => a.Value.ToString(), StringComparer.Ordinal));
        var truth = TruthAndBiasStudy.Fit(
            all, new() { Arms = two.Value(), Form = TruthForm.B, Richest = RandomPart.Intercepts }).Value();
        var growth = GrowthModel.Fit(all, Rater.Patient, two.Value(), GrowthPart.Intercepts).Value();
        var none = Reported.Withhold<StudyArms>(SuppressionRule.NoArms, 0, 2);
        var lagged = LaggedModel.Fit(all, Centring.PooledMean, none).Value();

        return new Results(
            truth.Arms!.Bias.Difference.Value,
            truth.Arms.Tracking.Difference.Value,
            growth.Start.Value,
            growth.Arms!.Growth.Difference.Value,
            A(lagged.Numerical),
            A(lagged.Relative));

        static double[] A(LaggedSurfaces surfaces) =>
            [.. surfaces.Versions[1].Pooled.Value().Surface.A.Select(a => a.Estimate.Value)];
    }

    private static void Same(Results expected, Results actual, double tolerance) =>
        Figures.AreAlike(expected, actual, tolerance);

    private sealed record Results(
        double Bias, double Tracking, double Start, double Growth, double[] A, double[] RelativeA);
}
