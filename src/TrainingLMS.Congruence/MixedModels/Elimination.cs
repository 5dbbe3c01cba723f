namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Takes one family of groups after the other out of [Λ'Z'ZΛ + I, Λ'Z'X; X'ZΛ, X'X] bordered by the outcome (Bates, Mächler,
/// Bolker &amp; Walker 2015, eqs. 17-33), and solves back. The working memory of one thread: it holds the family that came
/// last or, where it keeps all, every family that came.
/// </summary>
internal sealed class Elimination
{
    private readonly BlockStructure _s;
    private readonly bool _keepsAll;
    private readonly double[] _l;
    private readonly double[] _inverse;
    private readonly double[] _scratch;
    private double[] _cross = [];
    private double[][] _lambda = [];
    private int _shift;

    /// <param name="structure">Where the blocks are.</param>
    /// <param name="keepsAll">Whether a family's blocks stay when the next one comes.</param>
    public Elimination(BlockStructure structure, bool keepsAll)
    {
        (_s, _keepsAll) = (structure, keepsAll);
        var length = keepsAll ? structure.Corner : LargestFamily(structure);
        _l = new double[length];
        _inverse = new double[length];
        _scratch = new double[structure.Layout.Widths.Append(1).Max()];
    }

    /// <summary>
    /// The solutions W⁻¹Λ'Z'[X y] of the families that are held, W = Λ'Z'ZΛ + I: a group's begin at its border.
    /// </summary>
    public double[] Solutions => _l;

    /// <summary>The blocks of W⁻¹ of the families that are held.</summary>
    public double[] Inverse => _inverse;

    /// <summary>What is to be taken from an address in the structure to have the address in what is held.</summary>
    public int Shift => _shift;

    /// <summary>Other cross-products, or another Λ of every factor, row by row.</summary>
    public void Begin(double[] cross, double[][] lambda) => (_cross, _lambda) = (cross, lambda);

    /// <summary>
    /// Factors a family, takes what it explains out of <paramref name="corner"/> and multiplies its squared pivots to the
    /// determinant; false where one is not positive.
    /// </summary>
    public bool TakeOut(int first, int end, double[] corner, ref LogProduct determinant)
    {
        _shift = _keepsAll ? 0 : _s.BorderAt[first];

        for (var node = first; node < end; node++)
            Scale(node);

        for (var node = first; node < end; node++)
        {
            var pivots = Eliminate(node, corner);

            if (!(pivots > 0))
                return false;

            determinant.Multiply(pivots);
        }

        return true;
    }

    /// <summary>Puts the solutions in place of the family's borders, and the blocks of W⁻¹ beside them.</summary>
    public void SolveBack(int first, int end)
    {
        for (var node = end - 1; node >= first; node--)
        {
            SolveBorder(node);
            Invert(node);
        }
    }

    private static int LargestFamily(BlockStructure s)
    {
        var largest = 0;

        for (var family = 1; family < s.Families.Length; family++)
            largest = Math.Max(largest, s.EndOf(s.Families[family] - 1) - s.BorderAt[s.Families[family - 1]]);

        return largest;
    }

    private void Scale(int node)
    {
        var (q, stride) = (_s.Width[node], _s.Stride);
        var lambda = _lambda[_s.FactorOf[node]];
        var (border, diagonal) = (_s.BorderAt[node], _s.Diagonal[node]);
        SmallBlocks.Sandwich(ref _cross[diagonal], ref _l[diagonal - _shift], lambda, q, lambda, q, _scratch);

        for (var c = 0; c < q; c++)
            _l[diagonal - _shift + c * q + c] += 1;

        for (var k = _s.LaterAt[node]; k < _s.LaterAt[node + 1]; k++)
        {
            var later = _s.Later[k];
            var block = _s.BlockAt[k];
            SmallBlocks.Sandwich(
                ref _cross[block], ref _l[block - _shift], _lambda[_s.FactorOf[later]], _s.Width[later], lambda, q, _scratch);
        }

        for (var c = 0; c < q; c++)
        {
            ref var row = ref _l[border - _shift + c * stride];
            SmallBlocks.SetScaled(ref row, ref _cross[border + c * stride], lambda[c * q + c], stride);

            for (var k = c + 1; k < q; k++)
                SmallBlocks.AddScaled(ref row, ref _cross[border + k * stride], lambda[k * q + c], stride);
        }
    }

    // Returns the product of the squared pivots, 0 where one is not positive.
    private double Eliminate(int node, double[] corner)
    {
        var (q, stride) = (_s.Width[node], _s.Stride);
        var diagonal = _l.AsSpan(_s.Diagonal[node] - _shift, q * q);
        var border = _s.BorderAt[node] - _shift;
        var (firstLater, endLater) = (_s.LaterAt[node], _s.LaterAt[node + 1]);
        var pivots = SmallBlocks.Factor(diagonal, q);

        if (!(pivots > 0))
            return 0;

        for (var k = firstLater; k < endLater; k++)
        {
            for (var i = 0; i < _s.Width[_s.Later[k]]; i++)
                SmallBlocks.ForwardSolve(diagonal, _l.AsSpan(_s.BlockAt[k] - _shift + i * q, q));
        }

        for (var c = 0; c < q; c++)
        {
            ref var row = ref _l[border + c * stride];

            for (var k = 0; k < c; k++)
                SmallBlocks.AddScaled(ref row, ref _l[border + k * stride], -diagonal[c * q + k], stride);

            SmallBlocks.AddSquare(ref corner[0], ref row, -diagonal[c * q + c], _s.Border, stride);
        }

        for (var a = firstLater; a < endLater; a++)
            UpdateLater(a, endLater, diagonal, border, q);

        return pivots;
    }

    private void UpdateLater(int a, int endLater, ReadOnlySpan<double> diagonal, int border, int q)
    {
        var (column, stride) = (_s.Later[a], _s.Stride);
        var (width, block) = (_s.Width[column], _s.BlockAt[a] - _shift);
        SubtractProduct(_s.Diagonal[column] - _shift, block, width, diagonal, block, width, q);

        // Both lists ascend and this one's rest is part of that column's, so one walk finds them all.
        var at = _s.LaterAt[column];

        for (var b = a + 1; b < endLater; b++)
        {
            while (_s.Later[at] != _s.Later[b])
                at++;

            SubtractProduct(
                _s.BlockAt[at] - _shift, _s.BlockAt[b] - _shift, _s.Width[_s.Later[b]], diagonal, block, width, q);
        }

        for (var i = 0; i < width; i++)
        {
            ref var target = ref _l[_s.BorderAt[column] - _shift + i * stride];

            for (var c = 0; c < q; c++)
                SmallBlocks.AddScaled(ref target, ref _l[border + c * stride], -_l[block + i * q + c] * diagonal[c * q + c], stride);
        }
    }

    // T ← T - A D⁻¹ B'.
    private void SubtractProduct(
        int target, int a, int height, ReadOnlySpan<double> diagonal, int b, int width, int q)
    {
        for (var i = 0; i < height; i++)
        {
            for (var j = 0; j < width; j++)
            {
                var sum = 0.0;

                for (var k = 0; k < q; k++)
                    sum += _l[a + i * q + k] * diagonal[k * q + k] * _l[b + j * q + k];

                _l[target + i * width + j] -= sum;
            }
        }
    }

    private void SolveBorder(int node)
    {
        var (q, stride) = (_s.Width[node], _s.Stride);
        var (border, diagonal) = (_s.BorderAt[node] - _shift, _s.Diagonal[node] - _shift);

        for (var k = _s.LaterAt[node]; k < _s.LaterAt[node + 1]; k++)
        {
            var (later, block) = (_s.Later[k], _s.BlockAt[k] - _shift);

            for (var i = 0; i < _s.Width[later]; i++)
            {
                ref var theirs = ref _l[_s.BorderAt[later] - _shift + i * stride];

                for (var c = 0; c < q; c++)
                    SmallBlocks.AddScaled(ref _l[border + c * stride], ref theirs, -_l[block + i * q + c], stride);
            }
        }

        for (var c = q - 1; c >= 0; c--)
        {
            ref var row = ref _l[border + c * stride];
            SmallBlocks.SetScaled(ref row, ref row, _l[diagonal + c * q + c], stride);

            for (var k = c + 1; k < q; k++)
                SmallBlocks.AddScaled(ref row, ref _l[border + k * stride], -_l[diagonal + k * q + c], stride);
        }
    }

    // With Y = L_below D⁻¹ L⁻¹ of this group's column: S_below = -S Y, S_diagonal = (LDL')⁻¹ - Y' S_below (Takahashi, Fagan &
    // Chin 1973).
    private void Invert(int node)
    {
        var q = _s.Width[node];
        var (firstLater, endLater) = (_s.LaterAt[node], _s.LaterAt[node + 1]);
        var diagonal = _l.AsSpan(_s.Diagonal[node] - _shift, q * q);
        var target = _inverse.AsSpan(_s.Diagonal[node] - _shift, q * q);
        SmallBlocks.InverseOfSquare(diagonal, target, q);

        // The factor's blocks are not needed again: Y takes their place.
        for (var k = firstLater; k < endLater; k++)
        {
            for (var i = 0; i < _s.Width[_s.Later[k]]; i++)
                SmallBlocks.BackSolve(diagonal, _l.AsSpan(_s.BlockAt[k] - _shift + i * q, q));
        }

        for (var a = firstLater; a < endLater; a++)
        {
            var y = _s.BlockAt[a] - _shift;
            var below = _inverse.AsSpan(y, _s.Width[_s.Later[a]] * q);
            Below(a, firstLater, endLater, q, below);

            for (var i = 0; i < below.Length / q; i++)
            {
                for (var c = 0; c < q; c++)
                {
                    for (var d = 0; d < q; d++)
                        target[c * q + d] -= _l[y + i * q + c] * below[i * q + d];
                }
            }
        }
    }

    private void Below(int a, int firstLater, int endLater, int q, Span<double> target)
    {
        var group = _s.Later[a];
        var height = _s.Width[group];
        target.Clear();

        for (var b = firstLater; b < endLater; b++)
        {
            var (other, y) = (_s.Later[b], _s.BlockAt[b] - _shift);
            var width = _s.Width[other];
            var at = (group == other ? _s.Diagonal[group]
                : group > other ? _s.BlockOf(other, group)
                : _s.BlockOf(group, other)) - _shift;

            for (var i = 0; i < height; i++)
            {
                for (var k = 0; k < width; k++)
                {
                    var s = _inverse[at + (group < other ? k * height + i : i * width + k)];

                    for (var c = 0; c < q; c++)
                        target[i * q + c] -= s * _l[y + k * q + c];
                }
            }
        }
    }
}
