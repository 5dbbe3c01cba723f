using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>
/// lme4 1.1-31 and lmerTest 3.1-3 on alliance_sim.csv, rows with both ratings, bobyqa with rhoend = 1e-9; Tw, Tb and Jc
/// as in <see cref="TinyFitTests"/>, timec = session - 3.5.
/// </summary>
public sealed class AllianceFitTests
{
    private static readonly Frames _frames = new(ReferenceData.AllianceSim, ReferenceData.Arms);

    [Fact]
    public void Within_and_between_with_tracking_that_differs_over_dyads()
    {
        // lmer(Jc ~ Tw + Tb + (1 | therapist) + (1 + Tw | patient), cc)
        var fit = LinearMixedModel.From(_frames.Slopes).Fit();

        Near.Relative(895.518873, fit.Criterion, 1e-9);
        Effect(fit, "(Intercept)", -.4820332580, .05675045666, 35.18469478);
        Effect(fit, "Tw", .3781714212, .05319286544, 86.95413211);
        Effect(fit, "Tb", .3743581678, .06630972211, 114.83683675);
        Spread(fit, .4909799706, .2622308725, -.2892675231, .1857229324, .3940760556);
        Assert.Equal(Convergence.Converged, fit.Summary.Convergence);
        Assert.Equal([1.245901555, -.1924879065, .6369837808, .4712870263], fit.Theta, (a, b) => Math.Abs(a - b) < 2e-5);
    }

    [Fact]
    public void The_same_by_arm()
    {
        // lmer(Jc ~ Tw * arm + Tb * arm + (1 | therapist) + (1 + Tw | patient), cc)
        var fit = LinearMixedModel.From(_frames.ByArm).Fit();

        Near.Relative(896.4909903, fit.Criterion, 1e-9);
        Effect(fit, "(Intercept)", -.44061274753, .08510829217, 37.55363305);
        Effect(fit, "Tw", .26199850383, .07285414809, 77.28524153);
        Effect(fit, "arm", -.05396139481, .12036851658, 36.61174501);
        Effect(fit, "Tb", .43214273573, .08751927569, 113.28256390);
        Effect(fit, "Tw:arm", .23794013222, .10383114637, 86.15134622);
        Effect(fit, "arm:Tb", -.14317175135, .13955348250, 111.20945900);
        Spread(fit, .4840184873, .2392368802, -.3000275895, .2131567925, .3941500260);

        // as.data.frame(ranef(m, condVar = TRUE))
        Mode(fit, "therapist", "T01", "(Intercept)", -.15622789340, .1720789800);
        Mode(fit, "therapist", "T21", "(Intercept)", .09753880722, .1635214991);
        Mode(fit, "patient", "P001", "(Intercept)", -.16350209677, .2168707672);
        Mode(fit, "patient", "P002", "Tw", -.09012298639, .1934510049);
    }

    [Fact]
    public void The_same_by_arm_by_maximum_likelihood()
    {
        // update(m, REML = FALSE)
        var fit = LinearMixedModel.From(_frames.ByArm).Fit(LikelihoodMethod.Ml);

        Near.Relative(877.6569663, fit.Criterion, 1e-9);
        Effect(fit, "Tw:arm", .23795627904, .10265915234, 88.23729893);
        Spread(fit, .4795271134, .2285570732, -.3002331139, .1935738836, .3940582279);
    }

    [Fact]
    public void Tracking_by_arm_beyond_the_trend()
    {
        // lmer(Jc ~ Tw * arm + Tb * arm + timec * arm + (1 | therapist) + (1 + Tw | patient), cc)
        var frame = _frames.ByArm;
        var fit = LinearMixedModel.From(
            frame with { Fixed = [.. frame.Fixed, _frames.Time, _frames.Arm.Times(_frames.Time)] }).Fit();

        Near.Relative(879.9784487, fit.Criterion, 1e-9);
        Effect(fit, "Tw:arm", .19139858960, .10093366325, 94.36121297);
        Effect(fit, "arm:timec", .05819149675, .01946038005, 483.42508213);
    }

