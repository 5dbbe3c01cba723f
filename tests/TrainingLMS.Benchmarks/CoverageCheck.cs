using System.Globalization;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Growth;
using TrainingLMS.Congruence.Individual;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Congruence.Studies;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.Benchmarks;

/// <summary>
/// Simulates studies whose truth is known, fits them, and counts: how far estimates are from the truth on average, and
/// how often intervals hold it. Prints Markdown.
/// </summary>
internal static class CoverageCheck
{
    private const int Studies = 200;

    // Without a ceiling the models are right about the data but for their autocorrelation; at the ceiling they are not.
    private static readonly StudyParameters _mid = new() { PatientMean = 4.0, GrandMean = 4.17 };

    public static void Run()
    {
        Table("In the middle of the scale, where nothing is cut off", _mid);
        Table("With the study's own means, where ratings press against the ceiling", new StudyParameters());
    }

    private static void Table(string title, StudyParameters parameters)
    {
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var withheld = 0;

        for (var seed = 1; seed <= Studies; seed++)
        {
            var study = StudySimulator.Simulate((ulong)seed, parameters);
            var before = tallies.Values.Sum(t => t.Count);
            OfStudy(study, parameters, (name, truth, estimate) => Of(name).Add(truth, estimate));
            OfTherapists(study, parameters, (name, truth, estimate) => Of(name).Add(truth, estimate));
            withheld += tallies.Values.Sum(t => t.Count) == before ? 1 : 0;
        }

        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine("| quantity | intervals | truth, mean | estimate, mean | bias | Monte-Carlo SE of the bias | SE, mean / spread of the error | 80 % interval holds it | 95 % interval holds it |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");

        foreach (var (name, tally) in tallies)
            Console.WriteLine($"| {name} | {tally} |");

        Console.WriteLine();
        Console.WriteLine($"{Studies} studies, seeds 1 to {Studies}; {withheld} withheld as a whole.");
        Console.WriteLine();

        Tally Of(string name)
        {
            if (!tallies.TryGetValue(name, out var tally))
                tallies[name] = tally = new Tally();

            return tally;
        }
    }

    private static void OfStudy(SimulatedStudy study, StudyParameters p, Action<string, double, Estimate> add)
    {
        var armOf = study.Arms.ToDictionary(a => a.Key, a => a.Value == StudyArm.Training ? "training" : "none");

        if (StudyArms.From(study.Arms.Keys, armOf, "none") is not Reported<StudyArms>.Shown { Value: var arms })
            return;

        var specification = new TruthAndBiasSpecification { Arms = arms, Trend = true };

        if (TruthAndBiasStudy.Fit(study.Sessions, specification) is Reported<TruthAndBiasEstimates>.Shown { Value: var fit })
        {
            add("directional bias g0", Bias(p, fit.Centre), fit.DirectionalBias);
            add("between dyads gb", p.BetweenSlope, fit.BetweenDyads!);
            add("tracking gw, no training", p.Tracking.Untrained, fit.Arms!.Tracking.Reference);
            add("tracking gw, training", p.Tracking.Trained, fit.Arms.Tracking.Compared);
            add("tracking, difference", p.Tracking.Trained - p.Tracking.Untrained, fit.Arms.Tracking.Difference);
            add("trend, difference", p.TherapistTrend.Trained - p.TherapistTrend.Untrained, fit.Arms.Trend!.Difference);
        }

        if (GrowthModel.Fit(study.Sessions, Rater.Patient, arms) is Reported<GrowthFit>.Shown { Value: var patients })
        {
            add("growth of patients' ratings, no training", p.PatientGrowth, patients.Arms!.Growth.Reference);
            add("growth of patients' ratings, difference", 0, patients.Arms.Growth.Difference);
        }

        if (GrowthModel.Fit(study.Sessions, Rater.Therapist, arms) is Reported<GrowthFit>.Shown { Value: var therapists })
            add("growth of therapists' ratings, difference", GrowthDifference(p), therapists.Arms!.Growth.Difference);

        if (GrowthComparison.Fit(study.Sessions, arms) is Reported<GrowthComparison>.Shown { Value: var stacked })
            add("therapists' minus patients' difference in growth", GrowthDifference(p), stacked.Difference);
    }

    // A therapist's own trend, and what tracking hands on of the patients' growth.
    private static double GrowthDifference(StudyParameters p) =>
        p.TherapistTrend.Trained - p.TherapistTrend.Untrained
        + (p.Tracking.Trained - p.Tracking.Untrained) * p.PatientGrowth;

    // The gap for a patient whose ratings average what all patients' ratings averaged in this study.
    private static double Bias(StudyParameters p, double centre) =>
        p.Bias + (1 - p.BetweenSlope) * (p.GrandMean - centre);

    private static void OfTherapists(SimulatedStudy study, StudyParameters p, Action<string, double, Estimate> add)
    {
        var analysis = CongruenceAnalysis.Of(study.Sessions);

        if (analysis.Model is not Reported<TruthAndBiasFit>.Shown { Value: var model })
            return;

        foreach (var therapist in analysis.Therapists)
        {
            if (analysis.For(therapist, Disclosure.Feedback).InGeneral is Reported<GeneralTendency>.Shown { Value: var told })
                add("one therapist's gap, where it is told", Bias(p, model.Centre) + study.Truth[therapist].Bias, told.Estimate);
        }
    }

    private sealed class Tally
    {
        private readonly List<(double Truth, Estimate Estimate)> _found = [];

        public int Count => _found.Count;

        public void Add(double truth, Estimate estimate) => _found.Add((truth, estimate));

        public override string ToString()
        {
            double[] errors = [.. _found.Select(f => f.Estimate.Value - f.Truth)];
            var bias = errors.Average();
            var spread = Math.Sqrt(errors.Sum(e => (e - bias) * (e - bias)) / (errors.Length - 1));

            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Count} | {_found.Average(f => f.Truth):0.000} | {_found.Average(f => f.Estimate.Value):0.000} | {bias:0.0000} | {spread / Math.Sqrt(Count):0.0000} | {_found.Average(f => f.Estimate.StandardError) / spread:0.00} | {Held(f => f.Interval80):0.0} % | {Held(f => f.Interval95):0.0} %");
        }

        private double Held(Func<Estimate, Interval> interval) =>
            100.0 * _found.Count(f => interval(f.Estimate).Lower <= f.Truth && f.Truth <= interval(f.Estimate).Upper) / Count;
    }
}
