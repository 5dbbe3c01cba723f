namespace TrainingLMS.Congruence.Optimisation;

/// <summary>
/// Minimises a smooth function by a quadratic model trusted within a radius: its curvature is learnt from the gradients on
/// the way (symmetric rank one: Conn, Gould &amp; Toint 1991), and measured by differences of gradients at the start, and again
/// before it stops where a coordinate is next to zero: a function that is even in it may have a saddle there.
/// </summary>
public static class QuasiNewton
{
    private const int EvaluationLimit = 500;
    private const double LeastPredictedGain = 1e-9;
    private const double LeastRadius = 1e-9;
    private const double NearZero = 1e-2;
    private const double DifferenceStep = 1e-4;

    // Two values that differ by less than this share are the same but for rounding.
    private const double Rounding = 1e-13;

    /// <summary>Minimises.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="curvature">The matrix of second derivatives there, about; null has it measured.</param>
    /// <param name="isEven">In which coordinates the function may be even; null for any.</param>
    public static Minimum Minimise(
        SmoothObjective objective,
        IReadOnlyList<double> start,
        double[,]? curvature = null,
        Func<int, bool>? isEven = null) =>
        new Search(objective, isEven ?? (_ => true)).From([.. start], curvature);

    private sealed class Search(SmoothObjective objective, Func<int, bool> isEven)
    {
        private int _evaluations;

        public Minimum From(double[] x, double[,]? curvature)
        {
            var gradient = new double[x.Length];
            var value = At(x, gradient);
            var measured = curvature is null;
            var hessian = curvature is null ? Differences(x, gradient) : (double[,])curvature.Clone();
            var radius = .5;

            while (_evaluations < EvaluationLimit)
            {
                var least = Math.Max(LeastPredictedGain, Rounding * Math.Abs(value));
                var step = TrustRegionStep.Solve(gradient, hessian, radius);
                var predicted = -Model(gradient, hessian, step);

                if (predicted < least && measured
                    && TrustRegionStep.Escape(hessian, Math.Min(radius, .1)) is { } escape)
                {
                    // Flat but curved downwards: a saddle, such as a variance of zero that wants to be one.
                    (step, predicted) = (escape, least);
                }

                if (predicted < least && !measured && IsNearZero(x))
                {
                    (hessian, measured) = (Differences(x, gradient), true);

                    continue;
                }

                double[] trial = [.. x.Zip(step, (v, by) => v + by)];
                var trialGradient = new double[x.Length];
                var trialValue = At(trial, trialGradient);
                var gain = value - trialValue;
                var last = predicted < least || radius < LeastRadius;

                if (!last)
                {
                    radius = Radius(radius, step, gain, predicted);
                    measured = false;

                    if (double.IsFinite(trialValue))
                        Learn(hessian, x, gradient, trial, trialGradient);
                }

                if (gain >= (last ? -Rounding * Math.Abs(value) : 0))
                    (x, value, gradient) = (trial, trialValue, trialGradient);

                if (last)
                    return new Minimum(x, value, _evaluations, StopReason.SmallStep) { Curvature = hessian };
            }

            return new Minimum(x, value, _evaluations, StopReason.EvaluationLimit) { Curvature = hessian };
        }

        private bool IsNearZero(double[] x) => x.Where((v, k) => Math.Abs(v) < NearZero && isEven(k)).Any();

        private double At(double[] point, double[] gradient)
        {
            _evaluations++;
            var value = objective(point, gradient);

            return double.IsNaN(value) ? double.PositiveInfinity : value;
        }

        // One-sided differences of gradients.
        private double[,] Differences(double[] x, double[] gradient)
        {
            var n = x.Length;
            var hessian = new double[n, n];

            for (var i = 0; i < n; i++)
            {
                double[] moved = [.. x];
                moved[i] += DifferenceStep * Math.Max(1, Math.Abs(x[i]));
                var there = new double[n];
                At(moved, there);

                for (var j = 0; j < n; j++)
                {
                    var curvature = (there[j] - gradient[j]) / (moved[i] - x[i]);
                    hessian[i, j] += curvature / 2;
                    hessian[j, i] += curvature / 2;
                }
            }

            return hessian;
        }

        private static double Radius(double radius, double[] step, double gain, double predicted)
        {
            var length = Math.Sqrt(step.Sum(s => s * s));

            if (gain < .25 * predicted)
                return Math.Min(radius, length) / 4;

            // Damping is doubled until a step fits, so a damped one has at least half the radius.
            return gain > .75 * predicted && length > .45 * radius ? radius * 2 : radius;
        }

        // B ← B + rr'/(r's) for r = y - Bs, left out where r's is next to nothing.
        private static void Learn(double[,] hessian, double[] x, double[] gradient, double[] trial, double[] trialGradient)
        {
            var n = x.Length;
            var s = new double[n];
            var r = new double[n];

            for (var i = 0; i < n; i++)
                s[i] = trial[i] - x[i];

            for (var i = 0; i < n; i++)
            {
                r[i] = trialGradient[i] - gradient[i];

                for (var j = 0; j < n; j++)
                    r[i] -= hessian[i, j] * s[j];
            }

            var rs = r.Zip(s, (a, b) => a * b).Sum();

            if (Math.Abs(rs) <= 1e-8 * Math.Sqrt(r.Sum(v => v * v) * s.Sum(v => v * v)))
                return;

            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                    hessian[i, j] += r[i] * r[j] / rs;
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
}
