namespace TrainingLMS.Congruence.MixedModels;

/// <summary>The logarithm of a long product. Logarithms are dear: factors are multiplied up while they keep within range.</summary>
internal struct LogProduct
{
    private double _sum;
    private double? _product;

    public readonly double Log => _sum + Math.Log(_product ?? 1);

    public void Multiply(double factor)
    {
        var product = (_product ?? 1) * factor;

        if (product is < 1e100 and > 1e-100)
        {
            _product = product;

            return;
        }

        _sum += Math.Log(product);
        _product = 1;
    }
}
