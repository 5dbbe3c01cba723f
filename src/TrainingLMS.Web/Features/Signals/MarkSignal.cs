using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Signals;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Signals;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Signals;

/// <summary>One step with a signal: seen, brought to the next consultation, discussed, closed. Twice is once.</summary>
public static class MarkSignal
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid CaseId { get; init; }

        public SignalKind Kind { get; init; }

        public int Session { get; init; }

        public SignalStep Step { get; init; }

        /// <summary>Put it on the list for the next consultation.</summary>
        public bool Bring { get; init; }
    }

    public sealed class Access(OwnCases own, ConsultedCases consulted) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
        [
            Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop)),
            Allow.To<Command>(Who.Consultant, "case of their therapist", (c, user, stop) => consulted.HasAsync(c.CaseId, user, stop)),
        ];
    }

    public sealed class Handler(AppDbContext db, SignalRules rules, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var session = await db.Sessions.SingleOrDefaultAsync(
                s => s.CaseId == request.CaseId && s.Number == request.Session, cancellationToken) ?? throw new NotFoundException();
            var mark = await db.SignalMarks.SingleOrDefaultAsync(
                m => m.CaseId == request.CaseId && m.Kind == request.Kind && m.Session == request.Session, cancellationToken);
            if (mark is null)
            {
                mark = new SignalMark
                {
                    ProgrammeId = session.ProgrammeId,
                    CaseId = request.CaseId,
                    Kind = request.Kind,
                    Session = request.Session,
                    Rules = rules.Version,
                };
                db.Add(mark);
            }

            if (request.Bring)
                mark.Bring(user.Id, clock.GetUtcNow());
            else
                mark.Take(request.Step, user.Id, clock.GetUtcNow());
            return mark.Id;
        }
    }
}
