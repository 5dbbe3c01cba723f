namespace TrainingLMS.Congruence.MixedModels;

/// <summary>The model cannot be fitted to these data; <see cref="Refusal"/> says which rule and which column.</summary>
public sealed class ModelRefusedException(Refusal refusal)
    : Exception($"{refusal.Reason}: {refusal.Subject} ({refusal.Present}, needed {refusal.Needed})")
{
    public Refusal Refusal { get; } = refusal;

    internal ModelRefusedException(RefusalReason reason, string subject, int present = 0, int needed = 0)
        : this(new Refusal(reason, subject, present, needed))
    {
    }
}
