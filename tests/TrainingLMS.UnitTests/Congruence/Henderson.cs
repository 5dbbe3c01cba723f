using MathNet.Numerics.LinearAlgebra;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>
/// Henderson's mixed-model equations, dense and in the plainest way: [X'X X'Z; Z'X Z'Z + σ²G⁻¹] (β, b) = (X'y, Z'y), its
/// inverse times σ² the covariance of (β̂ - β, b̂ - b).
/// </summary>
public static class Henderson
{
    public static (double Value, double Error) InterceptPlus(
        IEnumerable<RatedSession> sessions, TruthAndBiasFit fit, string therapist)
    {
        var frames = new Frames(sessions);
        var n = frames.Outcome.Values.Count;
        var dyads = frames.Dyad.Levels.Count;
        var therapists = frames.Therapist.Levels.Count;
        var w = Matrix<double>.Build.Dense(n, 3 + 2 * dyads + therapists);

        for (var i = 0; i < n; i++)
        {
            w[i, 0] = 1;
            w[i, 1] = frames.Within.Values[i];
            w[i, 2] = frames.Between.Values[i];
            w[i, 3 + 2 * frames.Dyad.OfRow[i]] = 1;
            w[i, 4 + 2 * frames.Dyad.OfRow[i]] = frames.Within.Values[i];
            w[i, 3 + 2 * dyads + frames.Therapist.OfRow[i]] = 1;
        }

        var s2 = fit.Model.ResidualVariance;
        var covariance = fit.GapTrackingCorrelation!.Value * fit.DyadSd * fit.DyadTrackingSd!.Value;
        var g = Matrix<double>.Build.DenseOfArray(new[,]
        {
            { fit.DyadSd * fit.DyadSd, covariance },
            { covariance, fit.DyadTrackingSd.Value * fit.DyadTrackingSd.Value },
        }).Inverse();
        var c = w.TransposeThisAndMultiply(w);

        for (var d = 0; d < dyads; d++)
        {
            for (var a = 0; a < 2; a++)
            {
                for (var b = 0; b < 2; b++)
                    c[3 + 2 * d + a, 3 + 2 * d + b] += s2 * g[a, b];
            }
        }

        for (var t = 0; t < therapists; t++)
            c[3 + 2 * dyads + t, 3 + 2 * dyads + t] += s2 / (fit.TherapistSd * fit.TherapistSd);

        var inverse = c.Inverse();
        var solution = inverse * w.TransposeThisAndMultiply(Vector<double>.Build.DenseOfEnumerable(frames.Outcome.Values));
        var k = 3 + 2 * dyads + frames.Therapist.IndexOf(therapist);

        return (solution[0] + solution[k], Math.Sqrt(s2 * (inverse[0, 0] + inverse[k, k] + 2 * inverse[0, k])));
    }
}
