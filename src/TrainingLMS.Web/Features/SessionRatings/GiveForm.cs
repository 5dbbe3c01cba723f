using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.SessionRatings;

/// <summary>Hands the patient a form for one session: a link, a QR and a code to type. A new one ends the one before.</summary>
public static class GiveForm
{
    public sealed record Query(Guid CaseId, int Number, Occasion Occasion) : IQuery<Page>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public enum Way
    {
        Show,

        /// <summary>To the address that the patient agreed to.</summary>
        Send,

        /// <summary>On this very device, handed over.</summary>
        Kiosk,
    }

    public sealed record Command(Guid CaseId, int Number, Occasion Occasion, Way Way = Way.Show) : ICommand<Ticket>;

    /// <summary>Shown once: only hashes of it are kept.</summary>
    public sealed record Ticket(Guid Id, string Token, string Code, DateTimeOffset ExpiresAt)
    {
        /// <summary>When it leaves, where it was sent and not shown.</summary>
        public DateTimeOffset? LeavesAt { get; init; }
    }

    /// <summary>What the patient is asked and how far it has come; never what was answered.</summary>
    public sealed record Page(
        Guid CaseId, string Code, string TimeZone, int Number, Occasion Occasion, DateOnly? HeldOn, bool Consented,
        AdministrationStatus? Status, DateTimeOffset? OpenedAt, DateTimeOffset? FinishedAt, DateTimeOffset? ClosesAt,
        DateTimeOffset? WaitingSince, bool CanGive)
    {
        public Ticket? Ticket { get; init; }

        /// <summary>How the patient can be written to; no way where none was agreed or it was stopped.</summary>
        public ContactChannel? Channel { get; init; }

        public MissedReason? MissedReason { get; init; }
    }

