using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>
/// nlme 3.1-162, R 4.2.2 on alliance_sim.csv:
/// lme(Jc ~ Tw * arm + Tb * arm, random = list(therapist = ~ 1, patient = ~ 1), correlation = corCAR1(form = ~ session |
/// therapist/patient))
/// </summary>
public sealed class AutocorrelationTests
{
    private static readonly Frames _frames = new(ReferenceData.AllianceSim, ReferenceData.Arms);

    private static readonly double[] _session =
        [.. PairedRating.From(ReferenceData.AllianceSim).Select(r => (double)r.Session)];

    private static ModelFrame Intercepts => _frames.ByArm with { Random = _frames.Intercepts.Random };

    private static ModelFrame Autocorrelated => Intercepts with { Residual = new Autocorrelation(_session, _frames.Dyad, false) };

    [Fact]
    public void The_autocorrelation_is_nlmes()
    {
        var fit = LinearMixedModel.From(Autocorrelated).Fit();

        Near.Absolute(.206369, fit.Autocorrelation!.Value, 1e-6);
        Near.Absolute(.423708, fit.Sigma, 1e-6);
        Near.Absolute(-445.9931, fit.LogLikelihood, 1e-4);
        Assert.Equal(Convergence.Converged, fit.Summary.Convergence);
    }

    [Fact]
    public void Without_an_autocorrelation_the_criterion_is_the_plain_one()
    {
        var plain = LinearMixedModel.From(Intercepts).Deviance(LikelihoodMethod.Reml);
        var zero = LinearMixedModel.From(Autocorrelated).Deviance(LikelihoodMethod.Reml);

        Near.Absolute(plain.At([.9, .5]), zero.At([.9, .5, 0]), 1e-9);
    }

    [Fact]
    public void A_missing_session_counts_as_a_longer_gap()
    {
        var byNumber = LinearMixedModel.From(Autocorrelated).Fit(verdict: false);
        var byOrder = LinearMixedModel.From(Intercepts with
        {
            Residual = new Autocorrelation(
                [.. _session.Select((_, row) => (double)row)], _frames.Dyad, true),
        }).Fit(verdict: false);

        Assert.NotEqual(byNumber.Criterion, byOrder.Criterion, 1e-3);
    }

    [Theory]
    [InlineData(1, 1, RefusalReason.DuplicateSession)]
    [InlineData(1, 1.5, RefusalReason.NotWhole)]
    public void Positions_are_whole_and_stand_once(double first, double second, RefusalReason reason)
    {
        double[] position = [.. _session];
        var of = _frames.Dyad.OfRow;
        var row = Enumerable.Range(0, of.Count - 1).First(i => of[i] == of[i + 1]);
        (position[row], position[row + 1]) = (first, second);

        var refused = Assert.Throws<ModelRefusedException>(() => LinearMixedModel.From(
            Intercepts with { Residual = new Autocorrelation(position, _frames.Dyad, false) }));

        Assert.Equal((reason, _frames.Dyad.Levels[of[row]]), (refused.Refusal.Reason, refused.Refusal.Subject));
    }
}
