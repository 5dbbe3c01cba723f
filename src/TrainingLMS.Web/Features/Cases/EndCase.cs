using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>A treatment has ended: when and why, so that drop-out shows in every count.</summary>
public static class EndCase
{
    public sealed record Query(Guid CaseId) : IQuery<Form>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command : ICommand<Guid>
    {
        public Guid CaseId { get; init; }

        public CaseEnding? Ending { get; init; }

        public DateOnly? On { get; init; }
    }

    public sealed record Form(Guid CaseId, string Code, Command Input);

    public sealed class Access(OwnCases own) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own case", (q, user, stop) => own.HasAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Ending).NotNull().WithMessage("Say how it ended.").IsInEnum();
            RuleFor(c => c.On).NotNull().WithMessage("Say when it ended.");
        }
    }

    public sealed class FormHandler(AppDbContext db, TimeProvider clock) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var item = await db.Cases.SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            return new Form(item.Id, item.Code, new Command { On = LocalDay.Of(clock.GetUtcNow(), item.TimeZone) });
        }
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var item = await db.Cases.Include(c => c.Sessions).SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var now = clock.GetUtcNow();
            if (request.On > LocalDay.Of(now, item.TimeZone))
                throw new RuleBrokenException("Choose today or an earlier day.");

            if (item.Sessions.Max(s => s.HeldOn) is { } last && request.On < last)
                throw new RuleBrokenException("The last session was on {0}; the case cannot end before it.", last);

            item.End(request.Ending!.Value, request.On!.Value);

            // Forms before a session that will not come any more; those after a session stay open to the end of their window.
            var sessions = item.Sessions.Select(s => s.Id).ToList();
            var waiting = await db.FormTickets
                .Where(t => sessions.Contains(t.SessionId) && t.Occasion == Occasion.Before && t.UsedAt == null && t.RevokedAt == null)
                .ToListAsync(cancellationToken);
            foreach (var ticket in waiting)
                ticket.Revoke(now);

            return item.Id;
        }
    }
}
