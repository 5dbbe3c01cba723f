using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Data.Ratings;

/// <summary>A sheet typed in twice: says where the two entries differ, never what the first one was.</summary>
public sealed class PaperEntries(AppDbContext db)
{
    /// <summary>Ids of the questions that were typed in differently.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(
        Guid administrationId, IReadOnlyDictionary<string, double?> answers, CancellationToken cancellationToken = default)
    {
        var first = await LiveAsync(administrationId, cancellationToken);
        return [.. first.Answers.Where(a => answers.GetValueOrDefault(a.ItemId) != a.Value).Select(a => a.ItemId)];
    }

    /// <summary>The second entry, looked at again, takes the first one's place; the first stays, superseded.</summary>
    public async Task CorrectAsync(
        Administration administration, IReadOnlyDictionary<string, double?> answers, string reason, Guid recordedById,
        CancellationToken cancellationToken = default)
    {
        var first = await LiveAsync(administration.Id, cancellationToken);
        var text = await db.InstrumentVersions.Where(v => v.Id == administration.InstrumentVersionId)
            .Select(v => v.Definition).SingleAsync(cancellationToken);
        var definition = InstrumentDefinition.FromJson(text);
        var correction = new Response
        {
            ProgrammeId = administration.ProgrammeId,
            AdministrationId = administration.Id,
            Score = Scoring.Score(definition, administration.Rater, answers),
            Language = first.Language,
            SubmittedAt = first.SubmittedAt, // what the patient had agreed to when it was written counts
            RecordedById = recordedById,
            CorrectionReason = reason,
        };
        foreach (var item in definition.ItemsFor(administration.Rater))
            correction.Add(item.Id, answers.GetValueOrDefault(item.Id));

        // One live response at any instant, and each points at a row that is there: in three steps, one transaction.
        correction.SupersedeBy(first);
        db.Add(correction);
        await db.SaveChangesAsync(cancellationToken);
        first.SupersedeBy(correction);
        await db.SaveChangesAsync(cancellationToken);
        correction.Stand();
        await db.SaveChangesAsync(cancellationToken);
    }

    private Task<Response> LiveAsync(Guid administrationId, CancellationToken cancellationToken) =>
        db.Set<Response>().Include(r => r.Answers)
            .SingleAsync(r => r.AdministrationId == administrationId && r.SupersededById == null, cancellationToken);
}
