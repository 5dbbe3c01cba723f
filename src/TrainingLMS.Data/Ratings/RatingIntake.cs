using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Data.Ratings;

/// <summary>What became of a rating that was sent.</summary>
/// <param name="ReceivedAt">When the rating that we keep came in.</param>
/// <param name="Stored">This one was kept; otherwise an earlier one is, and this one changed nothing.</param>
/// <param name="Late">It came after its window: kept, flagged, left out of the models by default.</param>
public sealed record RatingReceipt(DateTimeOffset ReceivedAt, bool Stored, bool Late);

/// <summary>A rating that comes from a file or a demonstration.</summary>
public sealed record ImportedRating
{
    public required Session Session { get; init; }

    public required Guid InstrumentVersionId { get; init; }

    public required Measure Measure { get; init; }

    public required Rater Rater { get; init; }

    /// <summary>On the instrument's scale: alliance 1 to 7, well-being 0 to 100.</summary>
    public double? Score { get; init; }

    /// <summary>By item id, where the file has them.</summary>
    public IReadOnlyDictionary<string, double?> Items { get; init; } = new Dictionary<string, double?>(StringComparer.Ordinal);

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>After this instant it counts as late.</summary>
    public DateTimeOffset? WindowClosesAt { get; init; }

    public required string Language { get; init; }

    /// <summary>The therapist whose own rating it is; empty for a patient's.</summary>
    public Guid? RecordedById { get; init; }
}

/// <summary>The one way in for ratings: what is sent is scored, kept once, and never changed.</summary>
public sealed class RatingIntake(AppDbContext db, TimeProvider clock)
{
    /// <summary>A rating that is given now; see the other one.</summary>
    public Task<RatingReceipt> SubmitAsync(
        Administration administration, IReadOnlyDictionary<string, double?> answers, CaptureMode mode, string language,
        Guid? recordedById, CancellationToken cancellationToken = default) =>
        SubmitAsync(administration, answers, mode, language, recordedById, answeredAt: null, cancellationToken);

    /// <summary>
    /// Keeps a rating, unless there is one already: then that one stays. Runs inside the command's transaction; between
    /// two at once the index on live responses decides.
    /// </summary>
    /// <exception cref="RuleBrokenException">An answer is off the scale, of another form, or the form was declined.</exception>
    public async Task<RatingReceipt> SubmitAsync(
        Administration administration, IReadOnlyDictionary<string, double?> answers, CaptureMode mode, string language,
        Guid? recordedById, DateTimeOffset? answeredAt, CancellationToken cancellationToken = default)
    {
        if (administration.Status == AdministrationStatus.Done)
            return new RatingReceipt(administration.FinishedAt!.Value, Stored: false, administration.Late);

        var text = await db.InstrumentVersions.Where(v => v.Id == administration.InstrumentVersionId)
            .Select(v => v.Definition).SingleAsync(cancellationToken);
        var definition = InstrumentDefinition.FromJson(text);
        var now = clock.GetUtcNow();

        var response = new Response
        {
            ProgrammeId = administration.ProgrammeId,
            AdministrationId = administration.Id,
            Score = Scoring.Score(definition, administration.Rater, answers),
            Language = language,
            SubmittedAt = answeredAt ?? now, // what the patient had agreed to by then counts
            RecordedById = recordedById,
        };
        foreach (var item in definition.ItemsFor(administration.Rater))
            response.Add(item.Id, answers.GetValueOrDefault(item.Id));

        administration.Finish(mode, now, answeredAt);
        db.Add(response);
        return new RatingReceipt(now, Stored: true, administration.Late);
    }

    /// <summary>
    /// Adds a finished administration with its rating; the caller saves. A missing score stays missing. Where
    /// <paramref name="revealedTo"/> saw the rating at <paramref name="revealedAt"/>, that is noted too.
    /// </summary>
    public void AddImported(ImportedRating rating, Guid? revealedTo = null, DateTimeOffset? revealedAt = null)
    {
        var programmeId = rating.Session.ProgrammeId;
        var administration = new Administration
        {
            ProgrammeId = programmeId,
            SessionId = rating.Session.Id,
            InstrumentVersionId = rating.InstrumentVersionId,
            Measure = rating.Measure,
            Rater = rating.Rater,
            Perspective = Perspective.Own,
            Occasion = rating.Measure == Measure.WellBeing ? Occasion.Before : Occasion.After,
        };
        if (rating.WindowClosesAt is { } closes)
            administration.OpenWindow(rating.SubmittedAt < closes ? rating.SubmittedAt : closes, closes);

        administration.Finish(CaptureMode.Import, rating.SubmittedAt);

        var response = new Response
        {
            ProgrammeId = programmeId,
            AdministrationId = administration.Id,
            Score = rating.Score,
            Language = rating.Language,
            SubmittedAt = rating.SubmittedAt,
            RecordedById = rating.RecordedById,
        };
        foreach (var (item, value) in rating.Items)
            response.Add(item, value);

        db.Add(administration);
        db.Add(response);

        if (revealedTo is { } person && revealedAt is { } at && rating.Rater == Rater.Patient)
            db.Add(new Reveal { ProgrammeId = programmeId, ResponseId = response.Id, ToPersonId = person, At = at });
    }
}
