using CsCheck;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.MixedModels.Formulas;

namespace TrainingLMS.UnitTests.Congruence.Formulas;

/// <summary>What two ways of writing have in common, whatever the data.</summary>
public sealed class FormulaPropertyTests
{
    private static readonly string[] _factors = ["f", "g"];
    private static readonly string[] _variables = ["x", "z", "f", "g", "log(x + 9)"];

    private static readonly Gen<DataFrame> _data = Gen.Select(
        Gen.Double[-3, 3].Array[40], Gen.Int[-8, 8].Array[40], Gen.Double[-3, 3].Array[40], Gen.Int[0, 2].Array[40], Gen.Int[0, 3].Array[40],
        (y, x, z, f, g) => new DataFrame(
            DataColumn.Of("y", y),
            DataColumn.Of("x", [.. x.Select(v => (double)v)]),
            DataColumn.Of("z", z),
            DataColumn.Of("f", [.. f.Select((v, i) => $"f{(i < 3 ? i : v)}")]),
            DataColumn.Of("g", [.. g.Select((v, i) => $"g{(i < 4 ? i : v)}")])));

    private static readonly Gen<string> _variable = Gen.Int[0, _variables.Length - 1].Select(i => _variables[i]);

    [Fact]
    public void A_star_is_both_and_their_interaction() => Gen.Select(_data, _variable, _variable).Sample(
        (data, a, b) => Same(data, $"y ~ {a} * {b}", $"y ~ {a} + {b} + {a}:{b}"), iter: 60);

    [Fact]
    public void A_slash_is_the_first_and_the_interaction() => Gen.Select(_data, _variable, _variable).Sample(
        (data, a, b) => Same(data, $"y ~ {a} / {b}", $"y ~ {a} + {a}:{b}"), iter: 60);

    [Fact]
    public void A_square_is_all_pairs() => Gen.Select(_data, _variable, _variable, _variable).Sample(
        (data, a, b, c) =>
        {
            if (a != b || b != c)
                Same(data, $"y ~ ({a} + {b} + {c})^2", $"y ~ {a} + {b} + {c} + {a}:{b} + {a}:{c} + {b}:{c}");
        },
        iter: 60);

    [Fact]
    public void A_term_taken_away_was_never_there() => Gen.Select(_data, _variable, _variable).Sample(
        (data, a, b) => Same(data, $"y ~ {a} * {b} - {a}:{b}", a == b ? "y ~ 1" : $"y ~ {a} + {b}"), iter: 60);

    [Fact]
    public void Nested_groups_are_the_upper_ones_and_the_combinations() => _data.Sample(
        data => Same(data, "y ~ x + (1 + z | f/g)", "y ~ x + (1 + z | f) + (1 + z | f:g)"), iter: 20);

    [Fact]
    public void A_double_bar_is_a_term_for_each_column() => _data.Sample(
        data => Same(data, "y ~ 1 + (1 + x + z || g)", "y ~ 1 + (1 | g) + (0 + x | g) + (0 + z | g)"), iter: 20);

    [Fact]
    public void The_fixed_columns_span_the_same_space_however_the_intercept_is_written() =>
        Gen.Select(_data, Gen.Int[0, 1].Select(i => _factors[i])).Sample(
            (data, f) =>
            {
                var with = Formula.Parse($"y ~ x * {f}").Frame(data).Frame;
                var without = Formula.Parse($"y ~ 0 + {f} + x:{f}").Frame(data).Frame;

                Assert.Equal(with.Fixed.Count, without.Fixed.Count);
                Assert.Equal(with.Fixed.Count, with.Fixed.Concat(without.Fixed).ToList().Rank());
            },
            iter: 40);

