using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.MixedModels.Formulas;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class AutocorrelationIntervalTests
{
    private const string Model = "patient_alliance ~ session * arm + (1 | patient)";

    // R 4.2.2: the dense likelihood at its optimum in (log sd, artanh phi, log sigma), optimHess with steps of 1e-4.
    [Theory]
    [InlineData(LikelihoodMethod.Ml, .3166856, .1853214, .4369300, -480.4294478680)]
    [InlineData(LikelihoodMethod.Reml, .3225458, .1902445, .4433406, -489.7541204316)]
    public void It_has_the_curvature_of_the_dense_likelihood(
        LikelihoodMethod method, double phi, double lower, double upper, double logLikelihood)
    {
        var (model, fit) = Fit(method, "session | patient");

        var interval = AutocorrelationInterval.Of(model, fit, .95)!;

        Near.Absolute(logLikelihood, fit.LogLikelihood, 1e-7);
        Near.Absolute(phi, fit.Autocorrelation!.Value, 1e-5);
        Near.Absolute(lower, interval.Lower, 1e-4);
        Near.Absolute(upper, interval.Upper, 1e-4);
    }

    [Fact]
    public void A_model_without_autocorrelation_has_none()
    {
        var (model, fit) = Fit(LikelihoodMethod.Reml, null);

        Assert.Null(AutocorrelationInterval.Of(model, fit, .95));
    }

    private static (LinearMixedModel Model, Fit Fit) Fit(LikelihoodMethod method, string? serial)
    {
        var rows = ReferenceData.AllianceSim;
        var data = new DataFrame(
            DataColumn.Of("patient_alliance", [.. rows.Select(r => r.PatientAlliance ?? double.NaN)]),
            DataColumn.Of("session", [.. rows.Select(r => (double)r.Session)]),
            DataColumn.Of("arm", [.. rows.Select(r => (double)ReferenceData.Arms[r.Therapist])]),
            DataColumn.Of("patient", [.. rows.Select(r => r.Dyad)]));
        var frame = Formula.Parse(Model).Frame(data, null, serial is null ? null : SerialTerm.Parse(serial));
        var model = LinearMixedModel.From(frame.Frame);

        return (model, model.Fit(method, verdict: false));
    }
}
