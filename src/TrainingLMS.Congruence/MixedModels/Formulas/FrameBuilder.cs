namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>Meets a formula with data, once.</summary>
internal sealed class FrameBuilder
{
    private readonly Formula _formula;
    private readonly DataFrame _data;
    private readonly HashSet<string> _factors;
    private readonly SerialTerm? _residual;
    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FactorVariable> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool[]> _missing = new(StringComparer.Ordinal);

    public FrameBuilder(
        Formula formula, DataFrame data, IReadOnlyCollection<string> factors, SerialTerm? residual)
    {
        (_formula, _data, _residual) = (formula, data, residual);
        _factors = new HashSet<string>(factors, StringComparer.Ordinal);

        foreach (var name in factors)
        {
            if (data.Find(name) is null)
                throw new ModelRefusedException(RefusalReason.UnknownColumn, name, 0, 1);
        }
    }

    public FormulaFrame Build()
    {
        // Every name is looked up before anything is computed, in the order of reading.
        var outcome = Evaluated(_formula.OutcomeNode);

        if (outcome is FactorVariable)
            throw AsNumber(_formula.OutcomeNode);

        foreach (var node in Lists.SelectMany(list => list.Variables))
            Evaluated(node);

        foreach (var column in _formula.RandomParts.SelectMany(part => part.Group.Columns))
            Group(column);

        if (_residual is not null)
            Order(_residual);

        var rows = UsedRows(out var missing);

        foreach (var (name, variable) in _variables.ToList())
            _variables[name] = variable.Select(rows);

        foreach (var (name, group) in _groups.ToList())
            _groups[name] = group.Select(rows);

        var kept = IndependentColumns.Of(Coding.Columns(_formula.FixedTerms, _variables, rows.Length), out var dropped);
        var factors = new Dictionary<string, GroupingFactor>(StringComparer.Ordinal);

        return new FormulaFrame
        {
            Frame = new ModelFrame(
                new Column(_formula.Outcome, ((NumberVariable)_variables[_formula.Outcome]).Values),
                kept,
                [.. _formula.RandomParts.Select(part =>
                    new RandomTerm(Factor(part.Group), Coding.Columns(part.Terms, _variables, rows.Length)))])
            {
                Residual = _residual is null ? null : Serial(_residual, Factor(_residual.Group), rows.Length),
            },
            Rows = rows,
            DataRows = _data.Rows,
            Missing = missing,
            DroppedColumns = dropped,
        };

        GroupingFactor Factor(GroupKey key)
        {
            if (!factors.TryGetValue(key.Name, out var factor))
            {
                var combined = FactorVariable.Combine(key.Name, [.. key.Columns.Select(c => _groups[c.Name])]);
                factors.Add(key.Name, factor = combined.ToGroups());
            }

            return factor;
        }
    }

    private IEnumerable<TermList> Lists =>
        _formula.RandomParts.Select(part => part.Terms).Prepend(_formula.FixedTerms);

    private void Order(SerialTerm residual)
    {
        ColumnNode[] columns = [.. residual.Group.Columns, .. residual.Position is { } p ? [p] : Array.Empty<ColumnNode>()];

        foreach (var column in columns)
            Find(column, isOfSerialTerm: true);

        foreach (var column in residual.Group.Columns)
            Group(column);

        if (residual.Position is { } position && Evaluated(position) is FactorVariable)
            throw AsNumber(position);
    }

    private DataColumn Find(ColumnNode node, bool isOfSerialTerm = false)
    {
        if (_data.Find(node.Name) is { } column)
            return column;

        var near = _data.Near(node.Name);
        var advice = near.Count > 0
            ? $"did you mean {string.Join(" or ", near)}?"
            : $"there are {string.Join(", ", _data.Columns.Take(20).Select(c => c.Name))}{(_data.Columns.Count > 20 ? ", \u2026" : "")}.";

        throw new FormulaException(node.At, $"is no column of the data; {advice}") { IsOfSerialTerm = isOfSerialTerm };
    }

    private Variable Evaluated(Node node)
    {
        var name = node.ToString();

        if (_variables.TryGetValue(name, out var known))
            return known;

        foreach (var column in Arithmetic.Columns(node))
            NoteMissing(Find(column));

        var variable = Evaluate(node, name);
        _variables.Add(name, variable);

        if (node is not ColumnNode)
            NoteUndefined(variable, Arithmetic.Columns(node));

        return variable;
    }