    [Fact]
    public void The_order_of_the_rows_goes_through_to_the_columns() =>
        Gen.Select(_data, Gen.Shuffle(Enumerable.Range(0, 40).ToArray())).Sample(
            (data, order) =>
            {
                const string Model = "y ~ x * f + log(x + 9) + (1 + x | f:g)";
                var straight = Formula.Parse(Model).Frame(data).Frame;
                var shuffled = Formula.Parse(Model).Frame(Permuted(data, order)).Frame;

                foreach (var (a, b) in straight.Fixed.Zip(shuffled.Fixed))
                {
                    Assert.Equal(a.Name, b.Name);
                    Assert.Equal(order.Select(i => a.Values[i]), b.Values);
                }

                Assert.Equal(straight.Random[0].Factor.Levels, shuffled.Random[0].Factor.Levels);
                Assert.Equal(order.Select(i => straight.Random[0].Factor.OfRow[i]), shuffled.Random[0].Factor.OfRow);
            },
            iter: 40);

    [Fact]
    public void Patients_nested_in_therapists_are_crossed_ones_with_codes_of_their_own()
    {
        // The same patients, numbered anew under each therapist.
        var rows = ReferenceData.Tiny;
        var numberOf = rows.GroupBy(r => r.Therapist, StringComparer.Ordinal)
            .SelectMany(t => t.Select(r => r.Dyad).Distinct(StringComparer.Ordinal).Select((dyad, i) => (dyad, i)))
            .ToDictionary(x => x.dyad, x => $"{x.i + 1}", StringComparer.Ordinal);
        var data = new DataFrame(
            DataColumn.Of("judgement", [.. rows.Select(r => r.TherapistAlliance!.Value)]),
            DataColumn.Of("truth", [.. rows.Select(r => r.PatientAlliance!.Value)]),
            DataColumn.Of("therapist", [.. rows.Select(r => r.Therapist)]),
            DataColumn.Of("patient", [.. rows.Select(r => r.Dyad)]),
            DataColumn.Of("number", [.. rows.Select(r => numberOf[r.Dyad])]));

        var nested = Fit("judgement ~ truth + (1 | therapist/number)");
        var crossed = Fit("judgement ~ truth + (1 | therapist) + (1 | patient)");

        Near.Absolute(crossed.Criterion, nested.Criterion, 1e-9);
        Near.Absolute(crossed["truth"].Value, nested["truth"].Value, 1e-7);
        Near.Absolute(crossed.Components.Sd("patient"), nested.Components.Sd("therapist:number"), 1e-6);

        Fit Fit(string formula) => LinearMixedModel.From(Formula.Parse(formula).Frame(data).Frame).Fit(verdict: false);
    }

    private static void Same(DataFrame data, string one, string other)
    {
        var a = Formula.Parse(one).Frame(data);
        var b = Formula.Parse(other).Frame(data);

        Assert.Equal(a.DroppedColumns, b.DroppedColumns);
        SameColumns(a.Frame.Fixed, b.Frame.Fixed);
        Assert.Equal(a.Frame.Random.Count, b.Frame.Random.Count);

        foreach (var (s, t) in a.Frame.Random.Zip(b.Frame.Random))
        {
            Assert.Equal((s.Factor.Name, s.Correlated), (t.Factor.Name, t.Correlated));
            Assert.Equal(s.Factor.OfRow, t.Factor.OfRow);
            SameColumns(s.Columns, t.Columns);
        }
    }

    private static void SameColumns(IReadOnlyList<Column> a, IReadOnlyList<Column> b)
    {
        Assert.Equal(a.Select(c => c.Name), b.Select(c => c.Name));
        Assert.Equal(a.Select(c => c.Values), b.Select(c => c.Values));
    }

    private static DataFrame Permuted(DataFrame data, int[] order) => new(
    [
        .. data.Columns.Select(column => column switch
        {
            NumberColumn n => DataColumn.Of(n.Name, [.. order.Select(i => n.Values[i])]),
            TextColumn t => (DataColumn)DataColumn.Of(t.Name, t.Levels, [.. order.Select(i => t.Codes[i])]),
            _ => throw new InvalidOperationException(),
        }),
    ]);
}

file static class Columns
{
    public static int Rank(this IReadOnlyList<Column> columns) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfColumns(columns.Select(c => c.Values)).Rank();
}
