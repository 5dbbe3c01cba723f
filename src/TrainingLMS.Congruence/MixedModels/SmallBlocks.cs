using System.Numerics;
using System.Runtime.CompilerServices;
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

    /// <summary>y ← a x, of padded length.</summary>
    public static void SetScaled(ref double y, ref double x, double a, int length)
    {
        var scale = new Vector<double>(a);

        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector<double>.Count)
            (scale * Vector.LoadUnsafe(ref x, i)).StoreUnsafe(ref y, i);
    }

    /// <summary>y ← y + a x, of padded length.</summary>
    public static void AddScaled(ref double y, ref double x, double a, int length)
    {
        var scale = new Vector<double>(a);

        for (nuint i = 0; i < (nuint)length; i += (nuint)Vector<double>.Count)
        {
            Vector.FusedMultiplyAdd(scale, Vector.LoadUnsafe(ref x, i), Vector.LoadUnsafe(ref y, i))
                .StoreUnsafe(ref y, i);
        }
    }

    /// <summary>The lower triangle of A ← A + s xx', rows of padded length.</summary>
    public static void AddSquare(ref double a, ref double x, double s, int count, int length)
    {
        for (var from = 0; from < count; from += Vector<double>.Count)
        {
            var part = Vector.LoadUnsafe(ref x, (nuint)from);

            for (var i = from; i < count; i++)
            {
                ref var target = ref Unsafe.Add(ref a, i * length + from);
                Vector.FusedMultiplyAdd(new Vector<double>(s * Unsafe.Add(ref x, i)), part, Vector.LoadUnsafe(ref target))
                    .StoreUnsafe(ref target);
            }
        }
    }

    /// <summary>A ← A + xy', rows of padded length.</summary>
    public static void AddProduct(ref double a, ref double x, ref double y, int count, int length)
    {
        for (var from = 0; from < length; from += Vector<double>.Count)
        {
            var part = Vector.LoadUnsafe(ref y, (nuint)from);

            for (var i = 0; i < count; i++)
            {
                ref var target = ref Unsafe.Add(ref a, i * length + from);
                Vector.FusedMultiplyAdd(new Vector<double>(Unsafe.Add(ref x, i)), part, Vector.LoadUnsafe(ref target))
                    .StoreUnsafe(ref target);
            }
        }
    }

    /// <summary>y ← y + a x, of any equal length.</summary>
    public static void AddScaled(Span<double> y, ReadOnlySpan<double> x, double a)
    {
        var whole = x.Length / Vector<double>.Count * Vector<double>.Count;
        AddScaled(ref MemoryMarshal.GetReference(y[..x.Length]), ref MemoryMarshal.GetReference(x), a, whole);

        for (var i = whole; i < x.Length; i++)
            y[i] += a * x[i];
    }

    /// <summary>x ← a x, of any length.</summary>
    public static void Scale(Span<double> x, double a)
    {
        var whole = x.Length / Vector<double>.Count * Vector<double>.Count;
        SetScaled(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(x), a, whole);

        for (var i = whole; i < x.Length; i++)
            x[i] *= a;
    }

    /// <summary>Sum of products of any equal length.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y[..x.Length]);
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        var at = 0;

        for (; at <= x.Length - 2 * Vector<double>.Count; at += 2 * Vector<double>.Count)
        {
            var next = (nuint)(at + Vector<double>.Count);
            even = Vector.FusedMultiplyAdd(
                Vector.LoadUnsafe(ref left, (nuint)at), Vector.LoadUnsafe(ref right, (nuint)at), even);
            odd = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref left, next), Vector.LoadUnsafe(ref right, next), odd);
        }

        var sum = Vector.Sum(even + odd);

        for (; at < x.Length; at++)
            sum += x[at] * y[at];

        return sum;
    }

    /// <summary>
    /// A = LDL' in place of A's lower triangle: L, whose diagonal is one, and on the diagonal D⁻¹. Returns the determinant, or
    /// 0 where A is not positive.
    /// </summary>
    public static double Factor(Span<double> a, int q)
    {
        var determinant = 1.0;

        for (var j = 0; j < q; j++)
        {
            var pivot = a[j * q + j];

            if (!(pivot > 0))
                return 0;

            determinant *= pivot;
            var reciprocal = 1 / pivot;
            a[j * q + j] = reciprocal;

            for (var i = q - 1; i > j; i--)
            {
                var l = a[i * q + j] * reciprocal;

                for (var k = j + 1; k <= i; k++)
                    a[i * q + k] -= l * a[k * q + j];

                a[i * q + j] = l;
            }
        }

        return determinant;
    }

    /// <summary>x ← L⁻¹ x, L as <see cref="Factor"/> leaves it.</summary>
    public static void ForwardSolve(ReadOnlySpan<double> l, Span<double> x)
    {
        for (var i = 1; i < x.Length; i++)
        {
            for (var k = 0; k < i; k++)
                x[i] -= l[i * x.Length + k] * x[k];
        }
    }

    /// <summary>x ← L⁻ᵀ D⁻¹ x, both as <see cref="Factor"/> leaves them.</summary>
    public static void BackSolve(ReadOnlySpan<double> l, Span<double> x)
    {
        var q = x.Length;

        for (var i = q - 1; i >= 0; i--)
        {
            x[i] *= l[i * q + i];

            for (var k = i + 1; k < q; k++)
                x[i] -= l[k * q + i] * x[k];
        }
    }

    /// <summary>(LDL')⁻¹ of a q × q matrix as <see cref="Factor"/> leaves it.</summary>
    public static void InverseOfSquare(ReadOnlySpan<double> l, Span<double> target, int q)
    {
        target.Clear();

        for (var c = 0; c < q; c++)
        {
            target[c * q + c] = 1;
            ForwardSolve(l, target.Slice(c * q, q));
            BackSolve(l, target.Slice(c * q, q));
        }
    }

    /// <summary>
    /// B ← Λ'_later B Λ for a block of later × q, both Λ lower triangular; <paramref name="scratch"/> holds one column.
    /// </summary>
    public static void Sandwich(
        ref double source,
        ref double target,
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
                    sum += Unsafe.Add(ref source, i * q + k) * lambda[k * q + c];

                scratch[i] = sum;
            }

            for (var i = 0; i < height; i++)
            {
                var sum = 0.0;

                for (var k = i; k < height; k++)
                    sum += later[k * height + i] * scratch[k];

                Unsafe.Add(ref target, i * q + c) = sum;
            }
        }
    }
}
