namespace TrainingLMS.Congruence.Optimisation;

/// <summary>
/// Minimises a smooth function from its values alone, by a full quadratic model interpolated afresh around each iterate and
/// trusted within a radius (the idea of Powell's NEWUOA 2006; with the few θ of a mixed model the full model is affordable).
/// </summary>
public static class QuadraticTrustRegion
{
    private const int EvaluationLimit = 3000;
    private const double WidestStencil = 1e-2;
    private const double NarrowestStencil = 2e-4;
    private const double LeastPredictedGain = 1e-10;
    private const double LeastRadius = 1e-7;

    public static Minimum Minimise(Objective objective, IReadOnlyList<double> start)
    {
        var n = start.Count;
        var evaluations = 0;
        double[] x = [.. start];
        var fx = F(x);
        var radius = .5;
        var stencil = WidestStencil;
        var final = false;

        while (evaluations < EvaluationLimit)
        {
            var (gradient, hessian) = Interpolate(F, x, stencil);
            var step = TrustRegionStep.Solve(gradient, hessian, radius);
            var predicted = -Model(gradient, hessian, step);

            if (predicted < LeastPredictedGain && TrustRegionStep.Escape(hessian, Math.Min(radius, .1)) is { } escape)
            {
                // Flat but curved downwards: a saddle, such as a variance of zero that wants to be one.
                step = escape;
                predicted = LeastPredictedGain;
            }

            double[] trial = [.. x.Zip(step, (v, by) => v + by)];
            var value = F(trial);
            var gain = fx - value;

            if (gain >= 0)
                (x, fx) = (trial, value);

            if (final && predicted < LeastPredictedGain || radius < LeastRadius)
                return new Minimum(x, fx, evaluations, StopReason.SmallStep);

            var length = Math.Sqrt(step.Sum(s => s * s));

            if (gain < .25 * predicted && predicted >= LeastPredictedGain)
                radius = Math.Min(radius, length) / 4;
            else if (gain > .75 * predicted && length > .45 * radius)
                radius *= 2; // damping is doubled until a step fits, so a damped one has at least half the radius

            // The last model is always the finest one.
            final = predicted < LeastPredictedGain || stencil <= NarrowestStencil;
            stencil = predicted < LeastPredictedGain
                ? NarrowestStencil
                : Math.Clamp(length / 4, NarrowestStencil, WidestStencil);
        }

        return new Minimum(x, fx, evaluations, StopReason.EvaluationLimit);

        double F(double[] point)
        {
            evaluations++;
            var value = objective(point);

            return double.IsNaN(value) ? double.PositiveInfinity : value;
        }
    }

    private static (double[] Gradient, double[,] Hessian) Interpolate(
        Func<double[], double> f, double[] x, double stencil)
    {
        var n = x.Length;
        double[] h = [.. x.Select(v => stencil * Math.Max(1, Math.Abs(v)))];
        var centre = f(x);
        var up = new double[n];
        var gradient = new double[n];
        var hessian = new double[n, n];

        for (var i = 0; i < n; i++)
        {
            up[i] = f(Moved((i, h[i])));
            var down = f(Moved((i, -h[i])));
            gradient[i] = (up[i] - down) / (2 * h[i]);
            hessian[i, i] = (up[i] - 2 * centre + down) / (h[i] * h[i]);
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var both = f(Moved((i, h[i]), (j, h[j])));
                hessian[i, j] = hessian[j, i] = (both - up[i] - up[j] + centre) / (h[i] * h[j]);
            }
        }

        return (gradient, hessian);

        double[] Moved(params ReadOnlySpan<(int Index, double By)> moves)
        {
            double[] point = [.. x];

            foreach (var (index, by) in moves)
                point[index] += by;

            return point;
        }
    }

    private static double Model(double[] gradient, double[,] hessian, double[] step)
    {
        var value = 0.0;

        for (var i = 0; i < step.Length; i++)
        {
            value += gradient[i] * step[i];

            for (var j = 0; j < step.Length; j++)
                value += .5 * step[i] * hessian[i, j] * step[j];
        }

        return value;
    }
}
