namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The fixed columns made orthonormal, X = QR, and the outcome with their least-squares fit taken out: the cross-products
/// then hold no large numbers that must cancel, whatever the units and origins of the columns.
/// </summary>
internal sealed class FixedBasis
{
    // R's own tolerance in lm() and lme4 for calling a column a combination of the others.
    private const double RankTolerance = 1e-7;

    // Where the columns before leave less than these shares of a column's square, cross-products lose too many digits.
    private const double SafeShareOfColumn = 1e-11;
    private const double SafeShareOfRest = 1e-3;

    private readonly ModelColumns _columns;
    private readonly double[] _r;

    public FixedBasis(ModelColumns columns)
    {
        _columns = columns;
        Count = columns.Fixed.Length;
        _r = new double[Count * Count];
        LeastSquares = new double[Count];

        if (!TryCrossProducts())
            Orthogonalise();

        for (var j = 0; j < Count; j++)
            LogDeterminant += Math.Log(_r[j * Count + j]);
    }

    /// <summary>log |det R|, which puts the REML criterion back on the columns' own coding.</summary>
    public double LogDeterminant { get; }

    /// <summary>Q'y.</summary>
    public double[] LeastSquares { get; }

    public int Count { get; }

    /// <summary>Some rows in the orthonormal basis: the columns of Q, then y - QQ'y.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="turned">Count + 1 arrays of at least <paramref name="count"/> numbers, which are overwritten.</param>
    public void Turn(int first, int count, double[][] turned)
    {
        for (var j = 0; j < Count; j++)
        {
            var q = turned[j];
            Array.Copy(_columns.Fixed[j], first, q, 0, count);

            for (var i = 0; i < j; i++)
                Subtract(q, turned[i], _r[i * Count + j], count);

            SmallBlocks.Scale(q.AsSpan(0, count), 1 / _r[j * Count + j]);
        }

        Array.Copy(_columns.Outcome, first, turned[Count], 0, count);

        for (var i = 0; i < Count; i++)
            Subtract(turned[Count], turned[i], LeastSquares[i], count);
    }

    /// <summary>From coefficients of Q to coefficients of the columns: R⁻¹ b, in place.</summary>
    public void ToColumns(Span<double> b)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < Count; j++)
                b[i] -= _r[i * Count + j] * b[j];

            b[i] /= _r[i * Count + i];
        }
    }

    /// <summary>A contrast of the columns' coefficients as one of Q's: R⁻ᵀ l, in place.</summary>
    public void ContrastToBasis(Span<double> l)
    {
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < i; j++)
                l[i] -= _r[j * Count + i] * l[j];

            l[i] /= _r[i * Count + i];
        }
    }

    // R by Cholesky from the cross-products of what the first column, mostly the intercept, leaves of the others. Q is
    // then as good as orthonormal, and what it lacks is in the cross-products made of it.
    private bool TryCrossProducts()
    {
        if (Count == 0)
            return true;

        var width = Count + 1;
        var firsts = RowChunks.Sum(_columns.Rows, () => new FirstProducts(_columns), part => part.Sums);
        var length = firsts[0];

        if (!(length > 0))
            return false;

        double[] share = [.. firsts[..width].Select(product => product / length)];
        var gram = RowChunks.Sum(_columns.Rows, () => new RestProducts(_columns, share), part => part.Sums);
        var root = Math.Sqrt(length);
        _r[0] = root;
        LeastSquares[0] = root * share[Count];

        for (var j = 1; j < Count; j++)
        {
            _r[j] = root * share[j];

            for (var i = 1; i <= j; i++)
            {
                var sum = gram[i * width + j];

                for (var k = 1; k < i; k++)
                    sum -= _r[k * Count + i] * _r[k * Count + j];

                if (i < j)
                    _r[i * Count + j] = sum / _r[i * Count + i];
                else if (sum > SafeShareOfRest * gram[j * width + j] && sum > SafeShareOfColumn * firsts[width + j])
                    _r[j * Count + j] = Math.Sqrt(sum);
                else
                    return false;
            }
        }

        for (var i = 1; i < Count; i++)
        {
            var sum = gram[i * width + Count];

            for (var k = 1; k < i; k++)
                sum -= _r[k * Count + i] * LeastSquares[k];

            LeastSquares[i] = sum / _r[i * Count + i];
        }

        return true;
    }

    // Gram-Schmidt with every projection done twice (Giraud, Langou & Rozložník 2005): the second pass removes what
    // rounding left of the first. It is for columns that are nearly, or wholly, combinations of each other.
    private void Orthogonalise()
    {
        Array.Clear(_r);
        Array.Clear(LeastSquares);
        var q = new double[Count][];

        for (var j = 0; j < Count; j++)
        {
            double[] v = [.. _columns.Fixed[j]];
            var length = Math.Sqrt(Dot(v, v));
            Project(v, j, (i, dot) => _r[i * Count + j] += dot);
            var left = Math.Sqrt(Dot(v, v));

            if (left <= RankTolerance * length)
                throw new ModelRefusedException(RefusalReason.RankDeficient, _columns.FixedNames[j], j, j + 1);

            _r[j * Count + j] = left;
            q[j] = [.. v.Select(x => x / left)];
        }

        Project([.. _columns.Outcome], Count, (i, dot) => LeastSquares[i] += dot);

        void Project(double[] v, int columns, Action<int, double> keep)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                for (var i = 0; i < columns; i++)
                {
                    var dot = Dot(q[i], v);
                    Subtract(v, q[i], dot, v.Length);
                    keep(i, dot);
                }
            }
        }
    }

    private static void Subtract(double[] v, double[] q, double by, int count) =>
        SmallBlocks.AddScaled(v.AsSpan(0, count), q.AsSpan(0, count), -by);

    private static double Dot(double[] x, double[] y) => SmallBlocks.Dot(x, y);

    private static double[] ColumnOrOutcome(ModelColumns columns, int j) =>
        j < columns.Fixed.Length ? columns.Fixed[j] : columns.Outcome;

    // Products of the first column with every column and the outcome, then the square of each.
    private sealed class FirstProducts(ModelColumns columns) : IRowSums
    {
        private readonly int _width = columns.Fixed.Length + 1;

        public double[] Sums { get; } = new double[2 * (columns.Fixed.Length + 1)];

        public void Add(int first, int count)
        {
            var one = columns.Fixed[0].AsSpan(first, count);

            for (var j = 0; j < _width; j++)
            {
                var column = ColumnOrOutcome(columns, j).AsSpan(first, count);
                Sums[j] += SmallBlocks.Dot(one, column);
                Sums[_width + j] += SmallBlocks.Dot(column, column);
            }
        }
    }

    // Cross-products of the other columns and the outcome after the first column is taken out, upper triangle.
    private sealed class RestProducts(ModelColumns columns, double[] share) : IRowSums
    {
        private readonly double[][] _rest = RowChunks.Columns(share.Length);

        public double[] Sums { get; } = new double[share.Length * share.Length];

        public void Add(int first, int count)
        {
            for (var j = 1; j < share.Length; j++)
            {
                var rest = _rest[j].AsSpan(0, count);
                ColumnOrOutcome(columns, j).AsSpan(first, count).CopyTo(rest);
                SmallBlocks.AddScaled(rest, columns.Fixed[0].AsSpan(first, count), -share[j]);

                for (var i = 1; i <= j; i++)
                    Sums[i * share.Length + j] += SmallBlocks.Dot(_rest[i].AsSpan(0, count), rest);
            }
        }
    }
}
