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

            var scale = 1 / _r[j * Count + j];

            for (var row = 0; row < count; row++)
                q[row] *= scale;
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

        var x = _columns.Fixed;
        var length = Dot(x[0], x[0]);

        if (!(length > 0))
            return false;

        var share = new double[Count + 1];

        for (var j = 1; j <= Count; j++)
            share[j] = Dot(x[0], j < Count ? x[j] : _columns.Outcome) / length;

        var root = Math.Sqrt(length);
        _r[0] = root;
        LeastSquares[0] = root * share[Count];
        var gram = RestOfFirst(share);

        for (var j = 1; j < Count; j++)
        {
            _r[j] = root * share[j];

            for (var i = 1; i <= j; i++)
            {
                var sum = gram[i * (Count + 1) + j];

                for (var k = 1; k < i; k++)
                    sum -= _r[k * Count + i] * _r[k * Count + j];

                if (i < j)
                    _r[i * Count + j] = sum / _r[i * Count + i];
                else if (sum > SafeShareOfRest * gram[j * (Count + 1) + j] && sum > SafeShareOfColumn * Dot(x[j], x[j]))
                    _r[j * Count + j] = Math.Sqrt(sum);
                else
                    return false;
            }
        }

        for (var i = 1; i < Count; i++)
        {
            var sum = gram[i * (Count + 1) + Count];

            for (var k = 1; k < i; k++)
                sum -= _r[k * Count + i] * LeastSquares[k];

            LeastSquares[i] = sum / _r[i * Count + i];
        }

        return true;
    }

    // Cross-products of the other columns and the outcome after the first column is taken out, upper triangle.
    private double[] RestOfFirst(double[] share)
    {
        var width = Count + 1;
        var gram = new double[width * width];
        var chunk = new double[width][];

        for (var j = 1; j < width; j++)
            chunk[j] = new double[CrossedData.ChunkRows];

        for (var first = 0; first < _columns.Rows; first += CrossedData.ChunkRows)
        {
            var count = Math.Min(CrossedData.ChunkRows, _columns.Rows - first);
            var one = _columns.Fixed[0].AsSpan(first, count);

            for (var j = 1; j < width; j++)
            {
                var source = (j < Count ? _columns.Fixed[j] : _columns.Outcome).AsSpan(first, count);

                for (var row = 0; row < count; row++)
                    chunk[j][row] = source[row] - share[j] * one[row];

                for (var i = 1; i <= j; i++)
                    gram[i * width + j] += SmallBlocks.DotOf(chunk[i].AsSpan(0, count), chunk[j].AsSpan(0, count));
            }
        }

        return gram;
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

    private static void Subtract(double[] v, double[] q, double by, int count)
    {
        for (var row = 0; row < count; row++)
            v[row] -= by * q[row];
    }

    private static double Dot(double[] x, double[] y) => SmallBlocks.DotOf(x, y);
}
