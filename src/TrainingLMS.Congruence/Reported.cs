namespace TrainingLMS.Congruence;

/// <summary>A figure that may be told, or the reason why it is not: there is no third case.</summary>
public abstract record Reported<T>
{
    private Reported()
    {
    }

    public bool IsShown => this is Shown;

    public TOut Match<TOut>(Func<T, TOut> shown, Func<Suppression, TOut> suppressed) => this switch
    {
        Shown s => shown(s.Value),
        Suppressed s => suppressed(s.Reason),
        _ => throw new InvalidOperationException("A reported figure is shown or suppressed."),
    };

    /// <summary>The figure made from this one, itself shown or withheld; withheld for the same reason where this is.</summary>
    public Reported<TOut> Then<TOut>(Func<T, Reported<TOut>> next) => Match(next, Reported.Withhold<TOut>);

    public Reported<TOut> Select<TOut>(Func<T, TOut> map) =>
        Match<Reported<TOut>>(value => new Reported<TOut>.Shown(map(value)), why => new Reported<TOut>.Suppressed(why));

    public sealed record Shown(T Value) : Reported<T>;

    public sealed record Suppressed(Suppression Reason) : Reported<T>;
}

/// <summary>Makes <see cref="Reported{T}"/> without naming its type.</summary>
public static class Reported
{
    public static Reported<T> Show<T>(T value) => new Reported<T>.Shown(value);

    public static Reported<T> Withhold<T>(SuppressionRule rule, double present, double needed) =>
        new Reported<T>.Suppressed(new Suppression(rule, present, needed));

    public static Reported<T> Withhold<T>(Suppression reason) => new Reported<T>.Suppressed(reason);

    public static Reported<T> Refuse<T>(Refusal refusal) =>
        Withhold<T>(new Suppression(SuppressionRule.ModelRefused, 0, 0, refusal));
}

/// <summary>Why a figure is not told, in numbers; the words are made where the report is written.</summary>
/// <param name="Rule">The rule that closed the gate; the first one that fails, confidentiality before statistics.</param>
/// <param name="Present">What is there, in the rule's unit: pairs, patients, therapists, λ, or a share.</param>
/// <param name="Needed">What the rule asks for, in the same unit.</param>
/// <param name="Refusal">What was wrong with the data, where <see cref="SuppressionRule.ModelRefused"/> speaks.</param>
public sealed record Suppression(SuppressionRule Rule, double Present, double Needed, Refusal? Refusal = null);

/// <summary>The rules that hold a figure back; their thresholds are in <see cref="SmallNumbers"/>.</summary>
public enum SuppressionRule
{
    /// <summary>Patients' ratings are sealed from this therapist, and too few patients stand behind the figure.</summary>
    SealedPatients,

    /// <summary>Too few sessions rated by both.</summary>
    PairedSessions,

    /// <summary>Too few patients with enough sessions rated by both.</summary>
    Patients,

    /// <summary>Too few therapists stand behind a value of the network.</summary>
    NetworkTherapists,

    /// <summary>Too few patients stand behind a value of the network.</summary>
    NetworkPatients,

    /// <summary>Too much of the figure would come from the other therapists: λ is below the floor.</summary>
    OwnInformation,

    /// <summary>One of the two gave the same score throughout, so nothing can be said about moving together.</summary>
    ConstantRater,

    /// <summary>Most ratings are at the top step; present and needed are shares.</summary>
    Ceiling,

    /// <summary>Neither rating changed from one session to the next.</summary>
    NoChange,

    /// <summary>The optimisers disagree about the model; present and needed are zero.</summary>
    UnstableFit,

    /// <summary>The model cannot be fitted to these data; see <see cref="Suppression.Refusal"/>.</summary>
    ModelRefused,

    /// <summary>The ratings say nothing about arms; present and needed are arms.</summary>
    NoArms,

    /// <summary>The ratings hold no well-being; present and needed are rated sessions.</summary>
    NoWellBeing,

    /// <summary>Too few therapists stand behind a value of one arm or site.</summary>
    CellTherapists,

    /// <summary>Too few patients stand behind a value of one arm or site.</summary>
    CellPatients,

    /// <summary>With this value and the total, a hidden one could be worked out.</summary>
    Complementary,

    /// <summary>Too few cases for a correlation pooled over cases.</summary>
    PooledDyads,

    /// <summary>Too few cases for a verdict about a response surface, which is exploratory until then.</summary>
    SurfaceDyads,

    /// <summary>The product term is zero: the principal axes lie parallel to the raters' axes.</summary>
    ParallelAxes,

    /// <summary>The surface is flat along a line (4 b3 b5 = b4²), so it has no stationary point.</summary>
    FlatRidge,

    /// <summary>The surface is a plane, or curves alike in every direction.</summary>
    NoDirection,

    /// <summary>The point lies where nobody rated.</summary>
    OutsideData,

    /// <summary>Too few items for the likeness of two profiles.</summary>
    ProfileItems,
}

/// <summary>Why a model was refused before it was fitted.</summary>
/// <param name="Reason">The rule.</param>
/// <param name="Subject">The column or grouping factor it is about.</param>
/// <param name="Present">What is there.</param>
/// <param name="Needed">What would be needed.</param>
public sealed record Refusal(RefusalReason Reason, string Subject, int Present, int Needed);

public enum RefusalReason
{
    /// <summary>There is no row with every variable present, or fewer rows than coefficients.</summary>
    TooFewRows,

    /// <summary>A cell is not a finite number.</summary>
    NotANumber,

    /// <summary>Columns of different lengths.</summary>
    UnequalLengths,

    /// <summary>The outcome never changes.</summary>
    ConstantOutcome,

    /// <summary>A grouping factor has fewer than two levels.</summary>
    TooFewLevels,

    /// <summary>A term has as many random effects as there are rows.</summary>
    TooManyLevels,

    /// <summary>A fixed column is a combination of the columns before it.</summary>
    RankDeficient,

    /// <summary>The fixed part explains the outcome completely, so nothing is left to divide.</summary>
    NoResidual,

    /// <summary>One code of a case stands under two therapists.</summary>
    SharedDyad,

    /// <summary>A session number stands twice in one case.</summary>
    DuplicateSession,

    /// <summary>Positions in a series are not whole numbers, so a negative autocorrelation would have no meaning.</summary>
    NotWhole,

    /// <summary>A therapist's arm is not known; the subject is the therapist.</summary>
    UnknownArm,

    /// <summary>Other than two arms.</summary>
    ArmCount,

    /// <summary>A column that was asked for is not there.</summary>
    UnknownColumn,

    /// <summary>Two columns have one name.</summary>
    NameTwice,

    /// <summary>A column of text or a factor stands where numbers are needed.</summary>
    TextAsNumber,

    /// <summary>Some cells of a column are numbers and others are not; present are the numbers.</summary>
    MixedColumn,

    /// <summary>What orders the residuals is not a whole number everywhere.</summary>
    PositionNotWhole,

    /// <summary>Two residuals of one group stand at the same position.</summary>
    PositionTwice,
}
