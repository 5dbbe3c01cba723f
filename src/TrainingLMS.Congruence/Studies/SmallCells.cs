namespace TrainingLMS.Congruence.Studies;

/// <summary>One arm or site of a table whose total is known.</summary>
public sealed record Cell(string Name, int Therapists, int Patients);

/// <summary>
/// Which cells of a table are not told: those below the floors, and then the smallest others until what is hidden would
/// pass the floors if it were one cell (complementary suppression).
/// </summary>
public static class SmallCells
{
    /// <summary>Null for a cell that may be told, in the order of <paramref name="cells"/>.</summary>
    public static IReadOnlyList<Suppression?> Gate(IReadOnlyList<Cell> cells)
    {
        var hidden = cells.Select(BelowFloor).ToArray();

        while (true)
        {
            var together = cells.Where((_, i) => hidden[i] is not null).ToList();
            var shown = Enumerable.Range(0, cells.Count).Where(i => hidden[i] is null).ToList();
            var sum = new Cell("", together.Sum(c => c.Therapists), together.Sum(c => c.Patients));

            // A hidden cell alone is the total minus the others, and it is below the floors itself.
            if (together.Count == 0 || shown.Count == 0 || BelowFloor(sum) is null)
                return hidden;

            var smallest = shown.OrderBy(i => cells[i].Patients).ThenBy(i => cells[i].Therapists).First();
            hidden[smallest] = new Suppression(
                SuppressionRule.Complementary, cells[smallest].Patients, SmallNumbers.PatientsForNetwork);
        }
    }

    private static Suppression? BelowFloor(Cell cell) =>
        cell.Therapists < SmallNumbers.TherapistsForNetwork
            ? new Suppression(
                SuppressionRule.CellTherapists, cell.Therapists, SmallNumbers.TherapistsForNetwork)
        : cell.Patients < SmallNumbers.PatientsForNetwork
            ? new Suppression(SuppressionRule.CellPatients, cell.Patients, SmallNumbers.PatientsForNetwork)
        : null;
}
