using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>What a patient's way in leads to now.</summary>
public enum VisitState
{
    Open,

    /// <summary>The session the form is about has not been noted as held.</summary>
    NotYet,
    Sent,
    Declined,

    /// <summary>The window has passed.</summary>
    Closed,

    /// <summary>A newer link or code has taken its place, or the consent was taken back.</summary>
    Replaced,

    /// <summary>Never issued, mistyped, or no cookie: says nothing about anybody.</summary>
    Unknown,
}

/// <summary>One form of a visit: what is asked, under which administration.</summary>
public sealed record VisitForm(Administration Administration, InstrumentDefinition Definition)
{
    public IReadOnlyList<InstrumentItem> Items => Definition.ItemsFor(Rater.Patient);
}

/// <summary>Everything that a patient's pages are made of. Nothing on it names anybody.</summary>
public sealed record Visit(VisitState State)
{
    public FormTicket? Ticket { get; init; }

    public string TimeZone { get; init; } = "UTC";

    public int SessionNumber { get; init; }

    public Programme? Programme { get; init; }

    public ConsentScopes Scopes { get; init; }

    public Guid CaseId { get; init; }

    public IReadOnlyList<VisitForm> Forms { get; init; } = [];

    /// <summary>Answers that were given here or on another device and are not sent yet. They are never shown.</summary>
    public IReadOnlyDictionary<string, string?> Kept { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public int Questions => Forms.Sum(f => f.Items.Count);

    /// <summary>A quarter of a minute for each question, rounded up.</summary>
    public int Minutes => Math.Max(1, (int)Math.Ceiling(Questions / 4.0));

    public DateTimeOffset? FinishedAt => Forms.Max(f => f.Administration.FinishedAt);

    /// <summary>One group of questions a page, over all forms of the visit.</summary>
    public IReadOnlyList<VisitPage> Pages =>
    [
        .. Forms.SelectMany((form, number) => form.Items.GroupBy(i => i.Page).OrderBy(g => g.Key)
            .Select(group => new VisitPage(number, form, [.. group]))),
    ];
}

/// <summary>Questions that stand together on one page.</summary>
public sealed record VisitPage(int FormNumber, VisitForm Form, IReadOnlyList<InstrumentItem> Items)
{
    public string KeyOf(InstrumentItem item) => string.Create(CultureInfo.InvariantCulture, $"{FormNumber}.{item.Id}");
}

/// <summary>Reads a visit from its ticket; used by each of the patient's pages.</summary>
public sealed class VisitReader(AppDbContext db, FormDrafts drafts, TimeProvider clock)
{
    /// <summary>Whoever began in time may finish, and is flagged as late.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromHours(2);

    public async Task<Visit> ReadAsync(Guid? ticketId, CancellationToken cancellationToken)
    {
        if (ticketId is null || await db.FormTickets.SingleOrDefaultAsync(t => t.Id == ticketId, cancellationToken) is not { } ticket)
            return new Visit(VisitState.Unknown);

        var found = await (
            from s in db.Sessions
            join c in db.Cases on s.CaseId equals c.Id
            join p in db.Programmes on c.ProgrammeId equals p.Id
            where s.Id == ticket.SessionId
            select new
            {
                Session = s,
                CaseId = c.Id,
                c.TimeZone,
                Programme = p,
                Scopes = db.ConsentRecords.Where(r => r.CaseId == c.Id && r.WithdrawnAt == null).Select(r => r.Scopes).ToList(),
            }).SingleAsync(cancellationToken);
        var forms = await db.Administrations
            .Where(a => a.SessionId == ticket.SessionId && a.Occasion == ticket.Occasion && a.Rater == Rater.Patient)
            .OrderBy(a => a.Measure).ThenBy(a => a.Id).ToListAsync(cancellationToken);
        var draft = await db.FormDrafts.AsNoTracking()
            .SingleOrDefaultAsync(d => d.SessionId == ticket.SessionId && d.Occasion == ticket.Occasion, cancellationToken);
        var visit = new Visit(VisitState.Open)
        {
            Ticket = ticket,
            CaseId = found.CaseId,
            TimeZone = found.TimeZone,
            SessionNumber = found.Session.Number,
            Programme = found.Programme,
            Scopes = found.Scopes.SingleOrDefault(),
            Kept = draft is null ? new Dictionary<string, string?>(StringComparer.Ordinal) : drafts.Open(draft),
        };
        foreach (var form in forms)
        {
            visit = visit with
            {
                Forms = [.. visit.Forms, new VisitForm(form, await db.DefinitionAsync(form.InstrumentVersionId, cancellationToken))],
            };
        }

        return visit with { State = StateOf(ticket, found.Session, visit) };
    }

