using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Domain.Reports;

public enum ReportStatus
{
    Draft,
    Reviewed,
    Sent,
    Opened,
    Recalled,
    Superseded,
}

/// <summary>A therapist's feedback report: a snapshot that never changes once it has been sent.</summary>
public sealed class FeedbackReport : ProgrammeEntity
{
    public const int LongestParagraph = 2000;

    [Holds(Privacy.Personal, Export.Identifying)]
    public required Guid TherapistId { get; init; }

    [Holds(Privacy.Technical)]
    public Guid? CohortId { get; init; }

    /// <summary>The one trainer who may read it before the therapist does.</summary>
    [Holds(Privacy.Personal)]
    public required Guid ReviewerId { get; init; }

    /// <summary>Sessions up to this day are in it.</summary>
    [Holds(Privacy.Organisational, Export.None)]
    public required DateOnly CutOff { get; init; }

    [Holds(Privacy.Organisational)]
    public required DisclosureKind Disclosure { get; init; }

    [Holds(Privacy.Organisational)]
    public required string EngineVersion { get; init; }

    [Holds(Privacy.Organisational)]
    public required string Language { get; init; }

    [Holds(Privacy.Technical)]
    public ReportStatus Status { get; private set; } = ReportStatus.Draft;

    /// <summary>The trainer's own words to the therapist.</summary>
    [Holds(Privacy.Personal, Export.Identifying)]
    public string? Paragraph { get; private set; }

    [Holds(Privacy.Personal)]
    public DateTimeOffset? ConsultationAt { get; private set; }

    /// <summary>IANA name of the zone in which the consultation was proposed.</summary>
    [Holds(Privacy.Personal)]
    public string? ConsultationTimeZone { get; private set; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? ReviewedAt { get; private set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? SentAt { get; private set; }

    [Holds(Privacy.Personal)]
    public DateTimeOffset? OpenedAt { get; private set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? RecalledAt { get; private set; }

    [Holds(Privacy.Technical)]
    public Guid? SupersededById { get; private set; }

    public ReportContent? Content { get; private set; }

    /// <summary>Keeps what the reviewer wrote and what the therapist would read.</summary>
    public void Review(
        string? paragraph, DateTimeOffset? consultationAt, string? timeZone, ReportContent content, DateTimeOffset now)
    {
        if (Status is not (ReportStatus.Draft or ReportStatus.Reviewed))
            throw new RuleBrokenException("This report has been sent and cannot be changed.");

        Paragraph = paragraph;
        ConsultationAt = consultationAt;
        ConsultationTimeZone = timeZone;
        Content = content;
        ReviewedAt = now;
        Status = ReportStatus.Reviewed;
    }

    public void Send(DateTimeOffset now)
    {
        if (Status == ReportStatus.Draft)
            throw new RuleBrokenException("Read the report first, then send it.");

        if (Status != ReportStatus.Reviewed)
            throw new RuleBrokenException("This report has been sent already.");

        if (ConsultationAt is null)
            throw new RuleBrokenException("Propose a consultation: a report goes out with a conversation about it.");

        if (ConsultationAt <= now)
            throw new RuleBrokenException("The proposed consultation lies in the past.");

        SentAt = now;
        Status = ReportStatus.Sent;
    }

    public void Open(DateTimeOffset now)
    {
        if (Status != ReportStatus.Sent)
            return;

        OpenedAt = now;
        Status = ReportStatus.Opened;
    }

    public void Recall(DateTimeOffset now)
    {
        if (Status != ReportStatus.Sent)
            throw new RuleBrokenException("Only a report that was sent and not yet opened can be recalled.");

        RecalledAt = now;
        Status = ReportStatus.Recalled;
    }

    public void SupersedeBy(FeedbackReport corrected)
    {
        SupersededById = corrected.Id;
        Status = ReportStatus.Superseded;
    }

    public void Keep(ReportContent content) => Content = content;
}

/// <summary>The bytes of a report: the record it was drawn from and the PDF, apart so that lists stay light.</summary>
public sealed class ReportContent : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid ReportId { get; init; }

    /// <summary>The report's record as JSON; page, PDF and file are drawn from it.</summary>
    [Holds(Privacy.Sealed)]
    public required string Model { get; set; }

    [Holds(Privacy.Sealed)]
    public required byte[] Pdf { get; set; }

    /// <summary>SHA-256 of <see cref="Pdf"/>, hexadecimal.</summary>
    [Holds(Privacy.Technical)]
    public required string Hash { get; set; }
}
