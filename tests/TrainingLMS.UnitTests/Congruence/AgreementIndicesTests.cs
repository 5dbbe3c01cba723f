using TrainingLMS.Congruence.Dyads;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class AgreementIndicesTests
{
    // Dyad P1 of tiny.csv: x the patient, y the therapist
    private static readonly double[] _x = [5.3, 5.2, 5.7, 5.2];
    private static readonly double[] _y = [4.3, 4.8, 5.0, 4.4];

    [Fact]
    public void One_dyad_agrees_with_r()
    {
        Near.Absolute(-.725, AgreementIndices.MeanGap(_x, _y), 1e-12); // mean(y - x)
        Near.Absolute(.725, AgreementIndices.MeanAbsoluteGap(_x, _y), 1e-12); // mean(abs(y - x))
        Near.Absolute(.25, AgreementIndices.SpreadOfGap(_x, _y), 1e-12); // sd(y - x)
        Near.Absolute(.6569035144, AgreementIndices.Pearson(_x, _y)!.Value, 1e-10); // cor(x, y)
        Near.Absolute(.1192307692, AgreementIndices.Concordance(_x, _y)!.Value, 1e-10); // Lin, moments over n
        Near.Absolute(.1528976572, AgreementIndices.IntraclassAgreement(_x, _y)!.Value, 1e-10); // (MSR-MSE)/(MSR+MSE+2/n(MSC-MSE))
        Near.Absolute(.6231155779, AgreementIndices.IntraclassConsistency(_x, _y)!.Value, 1e-10); // (MSR-MSE)/(MSR+MSE)
    }

    [Fact]
    public void All_rows_pooled_agree_with_r()
    {
        double[] x = [.. ReferenceData.Tiny.Select(s => s.PatientAlliance!.Value)];
        double[] y = [.. ReferenceData.Tiny.Select(s => s.TherapistAlliance!.Value)];

        Near.Absolute(.5396688515, AgreementIndices.Pearson(x, y)!.Value, 1e-10);
        Near.Absolute(.4941398918, AgreementIndices.Concordance(x, y)!.Value, 1e-10);
        Near.Absolute(.5008066846, AgreementIndices.IntraclassAgreement(x, y)!.Value, 1e-10);
        Near.Absolute(.4974631368, AgreementIndices.IntraclassConsistency(x, y)!.Value, 1e-10);
    }

    [Fact]
    public void Fishers_interval_of_a_half_is_wide_at_six_and_at_twelve_sessions()
    {
        // round(tanh(atanh(.5) + c(-1, 1) * 1.96 / sqrt(n - 3)), 2)
        var six = AgreementIndices.FisherInterval(.5, 6);
        var twelve = AgreementIndices.FisherInterval(.5, 12);

        Assert.Equal((-.52, .93), (Math.Round(six.Lower, 2), Math.Round(six.Upper, 2)));
        Assert.Equal((-.10, .83), (Math.Round(twelve.Lower, 2), Math.Round(twelve.Upper, 2)));
        Assert.Equal(1, AgreementIndices.FisherInterval(1, 6).Lower);
    }

    [Fact]
    public void What_would_be_nought_by_nought_is_nothing()
    {
        double[] same = [6, 6, 6];

        Assert.Null(AgreementIndices.Pearson(same, [1, 2, 3]));
        Assert.Null(AgreementIndices.Pearson([1, 2, 3], same));
        Assert.Null(AgreementIndices.Concordance(same, same));
        Assert.Null(AgreementIndices.IntraclassAgreement(same, same));
        Assert.Null(AgreementIndices.IntraclassConsistency(same, same));
    }
}
