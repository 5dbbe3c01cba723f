using System.Globalization;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Growth;
using TrainingLMS.Congruence.Individual;
using TrainingLMS.Congruence.Lagged;
using TrainingLMS.Congruence.ResponseSurfaces;
using TrainingLMS.Congruence.Studies;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.Web.Commands.Analysis;

/// <summary>A study's analysis as tables that a researcher would recognise.</summary>
internal sealed class AnalysisText(TextWriter output, AnalysedFile file, StudyAnalysis analysis)
{
    private readonly AnalysisTable _table = new(output);
    private readonly StudyArms? _arms = analysis.Arms.Match(arms => arms, _ => null!);

    public void Write()
    {
        Described();
        Variance();

        foreach (var pair in analysis.TruthAndBias)
            TruthAndBias(pair);

        foreach (var pair in analysis.Growth)
            Growth(pair);

        Comparison();
        Lagged();
        Personal();
        _table.Part(
            $"{_table.Tests} estimates stand above with a p. Which of them were planned beforehand is for the reader to say;");
        output.WriteLine("an interval that holds 0 does not show that there is nothing.");
    }

    private void Described()
    {
        var d = analysis.Descriptives;
        output.WriteLine($"{file.Name}, SHA-256 {file.Sha256}; version {file.Engine}");
        _table.Title("What was rated");
        _table.Line($"{d.Therapists} therapists, {d.Patients} dyads, {d.Sessions} sessions, {d.Paired} rated by both");
        _table.Line($"missing: patient {d.MissingPatient}, therapist {d.MissingTherapist}, well-being {d.MissingWellBeing}");
        _table.Head("", "n", "mean", "SD", "at top");
        Told(d.Network, "all", Summary("all"));
        _table.Line("Therapists usually rate lower than patients (d .63, r .36 in 53 studies; Tryon, Blackwell & Hammel 2007).");
        Told(d.Arms, "by arm", arms =>
        {
            _table.Line("Unless therapists were randomised and both arms saw the same feedback, a difference is no effect of training.");
            foreach (var arm in arms)
            {
                _table.Line($"{arm.Arm}: {arm.Therapists} therapists, {arm.Patients} dyads with a session rated by both");
                Told(arm.Ratings, arm.Arm, Summary(arm.Arm));
            }
        });
    }

    private Action<RatingSummary> Summary(string whose) => summary =>
    {
        Column($"patient, {whose}", summary.Patient);
        Column($"therapist, {whose}", summary.Therapist);
        Column($"well-being, {whose}", summary.WellBeing);
    };

    private void Column(string name, ColumnSummary? column)
    {
        if (column is null)
        {
            _table.Line($"{name}: no value in the ratings");
            return;
        }

        _table.Head(
            name,
            column.Count.ToString(CultureInfo.InvariantCulture),
            AnalysisTable.Number(column.Mean),
            AnalysisTable.Number(column.Sd),
            column.AtTheTop is { } top ? AnalysisTable.Number(top) : "-");
    }

    private void Variance()
    {
        _table.Title("Where the ratings differ (shares of variance)");
        _table.Head("", "therapist", "dyad", "session");
        Shares("patient", analysis.PatientVariance);
        Shares("therapist", analysis.TherapistVariance);
        Told(analysis.WithinCorrelation, "r within dyads", pooled => _table.Line(
            $"r within dyads, pooled: {AnalysisTable.Number(pooled.R)} ({AnalysisTable.Interval(pooled.Interval95)}), "
            + $"df {pooled.DegreesOfFreedom}, {pooled.Dyads} dyads, {pooled.ConstantDyads} left out for a constant rater"));
    }

    private void Shares(string rater, Reported<VarianceShares> figure) => Told(figure, rater, shares => _table.Head(
        $"{rater}-rated alliance",
        AnalysisTable.Number(shares.Therapist),
        AnalysisTable.Number(shares.Dyad),
        AnalysisTable.Number(shares.Session)));

    private void TruthAndBias(TruthAndBiasPair pair)
    {
        _table.Title($"Truth and bias, form {pair.Form}{(pair.Trend ? ", beyond the shared trend" : "")}");
        Told(pair.Pooled, "all therapists", TruthAndBias);
        _table.Part("  By arm");
        Told(pair.ByArm, "by arm", TruthAndBias);
    }