    [Fact]
    public void Uncorrelated_slopes_over_dyads_and_therapists()
    {
        // lmer(Jc ~ Tw * arm + Tb * arm + (1 | therapist) + (0 + Tw | therapist) + (1 | patient) + (0 + Tw | patient), cc)
        var fit = LinearMixedModel.From(_frames.ByArm with
        {
            Random =
            [
                new(_frames.Dyad, [_frames.Intercept, _frames.Within], Correlated: false),
                new(_frames.Therapist, [_frames.Intercept]),
                new(_frames.Therapist, [_frames.Within]),
            ],
        }).Fit();

        Near.Relative(897.6161233, fit.Criterion, 1e-9);
        Effect(fit, "Tw:arm", .23127255039, .10583296900, 37.47089306);
        Near.Relative(.2053502185, fit.Components.Sd("patient", "Tw"), 1e-4);
        Near.Relative(.0961450998, fit.Components.Sd("therapist", "Tw"), 1e-4);
        Near.Relative(.4871862137, fit.Components.Sd("patient"), 1e-4);
        Near.Relative(.2030053400, fit.Components.Sd("therapist"), 1e-4);
        Assert.Equal(0, fit.Components.Correlation("patient", "(Intercept)", "Tw"));
    }

    [Fact]
    public void A_mean_with_nested_groups()
    {
        // lmer(patient_alliance ~ 1 + (1 | therapist/patient), d): every row with the patient's rating, 660 of 702
        var rows = ReferenceData.AllianceSim.Where(s => s.PatientAlliance is not null).ToList();
        var one = Column.Intercept(rows.Count);
        var fit = LinearMixedModel.From(new ModelFrame(
            new Column("patient_alliance", [.. rows.Select(s => s.PatientAlliance!.Value)]),
            [one],
            [
                new(new GroupingFactor("patient", [.. rows.Select(s => s.Dyad)]), [one]),
                new(new GroupingFactor("therapist", [.. rows.Select(s => s.Therapist)]), [one]),
            ])).Fit();

        Near.Relative(1010.81279, fit.Criterion, 1e-9);
        Effect(fit, "(Intercept)", 5.595675358, .08021368877, 39.68119768);
        Near.Relative(.6865130103, fit.Components.Sd("patient"), 1e-4);
        Near.Relative(.2884857197, fit.Components.Sd("therapist"), 1e-4);
        Near.Relative(.4000744618, fit.Components.ResidualSd, 1e-4);
    }

    private static void Effect(Fit fit, string name, double value, double error, double df)
    {
        var estimate = fit[name];

        Near.Absolute(value, estimate.Value, 1e-4 * error);
        Near.Relative(error, estimate.StandardError, 1e-4);
        Near.Relative(df, estimate.DegreesOfFreedom, 1e-3);
    }

    private static void Spread(Fit fit, double dyad, double slope, double correlation, double therapist, double residual)
    {
        Near.Relative(dyad, fit.Components.Sd("patient"), 1e-4);
        Near.Relative(slope, fit.Components.Sd("patient", "Tw"), 1e-4);
        Near.Absolute(correlation, fit.Components.Correlation("patient", "(Intercept)", "Tw")!.Value, 1e-4);
        Near.Relative(therapist, fit.Components.Sd("therapist"), 1e-4);
        Near.Relative(residual, fit.Components.ResidualSd, 1e-4);
    }

    private static void Mode(Fit fit, string factor, string level, string column, double mode, double spread)
    {
        var effect = fit.Effects(factor).Single(e => e.Level == level && e.Column == column);

        Near.Absolute(mode, effect.Mode, 2e-5);
        Near.Relative(spread, effect.ConditionalSd, 1e-4);
    }
}
