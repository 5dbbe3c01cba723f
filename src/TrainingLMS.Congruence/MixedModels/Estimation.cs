using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>Finds θ, and says whether two optimisers from three starts each find the same.</summary>
internal static class Estimation
{
    // Agreement that counts as converged: criteria and fixed effects of all runs.
    private const double CriterionAgreement = 1e-4;
    private const double FixedAgreementInStandardErrors = .01;

    // A relative SD below this is tried at exactly zero, and left there if that costs nothing.
    private const double NearZero = 1e-2;
    private const double FreeOfCharge = 1e-9;

    private static readonly double[] _starts = [1, .1, 2];

    private static readonly (string Name, Func<ProfiledDeviance, double[], IReadOnlyList<double>, Minimum> Minimise)[]
        _optimisers =
        [
            ("quasi-Newton", (deviance, start, lower) => QuasiNewton.Minimise(deviance.At, start, lower)),
            ("Nelder-Mead", (deviance, start, lower) => NelderMead.Minimise(deviance.At, start, lower)),
        ];

    public static Fit Run(LinearMixedModel model, LikelihoodMethod method, bool verdict)
    {
        var deviance = model.Deviance(method);

        if (model.ParameterCount == 0)
            return Nothing(model, deviance);

        var start = deviance.At(model.StartAt(1));
        var attempts = Attempts(model, deviance, verdict).ToList();
        var best = attempts.MinBy(a => a.Found.Value)!;
        var theta = ZeroWhereFree(model, deviance, [.. best.Found.Point], best.Found.Value);
        var end = deviance.At(theta);
        var state = !verdict ? Convergence.NotChecked : Judge(model, deviance, attempts, theta, end);
        deviance.At(theta);
        var components = new VarianceComponents(model.Layout, theta.AsSpan(0, model.ThetaCount), Math.Sqrt(deviance.ResidualVariance));

        return new Fit(
            model,
            deviance,
            theta,
            new FitSummary(
                start,
                end,
                best.Found.Evaluations,
                best.Found.Stopped,
                state,
                components.Singular(),
                [.. attempts.Select(a => a.Run)]));
    }

    private static IEnumerable<Attempt> Attempts(LinearMixedModel model, ProfiledDeviance deviance, bool verdict)
    {
        foreach (var start in verdict ? _starts : [1])
        {
            foreach (var (name, minimise) in verdict ? _optimisers : _optimisers[..1])
            {
                var found = minimise(deviance, model.StartAt(start), model.LowerBounds);

                yield return new Attempt(
                    new OptimiserRun(name, start, found.Value, found.Evaluations, found.Stopped), found);
            }
        }
    }

    private static double[] ZeroWhereFree(
        LinearMixedModel model, ProfiledDeviance deviance, double[] theta, double value)
    {
        for (var k = 0; k < model.ThetaCount; k++)
        {
            if (!model.Layout.Slots[k].IsDiagonal || theta[k] is 0 or >= NearZero)
                continue;

            double[] trial = [.. theta];
            trial[k] = 0;

            if (deviance.At(trial) <= value + FreeOfCharge)
                theta = trial;
        }

        return theta;
    }

    private static Convergence Judge(
        LinearMixedModel model, ProfiledDeviance deviance, List<Attempt> attempts, double[] theta, double end)
    {
        deviance.At(theta);
        var beta = deviance.Factor.Coefficients();
        var inverse = deviance.Factor.FixedInverse();
        var variance = deviance.ResidualVariance;
        deviance.Basis.ToColumns(beta);
        var covariance = Fit.ColumnCovariance(deviance.Basis, inverse, variance);

        foreach (var attempt in attempts)
        {
            if (attempt.Found.Value > end + CriterionAgreement)
                return Convergence.Unstable;

            deviance.At([.. attempt.Found.Point]);
            var other = deviance.Factor.Coefficients();
            deviance.Basis.ToColumns(other);

            for (var j = 0; j < beta.Length; j++)
            {
                var allowed = FixedAgreementInStandardErrors * Math.Sqrt(covariance[j, j]);

                if (Math.Abs(other[j] - beta[j]) > allowed)
                    return Convergence.Unstable;
            }
        }

        return Convergence.Converged;
    }

    private static Fit Nothing(LinearMixedModel model, ProfiledDeviance deviance)
    {
        var value = deviance.At([]);

        return new Fit(
            model,
            deviance,
            [],
            new FitSummary(value, value, 1, StopReason.NothingToDo, Convergence.Converged, [], []));
    }

    private sealed record Attempt(OptimiserRun Run, Minimum Found);
}