    private VisitState StateOf(FormTicket ticket, Session session, Visit visit)
    {
        var now = clock.GetUtcNow();
        var forms = visit.Forms.Select(f => f.Administration).ToList();
        if (ticket.UsedAt is not null || forms.Count > 0 && forms.All(f => f.Status == AdministrationStatus.Done))
            return forms.Any(f => f.Status == AdministrationStatus.Done) ? VisitState.Sent : VisitState.Declined;

        // Closed by the session itself, not by a newer link: there is nothing to ask the therapist for.
        if (ticket.Occasion == Occasion.Before && session.HeldOn is not null)
            return VisitState.Closed;

        if (ticket.RevokedAt is not null || !visit.Scopes.HasFlag(ConsentScopes.TakePart) || forms.Count == 0)
            return VisitState.Replaced;

        var began = forms.Any(f => f.OpenedAt < ticket.ExpiresAt);
        if (now >= ticket.ExpiresAt + (began ? _grace : TimeSpan.Zero))
            return VisitState.Closed;

        return ticket.Occasion == Occasion.After && session.HeldOn is null ? VisitState.NotYet : VisitState.Open;
    }
}

/// <summary>
/// A patient's browser: on /r/… the token in the address is who comes, on /f the cookie that Start gave out. The
/// programme comes into scope, and the form's language is used where the browser has chosen none.
/// </summary>
public sealed class PatientMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, CurrentUser user, AppDbContext db, FormCookies cookies)
    {
        if (await TicketAsync(context, db, cookies) is { } ticket)
        {
            user.ComeAsPatient(ticket.Id);
            db.Scope.Include(ticket.ProgrammeId);
            if (!context.Request.Cookies.ContainsKey(CookieRequestCultureProvider.DefaultCookieName))
                await SpeakAsync(context, db, ticket.SessionId);
        }

        await next(context);
    }

    private static async Task<FormTicket?> TicketAsync(HttpContext context, AppDbContext db, FormCookies cookies)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/r", StringComparison.Ordinal, out var rest))
        {
            var hash = Tokens.Hash(rest.Value!.Trim('/').Split('/')[0]);
            return await db.FormTickets.IgnoreQueryFilters().AsNoTracking()
                .SingleOrDefaultAsync(t => t.TokenHash == hash, context.RequestAborted);
        }

        if (path.StartsWithSegments("/f", StringComparison.Ordinal) && cookies.Ticket(context.Request) is { } id)
        {
            return await db.FormTickets.IgnoreQueryFilters().AsNoTracking()
                .SingleOrDefaultAsync(t => t.Id == id, context.RequestAborted);
        }

        return null;
    }

    private static async Task SpeakAsync(HttpContext context, AppDbContext db, Guid sessionId)
    {
        var language = await (
            from s in db.Sessions
            join c in db.Cases on s.CaseId equals c.Id
            where s.Id == sessionId
            select c.Language).SingleAsync(context.RequestAborted);
        if (!WebSetup.Languages.Contains(language, StringComparer.Ordinal))
            return;

        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        context.Response.Headers.ContentLanguage = language;
    }
}
