using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>"Not today": kept as declined, and nobody is asked why.</summary>
public static class DeclineForm
{
    public sealed record Command(CaptureMode Mode) : ICommand<Visit>;

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
            [Allow.To<Command>(Who.Patient, "own form", (_, user, _) => Task.FromResult(user.FormTicketId is not null))];
    }

    public sealed class Handler(AppDbContext db, VisitReader visits, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Visit>
    {
        public async Task<Visit> Handle(Command request, CancellationToken cancellationToken)
        {
            var visit = await visits.ReadAsync(user.FormTicketId, cancellationToken);
            if (visit.State != VisitState.Open)
                return visit;

            var now = clock.GetUtcNow();
            foreach (var form in visit.Forms.Where(f => !f.Administration.IsSettled))
                form.Administration.Decline(form.Administration.Mode ?? request.Mode, now);

            visit.Ticket!.Use(now);
            await KeepDraft.ForgetAsync(db, visit.Ticket, cancellationToken);
            return visit with { State = VisitState.Declined };
        }
    }
}
