using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>Finds θ, and says whether two optimisers from three starts each find the same.</summary>
internal static class Estimation
{
    // Agreement that counts as converged: criteria and fixed effects of all runs.
    private const double CriterionAgreement = 1e-4;
    private const double FixedAgreementInStandardErrors = .01;
    private const double SpreadAgreement = .1;

    // A relative SD below this is tried at exactly zero, and left there if that costs nothing.
    private const double NearZero = 1e-2;
    private const double FreeOfCharge = 1e-9;

    private static readonly double[] _starts = [1, .1, 2];

    private static readonly (string Name, Func<LinearMixedModel, ProfiledDeviance, double[], Minimum> Minimise)[]
        _optimisers = [("quasi-Newton", ByGradient), ("quadratic trust region", ByValues)];

    public static Fit Run(LinearMixedModel model, LikelihoodMethod method, bool verdict)
    {
        var deviance = model.Deviance(method);

        if (model.ParameterCount == 0)
            return Nothing(model, deviance);

        var start = deviance.At(model.Unscaled(model.StartAt(1)));
        var attempts = Attempts(model, deviance, verdict).ToList();
        var best = attempts.MinBy(a => a.Found.Value)!;
        var parameters = ZeroWhereFree(model, deviance, best.Parameters, best.Found.Value);
        var end = At(model, deviance, parameters);
        var state = verdict ? Judge(model, deviance, attempts, end) : Convergence.NotChecked;

        return new Fit(
            model,
            deviance,
            parameters,
            new FitSummary(
                start,
                end.Value,
                best.Found.Evaluations,
                best.Found.Stopped,
                state,
                end.Components.Singular(),
                [.. attempts.Select(a => a.Run)]));
    }

    private static IEnumerable<Attempt> Attempts(LinearMixedModel model, ProfiledDeviance deviance, bool verdict)
    {
        foreach (var start in verdict ? _starts : [1])
        {
            foreach (var (name, minimise) in verdict ? _optimisers : _optimisers[..1])
            {
                var found = minimise(model, deviance, model.StartAt(start));

                yield return new Attempt(
                    new OptimiserRun(name, start, found.Value, found.Evaluations, found.Stopped),
                    found,
                    model.WithPositiveDiagonals(model.Unscaled([.. found.Point])));
            }
        }
    }

    private static Minimum ByGradient(LinearMixedModel model, ProfiledDeviance deviance, double[] start) =>
        QuasiNewton.Minimise(
            (x, gradient) =>
            {
                var value = deviance.At(model.Unscaled(x), gradient);

                for (var k = 0; k < gradient.Length; k++)
                    gradient[k] /= model.Scales[k];

                return value;
            },
            start);

    private static Minimum ByValues(LinearMixedModel model, ProfiledDeviance deviance, double[] start) =>
        QuadraticTrustRegion.Minimise(x => deviance.At(model.Unscaled(x)), start);

    private static double[] ZeroWhereFree(
        LinearMixedModel model, ProfiledDeviance deviance, double[] parameters, double value)
    {
        for (var k = 0; k < model.ThetaCount; k++)
        {
            if (!model.Layout.Slots[k].IsDiagonal || parameters[k] == 0 || parameters[k] * model.Scales[k] >= NearZero)
                continue;

            double[] trial = [.. parameters];
            trial[k] = 0;

            if (deviance.At(trial) <= value + FreeOfCharge)
                parameters = trial;
        }

        return parameters;
    }

    private static Convergence Judge(
        LinearMixedModel model, ProfiledDeviance deviance, List<Attempt> attempts, Place end)
    {
        foreach (var attempt in attempts)
        {
            if (attempt.Found.Value > end.Value + CriterionAgreement)
                return Convergence.Unstable;

            var other = At(model, deviance, attempt.Parameters);

            for (var j = 0; j < end.Beta.Length; j++)
            {
                var allowed = FixedAgreementInStandardErrors * Math.Sqrt(end.Covariance[j, j]);

                if (Math.Abs(other.Beta[j] - end.Beta[j]) > allowed)
                    return Convergence.Unstable;
            }

            // Equal criteria at unequal variances: the data cannot tell this variance at all.
            if (end.Spread.Zip(other.Spread).Any(x => Math.Abs(x.First - x.Second) > SpreadAgreement * (1 + x.First)))
                return Convergence.Unstable;
        }

        return Convergence.Converged;
    }

    private static Place At(LinearMixedModel model, ProfiledDeviance deviance, double[] parameters)
    {
        var value = deviance.At(parameters);
        var beta = deviance.Factor.Coefficients();
        deviance.Basis.ToColumns(beta);
        var components = new VarianceComponents(
            model.Layout, parameters.AsSpan(0, model.ThetaCount), Math.Sqrt(deviance.ResidualVariance));

        return new Place(
            value,
            beta,
            Fit.ColumnCovariance(deviance.Basis, deviance.Factor.FixedInverse(), deviance.ResidualVariance),
            components,
            [
                .. model.Layout.Slots.Select((slot, k) => (slot, k)).Where(x => x.slot.IsDiagonal).Select(x =>
                    Math.Sqrt(components.Covariance(x.slot.Factor, x.slot.Row, x.slot.Row))
                    * model.Scales[x.k] / components.ResidualSd),
            ]);
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

    private sealed record Attempt(OptimiserRun Run, Minimum Found, double[] Parameters);

    /// <summary>The model at one place; Spread is each random effect's SD over the residual SD, in its column's own scale.</summary>
    private sealed record Place(
        double Value, double[] Beta, double[,] Covariance, VarianceComponents Components, double[] Spread);
}