    public sealed class Access(OwnCases own) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own case", (q, user, stop) => own.HasAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];
    }

    public sealed class PageHandler(AppDbContext db, TimeProvider clock) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var found = await (
                from c in db.Cases
                join s in db.Sessions on c.Id equals s.CaseId
                where c.Id == request.CaseId && s.Number == request.Number
                select new { c.Code, c.TimeZone, c.EndedOn, s.Id, s.HeldOn }).SingleOrDefaultAsync(cancellationToken)
                ?? throw new NotFoundException();
            var consent = await db.ConsentRecords.Where(r => r.CaseId == request.CaseId && r.WithdrawnAt == null)
                .Select(r => r.Scopes).SingleOrDefaultAsync(cancellationToken);
            var form = await db.Administrations.AsNoTracking()
                .Where(a => a.SessionId == found.Id && a.Occasion == request.Occasion && a.Rater == Rater.Patient)
                .OrderBy(a => a.Id).FirstOrDefaultAsync(cancellationToken);
            var waiting = await db.FormTickets
                .Where(t => t.SessionId == found.Id && t.Occasion == request.Occasion && t.UsedAt == null
                    && t.RevokedAt == null && t.ExpiresAt > now)
                .Select(t => (DateTimeOffset?)t.IssuedAt).SingleOrDefaultAsync(cancellationToken);

            var consented = consent.HasFlag(ConsentScopes.TakePart);
            var open = request.Occasion == Occasion.Before
                ? found.HeldOn is null && found.EndedOn is null
                : found.HeldOn is not null && form?.StatusAt(now) != AdministrationStatus.Closed && form?.WindowClosesAt > now;
            return new Page(
                request.CaseId, found.Code, found.TimeZone, request.Number, request.Occasion, found.HeldOn, consented,
                form?.StatusAt(now), form?.OpenedAt, form?.FinishedAt, form?.WindowClosesAt, waiting,
                consented && open && form?.Status != AdministrationStatus.Done)
            {
                Channel = consent.HasFlag(ConsentScopes.Contact)
                    ? await db.PatientContacts.Where(c => c.CaseId == request.CaseId && c.StoppedAt == null)
                        .Select(c => (ContactChannel?)c.Channel).SingleOrDefaultAsync(cancellationToken)
                    : null,
                MissedReason = form?.MissedReason,
            };
        }
    }

    public sealed class Handler(
        AppDbContext db, SessionForms forms, PatientMessages messages, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Ticket>
    {
        public async Task<Ticket> Handle(Command request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var item = await db.Cases.Include(c => c.Sessions).SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var session = item.Sessions.SingleOrDefault(s => s.Number == request.Number) ?? throw new NotFoundException();
            var programme = await db.Programmes.SingleAsync(p => p.Id == item.ProgrammeId, cancellationToken);

            // Read in this transaction: a consent taken back a moment ago counts.
            var scopes = await db.ConsentRecords.Where(r => r.CaseId == item.Id && r.WithdrawnAt == null)
                .Select(r => r.Scopes).SingleOrDefaultAsync(cancellationToken);
            if (!scopes.HasFlag(ConsentScopes.TakePart))
                throw new RuleBrokenException("Record the patient’s consent first: no form opens without it.");

            var closes = request.Occasion == Occasion.Before
                ? await BeforeAsync(item, session, programme, now, cancellationToken)
                : await AfterAsync(session, now, cancellationToken);

            var old = await db.FormTickets
                .Where(t => t.SessionId == session.Id && t.Occasion == request.Occasion && t.UsedAt == null && t.RevokedAt == null)
                .ToListAsync(cancellationToken);
            foreach (var ticket in old)
                ticket.Revoke(now);
            await db.SaveChangesAsync(cancellationToken); // one live ticket a form, the index says

            var (token, code) = (Tokens.Link(), Tokens.Typed());
            var given = new FormTicket
            {
                ProgrammeId = item.ProgrammeId,
                SessionId = session.Id,
                Occasion = request.Occasion,
                TokenHash = Tokens.Hash(token),
                CodeHash = Tokens.Hash(code),
                IssuedAt = now,
                IssuedById = user.Id,
                ExpiresAt = closes,
            };
            db.Add(given);
            var shown = new Ticket(given.Id, token, code, closes);
            if (request.Way != Way.Send)
                return shown;

            if (!scopes.HasFlag(ConsentScopes.Contact))
                throw new RuleBrokenException("The patient has not agreed to messages.");

            var contact = await db.PatientContacts
                .SingleOrDefaultAsync(c => c.CaseId == item.Id && c.StoppedAt == null, cancellationToken)
                ?? throw new RuleBrokenException("There is no address, or the patient wants no messages any more.");
            return shown with { LeavesAt = messages.Send(db, item, programme, contact, given, token) };
        }

        private async Task<DateTimeOffset> BeforeAsync(
            Domain.Cases.Case item, Domain.Cases.Session session, Domain.Programmes.Programme programme, DateTimeOffset now,
            CancellationToken cancellationToken)
        {
            if (session.HeldOn is not null)
                throw new RuleBrokenException("Session {0} has been held: the form before it has closed.", session.Number);

            if (item.EndedOn is not null)
                throw new RuleBrokenException("This case has ended.");

            // Otherwise the form would be about another week than the session's.
            if (item.Sessions.Any(s => s.Number < session.Number && s.HeldOn is null))
                throw new RuleBrokenException("Say first whether session {0} was held.", item.Sessions.Where(s => s.HeldOn is null).Min(s => s.Number));

            return Open(await forms.BeforeAsync(item, session, programme, now, cancellationToken), now);
        }

        private async Task<DateTimeOffset> AfterAsync(
            Domain.Cases.Session session, DateTimeOffset now, CancellationToken cancellationToken)
        {
            if (session.HeldOn is null)
                throw new RuleBrokenException("Say first whether session {0} was held.", session.Number);

            var asked = await forms.OfAsync(session, Occasion.After, cancellationToken);
            return Open(asked.Where(f => f.Rater == Rater.Patient).ToList(), now);
        }

        private static DateTimeOffset Open(IReadOnlyList<Administration> asked, DateTimeOffset now)
        {
            if (asked.Count == 0)
                throw new RuleBrokenException("The programme asks the patient nothing here.");

            if (asked.All(f => f.Status == AdministrationStatus.Done))
                throw new RuleBrokenException("The patient has sent this form already.");

            var closes = asked.Max(f => f.WindowClosesAt);
            return closes > now
                ? closes.Value
                : throw new RuleBrokenException("The time for this form has passed.");
        }
    }
}
