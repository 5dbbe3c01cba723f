using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.SessionRatings;

/// <summary>Why the patient did not fill in a form, as the therapist heard it; can be put right by another tap.</summary>
public static class ExplainMissed
{
    public sealed record Command(Guid CaseId, int Number, Occasion Occasion, MissedReason Reason) : ICommand<MissedReason>;

    public sealed class Access(OwnCases own) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
            [Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, MissedReason>
    {
        public async Task<MissedReason> Handle(Command request, CancellationToken cancellationToken)
        {
            var forms = await (
                from session in db.Sessions
                where session.CaseId == request.CaseId && session.Number == request.Number
                join form in db.Administrations on session.Id equals form.SessionId
                where form.Rater == Rater.Patient && form.Occasion == request.Occasion
                select form).ToListAsync(cancellationToken);
            if (forms.Count == 0)
                throw new NotFoundException();

            foreach (var form in forms)
                form.Explain(request.Reason, clock.GetUtcNow());
            return request.Reason;
        }
    }
}
