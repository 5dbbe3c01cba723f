namespace TrainingLMS.Domain.Common;

/// <summary>A rule of the field was broken; the message is written for the person who reads it.</summary>
public sealed class RuleBrokenException(string message, params object[] arguments) : Exception(message)
{
    /// <summary>Values for the placeholders of the message, so that it can be said in the reader's language.</summary>
    public IReadOnlyList<object> Arguments { get; } = arguments;
}
