namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Residuals of one series correlated as φ^|gap|, taken out of every column: in order of position each row minus φ^gap of
/// the row before, over √(1 - φ^2gap). That is the inverse Cholesky factor of the series' correlation matrix, which is
/// Markov (Jones &amp; Boadi-Boateng 1991; Pinheiro &amp; Bates 2000, section 5.3.2).
/// </summary>
internal sealed class Whitening
{
    // Rows series by series in order of position; the gap to the row before, 0 at the head of a series.
    private readonly int[] _order;
    private readonly double[] _gap;

    public Whitening(Autocorrelation residual)
    {
        var codes = residual.Group.Codes;
        _order = [.. Enumerable.Range(0, codes.Length).OrderBy(row => codes[row]).ThenBy(row => residual.Position[row])];
        _gap = new double[_order.Length];

        for (var i = 1; i < _order.Length; i++)
        {
            var (row, before) = (_order[i], _order[i - 1]);

            if (codes[row] != codes[before])
                continue;

            _gap[i] = residual.Position[row] - residual.Position[before];

            if (!(_gap[i] > 0))
            {
                throw new ModelRefusedException(
                    RefusalReason.DuplicateSession, residual.Group.Levels[codes[row]], 2, 1);
            }

            if (_gap[i] != Math.Floor(_gap[i]))
            {
                throw new ModelRefusedException(
                    RefusalReason.NotWhole, residual.Group.Levels[codes[row]]);
            }
        }

        if (Array.TrueForAll(_gap, gap => gap == 0))
            throw new ModelRefusedException(RefusalReason.TooFewRows, residual.Group.Name, 1, 2);
    }

    /// <summary>The columns whitened, and log |R(φ)|.</summary>
    public (ModelColumns Columns, double LogDeterminant) At(ModelColumns columns, double phi)
    {
        var (carry, scale) = (new double[_gap.Length], new double[_gap.Length]);
        var logDeterminant = 0.0;

        for (var i = 0; i < _gap.Length; i++)
        {
            carry[i] = _gap[i] > 0 ? Math.Pow(phi, _gap[i]) : 0;
            var left = 1 - carry[i] * carry[i];
            logDeterminant += Math.Log(left);
            scale[i] = 1 / Math.Sqrt(left);
        }

        return (
            columns with
            {
                Outcome = Turn(columns.Outcome),
                Fixed = [.. columns.Fixed.Select(Turn)],
                Random = [.. columns.Random.Select(factor => factor.Select(Turn).ToArray())],
            },
            logDeterminant);

        double[] Turn(double[] column)
        {
            var turned = new double[column.Length];

            for (var i = 0; i < _order.Length; i++)
            {
                var before = carry[i] == 0 ? 0 : carry[i] * column[_order[i - 1]];
                turned[_order[i]] = (column[_order[i]] - before) * scale[i];
            }

            return turned;
        }
    }
}
