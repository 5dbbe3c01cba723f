using MediatR;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>The patient pressed Start: from now on the form counts as opened. A scanner that fetches the link does not come here.</summary>
public static class StartForm
{
    public sealed record Command(CaptureMode Mode) : ICommand<Visit>;

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
            [Allow.To<Command>(Who.Patient, "own form", (_, user, _) => Task.FromResult(user.FormTicketId is not null))];
    }

    public sealed class Handler(VisitReader visits, CurrentUser user, TimeProvider clock) : IRequestHandler<Command, Visit>
    {
        public async Task<Visit> Handle(Command request, CancellationToken cancellationToken)
        {
            var visit = await visits.ReadAsync(user.FormTicketId, cancellationToken);
            if (visit.State == VisitState.Open)
            {
                foreach (var form in visit.Forms)
                    form.Administration.Open(request.Mode, clock.GetUtcNow());
            }

            return visit;
        }
    }
}
