using CsCheck;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class SmallCellTests
{
    [Theory]
    [InlineData(4, 10, SuppressionRule.CellTherapists)]
    [InlineData(5, 9, SuppressionRule.CellPatients)]
    [InlineData(5, 10, null)]
    public void A_cell_needs_five_therapists_and_ten_patients(int therapists, int patients, SuppressionRule? rule) =>
        Assert.Equal(rule, SmallCells.Gate([new("a", therapists, patients), new("b", 20, 60), new("c", 30, 90)])[0]?.Rule);

    [Fact]
    public void A_second_cell_is_hidden_where_the_total_would_give_the_first_away() => Assert.Equal(
        [SuppressionRule.CellTherapists, SuppressionRule.Complementary, null],
        SmallCells.Gate([new("a", 2, 6), new("b", 8, 20), new("c", 9, 30)]).Select(s => s?.Rule));

    [Fact]
    public void Two_small_cells_that_are_small_together_take_a_third_with_them() => Assert.Equal(
        [SuppressionRule.CellTherapists, SuppressionRule.CellTherapists, SuppressionRule.Complementary, null],
        SmallCells.Gate([new("a", 1, 2), new("b", 2, 3), new("c", 8, 20), new("d", 9, 30)]).Select(s => s?.Rule));

    [Fact]
    public void What_is_hidden_is_always_nothing_everything_or_more_than_the_floor() =>
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 30], (t, p) => new Cell("", t, p)).Array[1, 6].Sample(cells =>
        {
            var hidden = cells.Zip(SmallCells.Gate(cells)).Where(x => x.Second is not null).Select(x => x.First).ToList();

            Assert.True(
                hidden.Count == 0
                || hidden.Count == cells.Length
                || (hidden.Count > 1 && hidden.Sum(c => c.Therapists) >= 5 && hidden.Sum(c => c.Patients) >= 10));
            Assert.All(
                cells.Zip(SmallCells.Gate(cells)).Where(x => x.Second is null),
                x => Assert.True(x.First is { Therapists: >= 5, Patients: >= 10 }));
        });
}
