using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Withdrawals;

/// <summary>Somebody has done what a patient asked for: destroyed the link, or deleted the answers.</summary>
public static class FinishWithdrawal
{
    public sealed record Command(Guid WithdrawalId) : ICommand<Guid>;

    public sealed class Access(AppDbContext db) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants =>
        [
            Allow.To<Command>(Who.PrivacyOfficer, "programme", (c, user, stop) => MineAsync(c, user, Role.PrivacyOfficer, stop)),
            Allow.To<Command>(
                Who.ProgrammeAdministrator, "programme", (c, user, stop) => MineAsync(c, user, Role.ProgrammeAdministrator, stop)),
        ];

        private Task<bool> MineAsync(Command command, CurrentUser user, Role role, CancellationToken cancellationToken)
        {
            var mine = user.ProgrammesAs(role);
            return db.Withdrawals.AnyAsync(w => w.Id == command.WithdrawalId && mine.Contains(w.ProgrammeId), cancellationToken);
        }
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var withdrawal = await db.Withdrawals.SingleAsync(w => w.Id == request.WithdrawalId, cancellationToken);
            withdrawal.Finish(user.Id, clock.GetUtcNow());
            return withdrawal.Id;
        }
    }
}
