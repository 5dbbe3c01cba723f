using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.Studies;

/// <summary>The step from ratings to a model, the same for every model: rows, their groups, and columns by name.</summary>
internal sealed class StudyRows<T>
{
    public const string TherapistName = "therapist";
    public const string DyadName = "dyad";
    public const string ArmName = "arm";

    private readonly IReadOnlyList<T> _rows;
    private readonly Func<T, string> _therapist;
    private readonly Func<T, string> _dyad;

    public StudyRows(IReadOnlyList<T> rows, Func<T, string> therapist, Func<T, string> dyad)
    {
        _rows = rows;
        _therapist = therapist;
        _dyad = dyad;
        Therapist = new GroupingFactor(TherapistName, [.. rows.Select(therapist)]);
        Dyad = new GroupingFactor(DyadName, [.. rows.Select(dyad)]);
        Intercept = MixedModels.Column.Intercept(rows.Count);
    }

    public int Count => _rows.Count;

    public GroupingFactor Therapist { get; }

    public GroupingFactor Dyad { get; }

    public Column Intercept { get; }

    public Column Column(string name, Func<T, double> value) => new(name, [.. _rows.Select(value)]);

    /// <summary>-.5 or +.5.</summary>
    public Column Arm(StudyArms arms) => Column(ArmName, row => arms.Code(_therapist(row)));

    /// <summary>Residuals of a case that resemble those before them, by the true session number; gaps count.</summary>
    public Autocorrelation Autocorrelation(Func<T, double> session) =>
        new([.. _rows.Select(session)], Dyad, ByOrder: false);

    /// <summary>A value's mean over the rows of the same dyad.</summary>
    public Func<T, double> DyadMean(Func<T, double> value)
    {
        var mean = _rows.GroupBy(_dyad, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Average(value), StringComparer.Ordinal);

        return row => mean[_dyad(row)];
    }

    public Column DyadMean(string name, Func<T, double> value) => Column(name, DyadMean(value));

    public Column WithinDyad(string name, Func<T, double> value)
    {
        var mean = DyadMean(value);

        return Column(name, row => value(row) - mean(row));
    }

    public int DyadsIn(StudyArms arms, string arm) =>
        _rows.Where(row => arms.Of(_therapist(row)) == arm).Select(_dyad).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Why nothing may be told by arm: an arm below the floors, counted over these rows; null where it may.</summary>
    public Suppression? ArmGate(StudyArms arms)
    {
        var cells = new[] { arms.Reference, arms.Compared }
            .Select(arm => _rows.Where(row => arms.Of(_therapist(row)) == arm).ToList())
            .Select(rows => new Cell(
                "",
                rows.Select(_therapist).Distinct(StringComparer.Ordinal).Count(),
                rows.Select(_dyad).Distinct(StringComparer.Ordinal).Count()))
            .ToList();

        // With two arms one of them gives the other away, and so does their difference.
        return SmallCells.Gate(cells)
            .Where(reason => reason is not null)
            .OrderBy(reason => reason!.Rule == SuppressionRule.Complementary ? 1 : 0)
            .FirstOrDefault();
    }
}
