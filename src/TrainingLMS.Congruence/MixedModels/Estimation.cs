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

    private const string QuasiNewtonName = "quasi-Newton";

    private static readonly double[] _starts = [1, .1, 2];

    // A diagonal of Λ starts no nearer to zero than this, its column's root mean square being one.
    private const double LeastStart = .05;

    public static Fit Run(LinearMixedModel model, LikelihoodMethod method, bool verdict)
    {
        var deviance = model.Deviance(method);

        if (model.ParameterCount == 0)
            return Nothing(model, deviance);

        var attempts = Attempts(model, deviance, Start(model, method), verdict).ToList();
        var best = attempts.MinBy(a => a.Found.Value)!;
        var parameters = ZeroWhereFree(model, deviance, best.Parameters, best.Found.Value);
        var state = verdict ? Judge(model, method, attempts, parameters) : Convergence.NotChecked;
        var gradient = new double[parameters.Length];
        var end = deviance.At(parameters, gradient);

        return new Fit(
            model,
            deviance,
            parameters,
            gradient,
            new FitSummary(
                end,
                best.Found.Evaluations,
                best.Found.Stopped,
                state,
                Components(model, deviance, parameters).Singular(),
                [.. attempts.Select(a => a.Run)]));
    }

    // The first guess is by moments; of a model of very many groups it is the optimum of a sample of them, which knows the
    // curvature too, so that few evaluations of the whole are left to do.
    private static StartingPoint Start(LinearMixedModel model, LikelihoodMethod method)
    {
        if (model.Sample() is not { } sample)
            return new StartingPoint(model.Guess(), null);

        var found = ByGradient(sample, sample.Deviance(method), Start(sample, method));
        var parameters = sample.WithPositiveDiagonals(sample.Unscaled([.. found.Point]));
        var n = parameters.Length;
        var curvature = new double[n, n];

        for (var i = 0; i < n; i++)
        {
            parameters[i] *= model.Scales[i];

            if (model.IsDiagonal(i))
                parameters[i] = Math.Max(LeastStart, parameters[i]);

            for (var j = 0; j < n; j++)
            {
                var scales = sample.Scales[i] / model.Scales[i] * (sample.Scales[j] / model.Scales[j]);
                curvature[i, j] = found.Curvature![i, j] * scales * model.Rows / sample.Rows;
            }
        }

        return new StartingPoint(parameters, curvature);
    }

    private static IEnumerable<Attempt> Attempts(
        LinearMixedModel model, ProfiledDeviance deviance, StartingPoint start, bool verdict)
    {
        yield return Attempted(QuasiNewtonName, 1, ByGradient(model, deviance, start));

        foreach (var times in verdict ? _starts : [])
        {
            var from = new StartingPoint(
                [.. start.Parameters.Select((value, k) => k < model.ThetaCount ? value * times : value)], null);

            if (times != 1)
                yield return Attempted(QuasiNewtonName, times, ByGradient(model, deviance, from));

            yield return Attempted("quadratic trust region", times, ByValues(model, deviance, from));
        }

        Attempt Attempted(string name, double times, Minimum found) => new(
            new OptimiserRun(name, times, found.Value, found.Evaluations, found.Stopped),
            found,
            model.WithPositiveDiagonals(model.Unscaled([.. found.Point])));
    }

    private static Minimum ByGradient(LinearMixedModel model, ProfiledDeviance deviance, StartingPoint start) =>
        QuasiNewton.Minimise(
            (x, gradient) =>
            {
                var value = deviance.At(model.Unscaled(x), gradient);

                for (var k = 0; k < gradient.Length; k++)
                    gradient[k] /= model.Scales[k];

                return value;
            },
            start.Parameters,
            start.Curvature,
            model.IsDiagonal);

    private static Minimum ByValues(LinearMixedModel model, ProfiledDeviance deviance, StartingPoint start) =>
        QuadraticTrustRegion.Minimise(x => deviance.At(model.Unscaled(x)), start.Parameters);

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
        LinearMixedModel model, LikelihoodMethod method, List<Attempt> attempts, double[] parameters)
    {
        var deviance = model.Deviance(method);
        var end = At(model, deviance, parameters);

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
        var basis = deviance.Data.Basis;
        var beta = deviance.Fixed.Coefficients();
        basis.ToColumns(beta);
        var components = Components(model, deviance, parameters);

        return new Place(
            value,
            beta,
            Fit.ColumnCovariance(basis, deviance.Fixed.Inverse(), deviance.ResidualVariance),
            [
                .. model.Layout.Slots.Select((slot, k) => (slot, k)).Where(x => x.slot.IsDiagonal).Select(x =>
                    Math.Sqrt(components.Covariance(x.slot.Factor, x.slot.Row, x.slot.Row))
                    * model.Scales[x.k] / components.ResidualSd),
            ]);
    }

    private static VarianceComponents Components(
        LinearMixedModel model, ProfiledDeviance deviance, double[] parameters) =>
        new(model.Layout, parameters.AsSpan(0, model.ThetaCount), Math.Sqrt(deviance.ResidualVariance));

    private static Fit Nothing(LinearMixedModel model, ProfiledDeviance deviance)
    {
        var value = deviance.At([]);

        return new Fit(
            model,
            deviance,
            [],
            [],
            new FitSummary(value, 1, StopReason.NothingToDo, Convergence.Converged, [], []));
    }

    /// <summary>Scaled parameters, and the curvature of the criterion there where it is known.</summary>
    private sealed record StartingPoint(double[] Parameters, double[,]? Curvature);

    private sealed record Attempt(OptimiserRun Run, Minimum Found, double[] Parameters);

    /// <summary>The model at one place; Spread is each random effect's SD over the residual SD, in its column's own scale.</summary>
    private sealed record Place(double Value, double[] Beta, double[,] Covariance, double[] Spread);
}
