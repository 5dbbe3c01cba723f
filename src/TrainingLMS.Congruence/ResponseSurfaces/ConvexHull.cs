namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>The smallest convex outline around points (monotone chain, Andrew 1979).</summary>
internal static class ConvexHull
{
    /// <summary>Its corners counter-clockwise; two for points on a line, one for a single point.</summary>
    public static IReadOnlyList<RatedPoint> Of(IEnumerable<RatedPoint> points)
    {
        var sorted = points.Distinct().OrderBy(p => p.Patient).ThenBy(p => p.Therapist).ToList();

        if (sorted.Count < 3)
            return sorted;

        var lower = Chain(sorted);
        sorted.Reverse();

        return [.. lower[..^1], .. Chain(sorted)[..^1]];
    }

    public static bool Contains(IReadOnlyList<RatedPoint> hull, RatedPoint point)
    {
        if (hull.Count == 1)
            return hull[0] == point;

        if (hull.Count == 2)
            return Math.Abs(Turn(hull[0], hull[1], point)) <= 1e-12 && IsBetween(hull[0], hull[1], point);

        return Enumerable.Range(0, hull.Count).All(i => Turn(hull[i], hull[(i + 1) % hull.Count], point) >= -1e-12);
    }

    private static List<RatedPoint> Chain(List<RatedPoint> sorted)
    {
        var chain = new List<RatedPoint>();

        foreach (var point in sorted)
        {
            while (chain.Count >= 2 && Turn(chain[^2], chain[^1], point) <= 0)
                chain.RemoveAt(chain.Count - 1);

            chain.Add(point);
        }

        return chain;
    }

    private static double Turn(RatedPoint o, RatedPoint a, RatedPoint b) =>
        (a.Patient - o.Patient) * (b.Therapist - o.Therapist) - (a.Therapist - o.Therapist) * (b.Patient - o.Patient);

    private static bool IsBetween(RatedPoint a, RatedPoint b, RatedPoint p) =>
        p.Patient >= Math.Min(a.Patient, b.Patient) && p.Patient <= Math.Max(a.Patient, b.Patient)
        && p.Therapist >= Math.Min(a.Therapist, b.Therapist) && p.Therapist <= Math.Max(a.Therapist, b.Therapist);
}