    private void TruthAndBias(TruthAndBiasEstimates fit)
    {
        _table.Model(fit.Model);
        _table.Line($"m_T {AnalysisTable.Number(fit.Centre)}; {Tried(fit.Part, fit.Ladder)}");

        if (fit.BiasTrackingCorrelation is { } r)
            _table.Line($"correlation of bias and tracking over dyads {AnalysisTable.Number(r)}");

        _table.Estimates();
        _table.Row("directional bias", fit.DirectionalBias);
        _table.Row("tracking", fit.Tracking);

        if (fit.BetweenDyads is { } between)
            _table.Row("between dyads", between);

        if (fit.Arms is not { } arms || _arms is null)
            return;

        _table.Row("directional bias", arms.Bias, _arms);
        _table.Row("tracking", arms.Tracking, _arms);

        if (arms.BetweenDyads is { } byArm)
            _table.Row("between dyads", byArm, _arms);

        if (arms.Trend is { } trend)
            _table.Row("trend", trend, _arms);
    }

    private void Growth(GrowthPair pair)
    {
        _table.Title($"Growth of the alliance, {(pair.Rater == Rater.Patient ? "patient" : "therapist")}-rated");
        Told(pair.Pooled, "all therapists", Growth);
        _table.Part("  By arm");
        Told(pair.ByArm, "by arm", Growth);
    }

    private void Growth(GrowthFit fit)
    {
        _table.Model(fit.Model);
        _table.Line(Tried(fit.Part, fit.Ladder));
        _table.Estimates();
        _table.Row("rating at session 1", fit.Start);
        _table.Row("growth a session", fit.Growth);

        if (fit.Arms is not { } arms || _arms is null)
            return;

        _table.Row("at session 1", arms.Start, _arms);
        _table.Row("growth", arms.Growth, _arms);
        _table.Row("difference, log of session", arms.LogarithmicTime);
        _table.Row("difference, session as factor", arms.SessionAsFactor);
        _table.Row("difference, AR(1) residuals", arms.AutocorrelatedResiduals);
        Told(arms.EffectSize, "effect size", d => _table.Line(
            $"effect size (difference over the sessions observed / SD at the first): {AnalysisTable.Number(d)}"));
    }

    private static string Tried<TPart>(TPart part, IReadOnlyList<LadderStep<TPart>> ladder) =>
        $"random part {part} of {string.Join(", ", ladder.Select(s => s.Part))} tried";

    private void Comparison()
    {
        _table.Title("Growth by arm: therapists' and patients' ratings in one model");
        Told(analysis.GrowthComparison, "both raters", both =>
        {
            _table.Model(both.Model);
            _table.Estimates();
            _table.Row("arm difference, therapist-rated", both.TherapistRated);
            _table.Row("arm difference, patient-rated", both.PatientRated);
            _table.Row("therapist- minus patient-rated", both.Difference);
            _table.Line(both.Verdict);
        });
    }

    private void Lagged()
    {
        _table.Title("Congruence and well-being at the next session");
        Told(analysis.Lagged, "lagged congruence", lagged =>
        {
            _table.Line(
                $"{lagged.Rows} pairs of consecutive sessions, {lagged.Dyads} dyads, {lagged.Therapists} therapists; "
                + $"well-being asked: {lagged.Asked}");
            Lagged(lagged.Numerical);
            Lagged(lagged.Relative);
        });
    }

    private void Lagged(LaggedSurfaces surfaces)
    {
        _table.Part($"  {surfaces.Coding} congruence");

        foreach (var version in surfaces.Versions)
        {
            _table.Part($"  {surfaces.Coding}, version {(int)version.Version + 1}: {version.Version}");
            Told(version.Pooled, "all therapists", Surface);
            Told(version.ByArm, "by arm", SurfaceByArm);
        }

        Say("all therapists", Reported.Show(surfaces.Agreement));
        Say(_arms?.Reference ?? "reference arm", surfaces.Reference);
        Say(_arms?.Compared ?? "compared arm", surfaces.Compared);
        Say("difference of arms", surfaces.Difference);
    }

