using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Web.Features.PaperForms;

/// <summary>What is printed on one sheet: the patient's questions of one session.</summary>
/// <param name="Case">The case.</param>
/// <param name="Session">The session.</param>
/// <param name="Programme">Its programme.</param>
/// <param name="Forms">Each with its definition.</param>
public sealed record SheetForm(
    Case Case, Session Session, Programme Programme, IReadOnlyList<(Administration Form, InstrumentDefinition Definition)> Forms)
{
    public bool IsDone => Forms.Count > 0 && Forms.All(f => f.Form.Status == AdministrationStatus.Done);

    public string KeyOf(int form, InstrumentItem item) => $"{form}-{item.Id}";

    /// <summary>The answers to one of the forms, by item.</summary>
    public Dictionary<string, string?> AnswersTo(int form, IReadOnlyDictionary<string, string?> answers) =>
        Forms[form].Definition.ItemsFor(Rater.Patient)
            .ToDictionary(i => i.Id, i => answers.GetValueOrDefault(KeyOf(form, i)), StringComparer.Ordinal);

    public IEnumerable<(string Field, string Problem)> Problems(IReadOnlyDictionary<string, string?> answers) =>
        Forms.SelectMany((f, n) => FormAnswers.Problems(f.Definition, Rater.Patient, AnswersTo(n, answers))
            .Select(p => ($"{n}-{p.Item}", p.Problem)));
}

public sealed class SheetReader(AppDbContext db, SessionForms forms, TimeProvider clock)
{
    /// <summary>Makes the session's forms where nobody has yet; the caller saves.</summary>
    public async Task<SheetForm> ReadAsync(
        Guid caseId, int number, Occasion occasion, CancellationToken cancellationToken)
    {
        var item = await db.Cases.Include(c => c.Sessions).SingleAsync(c => c.Id == caseId, cancellationToken);
        var session = item.Sessions.SingleOrDefault(s => s.Number == number && s.HeldOn is not null) ?? throw new NotFoundException();
        var programme = await db.Programmes.SingleAsync(p => p.Id == item.ProgrammeId, cancellationToken);
        var asked = await forms.OfAsync(session, occasion, cancellationToken);
        var read = new List<(Administration, InstrumentDefinition)>();
        foreach (var form in asked.Where(f => f.Rater == Rater.Patient).OrderBy(f => f.Measure).ThenBy(f => f.Id))
            read.Add((form, await db.DefinitionAsync(form.InstrumentVersionId, cancellationToken)));

        return new SheetForm(item, session, programme, read);
    }

    /// <summary>The same where the form before a session was never given out on a screen.</summary>
    public async Task<SheetForm> EnsureAsync(
        Guid caseId, int number, Occasion occasion, CancellationToken cancellationToken)
    {
        var sheet = await ReadAsync(caseId, number, occasion, cancellationToken);
        if (sheet.Forms.Count > 0 || occasion == Occasion.After)
            return sheet;

        var now = clock.GetUtcNow();
        var made = await forms.BeforeAsync(sheet.Case, sheet.Session, sheet.Programme, now, cancellationToken);
        foreach (var form in made)
            form.OpenWindow(sheet.Session.HeldAnsweredAt ?? now, sheet.Session.HeldAnsweredAt ?? now);
        await db.SaveChangesAsync(cancellationToken);
        return await ReadAsync(caseId, number, occasion, cancellationToken);
    }
}
