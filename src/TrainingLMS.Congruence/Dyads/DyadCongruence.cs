namespace TrainingLMS.Congruence.Dyads;

/// <summary>One case as its therapist may see it: two lines, a gap in words, and little else.</summary>
public sealed record DyadCongruence
{
    public required string Dyad { get; init; }

    /// <summary>Sessions in the data, rated by anyone or not.</summary>
    public required int Sessions { get; init; }

    /// <summary>Sessions rated by both; that a patient has answered is not sealed, what they answered is.</summary>
    public required int PairedSessions { get; init; }

    /// <summary>The therapist's own ratings, which are always the therapist's to see.</summary>
    public required IReadOnlyList<OwnRating> OwnLine { get; init; }

    /// <summary>Both ratings at the sessions where both are there and revealed, in order.</summary>
    public required Reported<IReadOnlyList<PairedRating>> Lines { get; init; }

    /// <summary>Mean of therapist minus patient, in points of the scale.</summary>
    public required Reported<double> MeanGap { get; init; }

    /// <summary>Mean distance whatever its direction, in points.</summary>
    public required Reported<double> MeanAbsoluteGap { get; init; }

    /// <summary>Sessions in which the two were at most one step apart.</summary>
    public required Reported<CountOf> WithinOneStep { get; init; }

    /// <summary>Changes from one session to the very next that went the same way for both.</summary>
    public required Reported<CountOf> MovedTogether { get; init; }

    /// <summary>Standard deviation of the gap over sessions, in points.</summary>
    public required Reported<double> SpreadOfGap { get; init; }

    /// <summary>Mean gap ± 1.96 of its standard deviation (Bland &amp; Altman 1986); sessions of a case are not
    /// independent, so it describes this case and no other.</summary>
    public required Reported<Interval> LimitsOfAgreement { get; init; }

    /// <summary>Pearson's r over sessions with its interval: never a headline.</summary>
    public required Reported<Correlation> WithinCorrelation { get; init; }

    /// <summary>Lin's concordance and the two intraclass correlations, where there are sessions enough.</summary>
    public required Reported<AgreementCoefficients> Agreement { get; init; }

    /// <summary>Ratings of each person at the top step, as shares.</summary>
    public required Reported<TopShare> AtTheTop { get; init; }

    /// <summary>Who gave the same score throughout: keep the gap, say nothing about moving together.</summary>
    public required Reported<ConstantRater> Constant { get; init; }
}

public sealed record OwnRating(int Session, double Value);

/// <summary>So many of so many.</summary>
public sealed record CountOf(int Count, int Of);

/// <summary>Pearson's r with Fisher's interval (Fisher 1921): tanh(atanh r ± 1.96 / sqrt(n - 3)).</summary>
public sealed record Correlation(double R, Interval Interval95, int PairedSessions);

/// <summary>Shares of ratings that round to the highest step.</summary>
public sealed record TopShare(double Patient, double Therapist)
{
    /// <summary>Both are near the top throughout, so agreement is cheap and correlation impossible.</summary>
    public bool BothNearTheTop => Patient > SmallNumbers.CeilingShare && Therapist > SmallNumbers.CeilingShare;
}

/// <summary>Coefficients of agreement over the sessions of one case; each is null where it is 0 / 0.</summary>
/// <param name="Concordance">Lin (1989), moments with 1/n.</param>
/// <param name="IntraclassAgreement">ICC(A,1) of McGraw &amp; Wong (1996).</param>
/// <param name="IntraclassConsistency">ICC(C,1) of McGraw &amp; Wong (1996).</param>
public sealed record AgreementCoefficients(
    double? Concordance, double? IntraclassAgreement, double? IntraclassConsistency);

public enum ConstantRater
{
    Neither,
    Therapist,
    Patient,
    Both,
}
