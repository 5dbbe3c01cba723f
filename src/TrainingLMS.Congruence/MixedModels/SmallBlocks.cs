using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Arithmetic on the small dense blocks of a factorisation, row by row. Rows of the border are padded to whole vectors,
/// so that the processor works on several of their numbers at once; only whole vectors may be handed to what says padded.
/// </summary>
internal static class SmallBlocks
{
    /// <summary>The length of a border's row: the least whole number of vectors that holds <paramref name="count"/>.</summary>
    public static int Padded(int count) =>
        (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary>y ← y + a x, of equal padded lengths.</summary>
    public static void AddScaled(Span<double> y, ReadOnlySpan<double> x, double a)
    {
        ref var target = ref MemoryMarshal.GetReference(y);
        ref var source = ref MemoryMarshal.GetReference(x[..y.Length]);
        var scale = new Vector<double>(a);

        for (nuint i = 0; i < (nuint)y.Length; i += (nuint)Vector<double>.Count)
        {
            Vector.FusedMultiplyAdd(scale, Vector.LoadUnsafe(ref source, i), Vector.LoadUnsafe(ref target, i))
                .StoreUnsafe(ref target, i);
        }
    }

    /// <summary>y ← y + x, of any equal length.</summary>
    public static void Add(Span<double> y, ReadOnlySpan<double> x)
    {
        var whole = x.Length / Vector<double>.Count * Vector<double>.Count;
        AddScaled(y[..whole], x[..whole], 1);

        for (var i = whole; i < x.Length; i++)
            y[i] += x[i];
    }

    /// <summary>x ← a x, of padded length.</summary>
    public static void Scale(Span<double> x, double a)
    {
        ref var target = ref MemoryMarshal.GetReference(x);
        var scale = new Vector<double>(a);

        for (nuint i = 0; i < (nuint)x.Length; i += (nuint)Vector<double>.Count)
            (scale * Vector.LoadUnsafe(ref target, i)).StoreUnsafe(ref target, i);
    }

    /// <summary>Sum of products, of equal padded lengths.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y[..x.Length]);
        var sum = Vector<double>.Zero;

        for (nuint i = 0; i < (nuint)x.Length; i += (nuint)Vector<double>.Count)
            sum = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref left, i), Vector.LoadUnsafe(ref right, i), sum);

        return Vector.Sum(sum);
    }

    /// <summary>Sum of products of any equal length.</summary>
    public static double DotOf(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var whole = x.Length / Vector<double>.Count * Vector<double>.Count;
        var sum = Dot(x[..whole], y[..whole]);

        for (var i = whole; i < x.Length; i++)
            sum += x[i] * y[i];

        return sum;
    }

    /// <summary>L of A = LL' in place of A's lower triangle; the product of the squared diagonal, or 0 where A is not positive.</summary>
    public static double Factor(Span<double> a, int q)
    {
        var determinant = 1.0;

        for (var j = 0; j < q; j++)
        {
            var pivot = a[j * q + j];

            for (var k = 0; k < j; k++)
                pivot -= a[j * q + k] * a[j * q + k];

            if (!(pivot > 0))
                return 0;

            determinant *= pivot;
            var root = Math.Sqrt(pivot);
            a[j * q + j] = root;

            for (var i = j + 1; i < q; i++)
            {
                var sum = a[i * q + j];

                for (var k = 0; k < j; k++)
                    sum -= a[i * q + k] * a[j * q + k];

                a[i * q + j] = sum / root;
            }
        }

        return determinant;
    }

    /// <summary>x ← L⁻¹ x.</summary>
    public static void ForwardSolve(ReadOnlySpan<double> l, Span<double> x)
    {
        var q = x.Length;

        for (var i = 0; i < q; i++)
        {
            for (var k = 0; k < i; k++)
                x[i] -= l[i * q + k] * x[k];

            x[i] /= l[i * q + i];
        }
    }

    /// <summary>x ← L⁻ᵀ x.</summary>
    public static void BackSolve(ReadOnlySpan<double> l, Span<double> x)
    {
        var q = x.Length;

        for (var i = q - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < q; k++)
                x[i] -= l[k * q + i] * x[k];

            x[i] /= l[i * q + i];
        }
    }

    /// <summary>B ← B L⁻ᵀ for a block of <paramref name="height"/> rows of q.</summary>
    public static void SolveRows(ReadOnlySpan<double> l, Span<double> block, int height, int q)
    {
        for (var i = 0; i < height; i++)
            ForwardSolve(l, block.Slice(i * q, q));
    }

    /// <summary>B ← Λ'_later B Λ for a block of later × q, both Λ lower triangular; <paramref name="scratch"/> holds one column.</summary>
    public static void Sandwich(
        ReadOnlySpan<double> source,
        Span<double> target,
        ReadOnlySpan<double> later,
        int height,
        ReadOnlySpan<double> lambda,
        int q,
        Span<double> scratch)
    {
        for (var c = 0; c < q; c++)
        {
            for (var i = 0; i < height; i++)
            {
                var sum = 0.0;

                for (var k = c; k < q; k++)
                    sum += source[i * q + k] * lambda[k * q + c];

                scratch[i] = sum;
            }

            for (var i = 0; i < height; i++)
            {
                var sum = 0.0;

                for (var k = i; k < height; k++)
                    sum += later[k * height + i] * scratch[k];

                target[i * q + c] = sum;
            }
        }
    }
}
