using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>Keeps what was answered so far, so that another device can go on with the rest.</summary>
public static class KeepDraft
{
    /// <param name="Answers">Of this device; those of another one stay beside them.</param>
    public sealed record Command(IReadOnlyDictionary<string, string?> Answers) : ICommand<bool>;

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
            [Allow.To<Command>(Who.Patient, "own form", (_, user, _) => Task.FromResult(user.FormTicketId is not null))];
    }

    public sealed class Handler(AppDbContext db, VisitReader visits, FormDrafts drafts, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command request, CancellationToken cancellationToken)
        {
            var visit = await visits.ReadAsync(user.FormTicketId, cancellationToken);
            if (visit.State != VisitState.Open)
                return false;

            var (session, occasion) = (visit.Ticket!.SessionId, visit.Ticket.Occasion);
            var answers = new Dictionary<string, string?>(visit.Kept, StringComparer.Ordinal);
            foreach (var (question, answer) in request.Answers)
                answers[question] = answer;

            var draft = await db.FormDrafts
                .SingleOrDefaultAsync(d => d.SessionId == session && d.Occasion == occasion, cancellationToken);
            if (draft is null)
            {
                db.Add(new FormDraft
                {
                    ProgrammeId = visit.Ticket.ProgrammeId,
                    SessionId = session,
                    Occasion = occasion,
                    Encrypted = drafts.Close(session, occasion, answers),
                    UpdatedAt = clock.GetUtcNow(),
                });
                return true;
            }

            draft.Encrypted = drafts.Close(session, occasion, answers);
            draft.UpdatedAt = clock.GetUtcNow();
            return true;
        }
    }

    /// <summary>Sent or declined: half an answer is nobody's any more.</summary>
    public static async Task ForgetAsync(AppDbContext db, FormTicket ticket, CancellationToken cancellationToken) =>
        db.RemoveRange(await db.FormDrafts
            .Where(d => d.SessionId == ticket.SessionId && d.Occasion == ticket.Occasion).ToListAsync(cancellationToken));
}
