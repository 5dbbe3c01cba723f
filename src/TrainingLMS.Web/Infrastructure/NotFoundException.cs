namespace TrainingLMS.Web.Infrastructure;

/// <summary>There is no such thing, or not for this person: both look the same from outside.</summary>
public sealed class NotFoundException : Exception;
