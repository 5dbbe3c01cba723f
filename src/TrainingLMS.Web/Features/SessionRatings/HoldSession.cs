using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.SessionRatings;

/// <summary>"Held?" is asked before anything else. A no uses no number: the next appointment is the same session.</summary>
public static class HoldSession
{
    public sealed record Query(Guid CaseId, int Number) : IQuery<Form>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command : ICommand<bool>
    {
        public Guid CaseId { get; init; }

        public int Number { get; init; }

        public bool? Held { get; init; }

        public DateOnly? On { get; init; }

        /// <summary>Why not, where it was not held.</summary>
        public NotHeldReason? Reason { get; init; }
    }

    public sealed record Form(
        Guid CaseId, string Code, int Number, int Planned, DateOnly? HeldOn, DateOnly? Before, DateOnly Today, Command Input)
    {
        /// <summary>The earlier session that has not been answered yet; sessions are held one after the other.</summary>
        public int? AskFirst { get; init; }
    }

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
            RuleFor(c => c.Held).NotNull().WithMessage("Say whether the session took place.");
            RuleFor(c => c.On).NotNull().WithMessage("Give the day of the appointment.");
            RuleFor(c => c.Reason).NotNull().When(c => c.Held == false).WithMessage("Say why it did not take place.").IsInEnum();
        }
    }

    public sealed class FormHandler(AppDbContext db, TimeProvider clock) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var item = await db.Cases.Include(c => c.Sessions).AsNoTracking()
                .SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var session = item.Sessions.SingleOrDefault(s => s.Number == request.Number) ?? throw new NotFoundException();
            var today = LocalDay.Of(clock.GetUtcNow(), item.TimeZone);
            return new Form(
                item.Id, item.Code, session.Number, item.Sessions.Count, session.HeldOn,
                item.Sessions.SingleOrDefault(s => s.Number == request.Number - 1)?.HeldOn, today,
                new Command { On = today })
            {
                // Back to the last one that was held: an import may have left out numbers before it.
                AskFirst = item.Sessions.OrderByDescending(s => s.Number).SkipWhile(s => s.Number >= request.Number)
                    .TakeWhile(s => s.HeldOn is null).LastOrDefault()?.Number,
            };
        }
    }

    public sealed class Handler(AppDbContext db, SessionForms forms, TimeProvider clock) : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command request, CancellationToken cancellationToken)
        {
            var item = await db.Cases.Include(c => c.Sessions).SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var now = clock.GetUtcNow();
            var today = LocalDay.Of(now, item.TimeZone);
            if (request.Held == false)
            {
                await MissAsync(item, request, today, now, cancellationToken);
                return false;
            }

            if (request.On < item.StartedOn)
                throw new RuleBrokenException("The treatment started on {0}; a session cannot be earlier.", item.StartedOn);

            var session = item.Hold(request.Number, request.On!.Value, today, now);
            var programme = await db.Programmes.SingleAsync(p => p.Id == item.ProgrammeId, cancellationToken);
            await forms.HeldAsync(item, session, programme, now, cancellationToken);
            return true;
        }

        private async Task MissAsync(
            Case item, Command request, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
        {
            if (request.On > today && request.Reason == NotHeldReason.NoShow)
                throw new RuleBrokenException("Somebody is missed on the day itself: choose today or an earlier day.");

            if (await db.MissedAppointments.AnyAsync(m => m.CaseId == item.Id && m.On == request.On, cancellationToken))
                throw new RuleBrokenException("The appointment of {0} is noted already.", request.On!.Value);

            if (item.Sessions.Any(s => s.HeldOn == request.On))
                throw new RuleBrokenException("A session of {0} is noted as held.", request.On!.Value);

            db.Add(new MissedAppointment
            {
                ProgrammeId = item.ProgrammeId,
                CaseId = item.Id,
                On = request.On!.Value,
                Reason = request.Reason!.Value,
                RecordedAt = now,
            });
        }
    }
}
