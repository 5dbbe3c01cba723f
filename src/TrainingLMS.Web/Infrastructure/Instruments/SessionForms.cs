using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>Which forms a session asks for, and their windows; days are judged in the zone of the case.</summary>
public sealed class SessionForms(AppDbContext db)
{
    /// <summary>The session took place: what is rated after it opens, what is asked before it closes.</summary>
    public async Task HeldAsync(Case item, Session session, Programme programme, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var form in await EnsureAsync(session, Occasion.After, cancellationToken))
        {
            form.OpenWindow(
                LocalDay.StartOf(session.HeldOn!.Value, item.TimeZone),
                LocalDay.EndOf(session.HeldOn.Value, item.TimeZone).AddHours(programme.RatingWindowHours));
        }

        foreach (var form in await OfAsync(session, Occasion.Before, cancellationToken))
        {
            if (!form.IsSettled)
                form.OpenWindow(form.WindowOpensAt ?? now, now);
        }

        var waiting = await db.FormTickets
            .Where(t => t.SessionId == session.Id && t.Occasion == Occasion.Before && t.UsedAt == null && t.RevokedAt == null)
            .ToListAsync(cancellationToken);
        foreach (var ticket in waiting)
            ticket.Revoke(now);
    }

    /// <summary>What is asked before a session: open from now to the end of the day and the hours the programme allows.</summary>
    public async Task<IReadOnlyList<Administration>> BeforeAsync(
        Case item, Session session, Programme programme, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var forms = (await EnsureAsync(session, Occasion.Before, cancellationToken))
            .Where(f => f.Rater == Rater.Patient).ToList();
        foreach (var form in forms.Where(f => f.WindowClosesAt is null || f.WindowClosesAt <= now))
        {
            form.OpenWindow(
                now, LocalDay.EndOf(LocalDay.Of(now, item.TimeZone), item.TimeZone).AddHours(programme.RatingWindowHours));
        }

        return forms;
    }

    public Task<List<Administration>> OfAsync(Session session, Occasion occasion, CancellationToken cancellationToken) =>
        db.Administrations.Where(a => a.SessionId == session.Id && a.Occasion == occasion).ToListAsync(cancellationToken);

    /// <summary>Programmes may choose other forms later: a session keeps those it began with.</summary>
    private async Task<IReadOnlyList<Administration>> EnsureAsync(
        Session session, Occasion occasion, CancellationToken cancellationToken)
    {
        var forms = await OfAsync(session, occasion, cancellationToken);
        if (forms.Count > 0)
            return forms;

        // A programme that was imported or made by hand may not have chosen its forms yet.
        await InstrumentPublisher.EnsureForProgrammeAsync(db, session.ProgrammeId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var asked = await db.ProgrammeInstruments
            .Where(p => p.ProgrammeId == session.ProgrammeId && p.Occasion == occasion)
            .ToListAsync(cancellationToken);
        forms =
        [
            .. asked.Select(p => new Administration
            {
                ProgrammeId = session.ProgrammeId,
                SessionId = session.Id,
                InstrumentVersionId = p.InstrumentVersionId,
                Measure = p.Measure,
                Rater = p.Rater,
                Perspective = p.Perspective,
                Occasion = p.Occasion,
            }),
        ];
        db.AddRange(forms);
        return forms;
    }
}