    private Variable Evaluate(Node node, string name) => node switch
    {
        ColumnNode column => Find(column) switch
        {
            NumberColumn numbers when !_factors.Contains(column.Name) => new NumberVariable(name, (double[])numbers.Values),
            TextColumn text when !_factors.Contains(column.Name) && text.FirstOddRow is not null =>
                throw new ModelRefusedException(RefusalReason.MixedColumn, column.Name, text.NumberCells, text.Rows),
            var other => FactorVariable.Of(name, other),
        },
        CallNode { IsFactor: true, Argument: ColumnNode column } => FactorVariable.Of(name, Find(column)),
        CallNode { IsFactor: true } call => FactorVariable.OfNumbers(name, Arithmetic.Evaluate(call.Argument, _data.Rows, Numbers)),
        _ => new NumberVariable(name, Arithmetic.Evaluate(node, _data.Rows, Numbers)),
    };

    private IReadOnlyList<double> Numbers(ColumnNode column) =>
        Find(column) is NumberColumn numbers && !_factors.Contains(column.Name) ? numbers.Values : throw AsNumber(column);

    private ModelRefusedException AsNumber(Node node) =>
        node is ColumnNode column && Find(column) is TextColumn { FirstOddRow: not null } mixed
            ? new ModelRefusedException(RefusalReason.MixedColumn, column.Name, mixed.NumberCells, mixed.Rows)
            : new ModelRefusedException(RefusalReason.TextAsNumber, (node as ColumnNode)?.Name ?? node.ToString(), 0, _data.Rows);

    private void Group(ColumnNode column)
    {
        if (_groups.ContainsKey(column.Name))
            return;

        NoteMissing(Find(column));
        _groups.Add(column.Name, FactorVariable.Of(column.Name, Find(column)));
    }

    private void NoteMissing(DataColumn column)
    {
        if (_missing.ContainsKey(column.Name))
            return;

        var missing = new bool[_data.Rows];

        for (var row = 0; row < missing.Length; row++)
            missing[row] = column is NumberColumn number ? double.IsNaN(number.Values[row]) : ((TextColumn)column).Codes[row] < 0;

        _missing.Add(column.Name, missing);
    }

    // The logarithm of -1 and the like: missing although its columns are there.
    private void NoteUndefined(Variable variable, IEnumerable<ColumnNode> columns)
    {
        bool[][] sources = [.. columns.Select(column => _missing[column.Name])];
        var missing = new bool[_data.Rows];

        for (var row = 0; row < missing.Length; row++)
            missing[row] = variable.IsMissing(row) && !sources.Any(source => source[row]);

        _missing.Add(variable.Name, missing);
    }

    private int[] UsedRows(out IReadOnlyList<MissingCells> counts)
    {
        var masks = _missing.Where(pair => pair.Value.Contains(true)).ToList();
        counts = [.. masks.Select(pair => new MissingCells(pair.Key, pair.Value.Count(isMissing => isMissing)))];
        int[] rows = [.. Enumerable.Range(0, _data.Rows).Where(row => !masks.Exists(mask => mask.Value[row]))];

        return rows.Length > 0
            ? rows
            : throw new ModelRefusedException(
                RefusalReason.TooFewRows, counts.MaxBy(count => count.Rows)?.Variable ?? _formula.Outcome, 0, 1);
    }

    private Autocorrelation Serial(SerialTerm term, GroupingFactor group, int rows)
    {
        if (term.Position is null)
        {
            var reached = new int[group.Levels.Count];
            var order = new double[rows];

            for (var row = 0; row < rows; row++)
                order[row] = ++reached[group.OfRow[row]];

            return new Autocorrelation(order, group, ByOrder: true);
        }

        var position = (NumberVariable)_variables[term.Position.ToString()];
        var seen = new HashSet<(int, double)>();

        for (var row = 0; row < rows; row++)
        {
            if (position.Values[row] != Math.Floor(position.Values[row]))
            {
                throw new ModelRefusedException(
                    RefusalReason.PositionNotWhole, position.Name, position.Values.Count(p => p == Math.Floor(p)), rows);
            }

            if (!seen.Add((group.OfRow[row], position.Values[row])))
            {
                var level = group.Levels[group.OfRow[row]];
                throw new ModelRefusedException(
                    RefusalReason.PositionTwice, $"{position.Name} {position.Values[row]:R} of {group.Name} {level}", 2, 1);
            }
        }

        return new Autocorrelation(position.Values, group, ByOrder: false);
    }
}
