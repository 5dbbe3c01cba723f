namespace TrainingLMS.Congruence.Optimisation;

/// <summary>
/// The simplex of Nelder &amp; Mead (1965), mirrored at the bounds so that it does not collapse onto them, and started afresh
/// from its best point until a fresh start gains nothing.
/// </summary>
public static class NelderMead
{
    private const int EvaluationLimit = 5000;
    private const int MostRestarts = 8;
    private const double ValueTolerance = 1e-10;
    private const double PointTolerance = 1e-7;
    private const double RestartGain = 1e-8;

    public static Minimum Minimise(Objective objective, IReadOnlyList<double> start, IReadOnlyList<double> lower)
    {
        var search = new Search(objective, lower);
        var best = search.From([.. start], edge: .4);

        for (var restart = 0; restart < MostRestarts && search.Evaluations < EvaluationLimit; restart++)
        {
            var again = search.From(best.Point, edge: .3);
            var gain = best.Value - again.Value;
            best = gain > 0 ? again : best;

            if (gain <= RestartGain)
                return new Minimum(best.Point, best.Value, search.Evaluations, StopReason.SmallStep);
        }

        return new Minimum(best.Point, best.Value, search.Evaluations, StopReason.EvaluationLimit);
    }

    private sealed record Vertex(double[] Point, double Value);

    private sealed class Search(Objective objective, IReadOnlyList<double> lower)
    {
        public int Evaluations { get; private set; }

        public Vertex From(double[] start, double edge)
        {
            var simplex = new List<Vertex> { At(start) };

            for (var i = 0; i < start.Length; i++)
            {
                double[] point = [.. start];
                point[i] += edge * Math.Max(1, Math.Abs(point[i]));
                simplex.Add(At(point));
            }

            while (true)
            {
                simplex = [.. simplex.OrderBy(vertex => vertex.Value)];

                if (Evaluations >= EvaluationLimit || IsSmall(simplex))
                    return simplex[0];

                Step(simplex);
            }
        }

        private void Step(List<Vertex> simplex)
        {
            var worst = simplex[^1];
            var centre = new double[worst.Point.Length];

            foreach (var vertex in simplex.SkipLast(1))
            {
                for (var i = 0; i < centre.Length; i++)
                    centre[i] += vertex.Point[i] / (simplex.Count - 1);
            }

            var reflected = Along(1);

            if (reflected.Value < simplex[0].Value)
            {
                var expanded = Along(2);
                simplex[^1] = expanded.Value < reflected.Value ? expanded : reflected;
            }
            else if (reflected.Value < simplex[^2].Value)
            {
                simplex[^1] = reflected;
            }
            else
            {
                var contracted = Along(reflected.Value < worst.Value ? .5 : -.5);

                if (contracted.Value < Math.Min(reflected.Value, worst.Value))
                    simplex[^1] = contracted;
                else
                    Shrink(simplex);
            }

            Vertex Along(double step) => At([.. centre.Select((c, i) => c + step * (c - worst.Point[i]))]);
        }

        private void Shrink(List<Vertex> simplex)
        {
            for (var v = 1; v < simplex.Count; v++)
                simplex[v] = At([.. simplex[v].Point.Select((x, i) => (x + simplex[0].Point[i]) / 2)]);
        }

        private Vertex At(double[] point)
        {
            for (var i = 0; i < point.Length; i++)
                point[i] = point[i] < lower[i] ? 2 * lower[i] - point[i] : point[i];

            Evaluations++;
            var value = objective(point);

            return new Vertex(point, double.IsNaN(value) ? double.PositiveInfinity : value);
        }

        private static bool IsSmall(List<Vertex> simplex)
        {
            var best = simplex[0];

            return simplex[^1].Value - best.Value <= ValueTolerance * (1 + Math.Abs(best.Value))
                && simplex.TrueForAll(v => !v.Point.Where((x, i) => Math.Abs(x - best.Point[i]) > PointTolerance).Any());
        }
    }
}
