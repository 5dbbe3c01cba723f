using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>
/// A patient stops taking part, from any form and without saying why. The forms end at once; what people must do besides
/// is left with the programme, as something open.
/// </summary>
public static class StopPart
{
    public sealed record Command : ICommand<WithdrawalKind>
    {
        public WithdrawalKind? Kind { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
            [Allow.To<Command>(Who.Patient, "own form", (_, user, _) => Task.FromResult(user.FormTicketId is not null))];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Kind).NotNull().WithMessage("Choose what happens with your answers.").IsInEnum();
    }

    public sealed class Handler(
        AppDbContext db, VisitReader visits, StoppingPart stopping, WithdrawalNotices notices, CurrentUser user,
        TimeProvider clock) : IRequestHandler<Command, WithdrawalKind>
    {
        public async Task<WithdrawalKind> Handle(Command request, CancellationToken cancellationToken)
        {
            var visit = await visits.ReadAsync(user.FormTicketId, cancellationToken);
            if (visit.State == VisitState.Unknown)
                throw new RuleBrokenException("This link is not known here.");

            var kind = request.Kind!.Value;
            await stopping.StopAsync(visit.CaseId, cancellationToken);
            if (await db.Withdrawals.AnyAsync(w => w.CaseId == visit.CaseId && w.Kind == kind, cancellationToken))
                return kind;

            var withdrawal = new Withdrawal
            {
                ProgrammeId = visit.Programme!.Id,
                CaseId = visit.CaseId,
                Kind = kind,
                AskedAt = clock.GetUtcNow(),
            };
            db.Add(withdrawal);
            if (kind == WithdrawalKind.Stop)
                withdrawal.Finish(by: null, withdrawal.AskedAt);
            else
                await notices.TellAsync(withdrawal, cancellationToken);

            return kind;
        }
    }
}
