using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>
/// lme4 1.1-31, lmerTest 3.1-3, R 4.2.2 on tiny.csv:
/// G &lt;- mean(truth); Tm &lt;- ave(truth, patient); Tw &lt;- truth - Tm; Tb &lt;- Tm - G; Jc &lt;- judgement - G
/// m &lt;- lmer(Jc ~ Tw + Tb + (1 | therapist) + (1 | patient), control = lmerControl("bobyqa", optCtrl = list(rhoend = 1e-10)))
/// </summary>
public sealed class TinyFitTests
{
    private static readonly LinearMixedModel _model = LinearMixedModel.From(new Frames(ReferenceData.Tiny).Intercepts);
    private static readonly Fit _reml = _model.Fit();
    private static readonly Fit _ml = _model.Fit(LikelihoodMethod.Ml);

    [Theory]
    // update(m, devFunOnly = TRUE)(theta), theta = (patient, therapist); printed to ten digits
    [InlineData(LikelihoodMethod.Reml, 1, 1, 32.21463252)]
    [InlineData(LikelihoodMethod.Reml, .5, 2, 38.52544305)]
    [InlineData(LikelihoodMethod.Reml, 0, 0, 54.76234659)]
    [InlineData(LikelihoodMethod.Ml, 1, 1, 25.80561790)]
    [InlineData(LikelihoodMethod.Ml, .5, 2, 32.80962362)]
    [InlineData(LikelihoodMethod.Ml, 0, 0, 47.46622905)]
    public void The_criterion_at_a_given_theta_is_lme4s(LikelihoodMethod method, double dyad, double therapist, double expected) =>
        Near.Absolute(expected, _model.Deviance(method).At([dyad, therapist]), 1e-8);

    [Fact]
    public void The_fits_reach_lme4s_criteria()
    {
        Near.Relative(31.62313739, _reml.Criterion, 1e-9); // REMLcrit(m)
        Near.Relative(25.46832745, _ml.Criterion, 1e-9); // deviance(update(m, REML = FALSE))
        Near.Relative(-12.73416373, _ml.LogLikelihood, 1e-9);
        Near.Absolute(-12.73416373 * -2 + 2 * 6, _ml.Aic, 1e-7); // 3 fixed effects, 2 theta, sigma
        Near.Absolute(-12.73416373 * -2 + Math.Log(38) * 6, _ml.Bic, 1e-7);
    }

    [Theory]
    // coef(summary(m)): estimate, standard error, Satterthwaite's df
    [InlineData("(Intercept)", .06578622836, .1633090438, 3.944694868)]
    [InlineData("Tw", .64015748031, .1250897348, 27.000117632)]
    [InlineData("Tb", .26532262699, .1626996403, 5.637093013)]
    public void Fixed_effects_their_errors_and_degrees_of_freedom_are_lmerTests(
        string name, double value, double error, double df)
    {
        var estimate = _reml[name];

        Near.Absolute(value, estimate.Value, 1e-5 * error);
        Near.Relative(error, estimate.StandardError, 1e-5);
        Near.Relative(df, estimate.DegreesOfFreedom, 1e-4);
    }

    [Fact]
    public void P_values_are_lmerTests()
    {
        Near.Relative(.7079462899, _reml["(Intercept)"].PValue, 1e-4);
        Near.Relative(.1572384756, _reml["Tb"].PValue, 1e-3);
        Near.Relative(2.220692118e-05, _reml["Tw"].PValue, 1e-3);
    }

    [Fact]
    public void Standard_deviations_are_lme4s()
    {
        // as.data.frame(VarCorr(m)); lme4 stops within 1e-6 of the flat optimum
        Near.Relative(.3513785705, _reml.Components.Sd("patient"), 1e-5);
        Near.Relative(.2505945275, _reml.Components.Sd("therapist"), 1e-5);
        Near.Relative(.2573729526, _reml.Components.ResidualSd, 1e-5);
        Near.Relative(.3163828260, _ml.Components.Sd("patient"), 1e-5);
        Near.Relative(.2103734032, _ml.Components.Sd("therapist"), 1e-5);
        Near.Relative(.2527171336, _ml.Components.ResidualSd, 1e-5);
    }

    [Fact]
    public void Maximum_likelihood_effects_are_lme4s()
    {
        Near.Absolute(.0661323335, _ml["(Intercept)"].Value, 1e-6);
        Near.Absolute(.2666771373, _ml["Tb"].Value, 1e-6);
        Near.Relative(.1475203778, _ml["Tb"].StandardError, 1e-5);
    }

    [Theory]
    // as.data.frame(ranef(m, condVar = TRUE)): condval, condsd
    [InlineData("patient", "P1", -.42633107969, .2008464503)]
    [InlineData("patient", "P5", -.02326061065, .2068053300)]
    [InlineData("patient", "P6", .10251855297, .2014253175)]
    [InlineData("patient", "P10", -.33798847120, .2068053300)]
    [InlineData("therapist", "T1", -.02113526002, .1819471855)]
    [InlineData("therapist", "T5", -.27918633981, .1827684202)]
    public void Conditional_modes_and_their_spread_are_lme4s(string factor, string level, double mode, double spread)
    {
        var effect = _reml.Effects(factor).Single(e => e.Level == level);

        Near.Absolute(mode, effect.Mode, 1e-6);
        Near.Relative(spread, effect.ConditionalSd, 1e-5);
    }

    [Theory]
    // From Henderson's equations in R: sqrt(diag(Lambda (s2 solve(C))[u, u] Lambda')), C over (beta, u); six decimals
    [InlineData("patient", "P1", .217084)]
    [InlineData("patient", "P3", .269298)]
    [InlineData("patient", "P10", .267193)]
    [InlineData("therapist", "T1", .199501)]
    [InlineData("therapist", "T5", .198172)]
    public void Prediction_errors_hold_the_uncertainty_of_the_fixed_effects(string factor, string level, double expected) =>
        Near.Absolute(expected, _reml.Effects(factor).Single(e => e.Level == level).PredictionErrorSd, 1e-6);

    [Fact]
    public void Two_optimisers_from_three_starts_agree()
    {
        Assert.Equal(Convergence.Converged, _reml.Summary.Convergence);
        Assert.Equal(6, _reml.Summary.Runs.Count);
        Assert.False(_reml.Summary.IsSingular);
        Assert.All(_reml.Summary.Runs, run => Near.Absolute(_reml.Criterion, run.Value, 1e-6));
    }
}