    private void Say(string whose, Reported<IReadOnlyList<LaggedAgreement>> agreement) => Told(agreement, whose, said =>
    {
        foreach (var one in said)
            _table.Line($"{whose}: {one.Sentence}");
    });

    private void Surface(MultilevelSurface found)
    {
        _table.Model(found.Model);
        Told(found.Coverage.Discrepancy, "discrepancy", d => _table.Line(
            $"patient higher {AnalysisTable.Number(d.PatientHigher)}, alike {AnalysisTable.Number(d.Alike)}, "
            + $"therapist higher {AnalysisTable.Number(d.TherapistHigher)} (by half a common SD of {AnalysisTable.Number(d.CommonSd)})"
            + (d.IsEnough ? "" : ": too few apart on one side")));
        Told(found.Coverage.Correlation, "r of the ratings", r => _table.Line(
            $"r of the two ratings {AnalysisTable.Number(r)}; centre {AnalysisTable.Number(found.Centre)}; shape {found.Surface.Shape}"));
        _table.Estimates();

        foreach (var a in found.Surface.A)
            _table.Row(a.Name, a.Estimate);

        Told(found.StationaryInside, "stationary point", point =>
        {
            _table.Row("X0", point.X0);
            _table.Row("Y0", point.Y0);
        });
        Told(found.Surface.Axes, "principal axes", axes =>
        {
            _table.Row("p11", axes.P11);
            _table.Row("p10", axes.P10);
        });
        Told(found.Surface.Quadratic, "curvature", test => _table.Line("curvature (b3, b4, b5): " + Joint(test)));
        Told(found.Verdict, "verdict", verdict => _table.Line(string.Join("; ", verdict.Sentences)));
    }

    private void SurfaceByArm(MultilevelSurface found)
    {
        if (found.Arms is not { } arms || _arms is null)
            return;

        _table.Line("By arm, one joint model");
        _table.Model(found.Model);
        _table.Estimates();

        foreach (var (a, b, difference) in arms.Reference.A.Zip(arms.Compared.A, arms.Differences))
            _table.Row(a.Name, new ArmContrast(a.Estimate, b.Estimate, difference.Estimate), _arms);

        Told(arms.Interaction, "arm by surface", test => _table.Line("arm by surface: " + Joint(test)));
        Verdict(_arms.Reference, arms.ReferenceVerdict);
        Verdict(_arms.Compared, arms.ComparedVerdict);
    }

    private void Verdict(string arm, Reported<CongruenceVerdict> figure) => Told(
        figure, $"verdict, {arm}", verdict => _table.Line($"{arm}: {string.Join("; ", verdict.Sentences)}"));

    private static string Joint(JointTest test) => string.Create(
        CultureInfo.InvariantCulture,
        $"Wald F({test.Coefficients}, {test.DegreesOfFreedom:0.0}) = {test.F:0.00}, p {AnalysisTable.P(test.PValue)}");

    private void Personal()
    {
        _table.Title("What may be told about one therapist (by code, never by size)");
        _table.Head("", "estimate", "\u03bb", "n", "", "", "95 % interval");

        foreach (var one in analysis.Individuals)
        {
            Told(one.ThesePatients, $"{one.Therapist}, these patients", these => _table.Head(
                $"{one.Therapist}, these patients", AnalysisTable.Number(these.MeanGap), "-",
                these.PairedSessions.ToString(CultureInfo.InvariantCulture), "", "", ""));
            Tendency($"{one.Therapist}, in general", one.InGeneral);
            Tendency($"{one.Therapist}, tracking", one.Tracking);
        }
    }

    private void Tendency(string name, Reported<GeneralTendency> figure) => Told(figure, name, told => _table.Head(
        name, AnalysisTable.Number(told.Estimate.Value), AnalysisTable.Number(told.Lambda), "", "", "",
        AnalysisTable.Interval(told.Estimate.Interval95)));

    private void Told<T>(Reported<T> figure, string name, Action<T> tell)
    {
        if (figure is Reported<T>.Shown shown)
            tell(shown.Value);
        else if (figure is Reported<T>.Suppressed withheld)
            _table.Withheld(name, withheld.Reason);
    }
}
