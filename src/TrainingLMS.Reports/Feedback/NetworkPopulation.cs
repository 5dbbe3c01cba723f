using System.Globalization;
using TrainingLMS.Congruence;

namespace TrainingLMS.Reports.Feedback;

/// <summary>
/// Whose paired sessions stand behind a network's values: codes and session numbers, no rating. Two networks that differ
/// by fewer people than the floor for any value of the network must not both be told: one taken off the other would
/// leave those few.
/// </summary>
public sealed class NetworkPopulation
{
    private readonly HashSet<Pair> _pairs;

    private NetworkPopulation(IEnumerable<Pair> pairs) => _pairs = [.. pairs];

    public static NetworkPopulation Of(IEnumerable<ReportSession> paired) =>
        new(paired.Select(s => new Pair(s.Therapist, s.Case, s.Session)));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NetworkPopulation Read(string text) => new(
        from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let fields = line.Split('\t')
        from session in fields[2].Split(',')
        select new Pair(fields[0], fields[1], int.Parse(session, CultureInfo.InvariantCulture)));

    /// <summary>A line a case: therapist, case, session numbers.</summary>
    public string Write() => string.Join('\n', _pairs
        .GroupBy(p => (p.Therapist, p.Case))
        .OrderBy(g => g.Key.Therapist, StringComparer.Ordinal).ThenBy(g => g.Key.Case, StringComparer.Ordinal)
        .Select(g => $"{g.Key.Therapist}\t{g.Key.Case}\t{string.Join(',', g.Select(p => p.Session).Order())}"));

    /// <summary>How many people rated what is in the one network and not in the other.</summary>
    public NetworkDifference From(NetworkPopulation other)
    {
        var differing = new HashSet<Pair>(_pairs);
        differing.SymmetricExceptWith(other._pairs);

        return new NetworkDifference(
            differing.Select(p => p.Therapist).Distinct(StringComparer.Ordinal).Count(),
            differing.Select(p => (p.Therapist, p.Case)).Distinct().Count());
    }

    private readonly record struct Pair(string Therapist, string Case, int Session);
}

/// <summary>People behind what two networks differ by.</summary>
public readonly record struct NetworkDifference(int Therapists, int Patients)
{
    /// <summary>Enough of them that the difference itself might be told; no difference is not enough.</summary>
    public bool MayBeTold =>
        Therapists >= SmallNumbers.TherapistsForNetwork && Patients >= SmallNumbers.PatientsForNetwork;
}
