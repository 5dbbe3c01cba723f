using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Withdrawals;

/// <summary>Patients who have stopped taking part: what is still to be done for them, the oldest first.</summary>
public static class ListWithdrawals
{
    /// <summary>A request of a person about their own data is answered within a month (GDPR, article 12).</summary>
    private const int DaysToAnswer = 30;

    public sealed record Query : IQuery<Page>, IViews;

    public sealed record Page(IReadOnlyList<Row> Open, IReadOnlyList<Row> Done);

    public sealed record Row(
        Guid Id, string Code, string Programme, WithdrawalKind Kind, DateTimeOffset AskedAt, DateTimeOffset AnswerBy,
        DateTimeOffset? DoneAt);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
        [
            Allow.To<Query>(Who.PrivacyOfficer, "own programmes", (_, _, _) => Task.FromResult(true)),
            Allow.To<Query>(Who.ProgrammeAdministrator, "own programmes", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            Guid[] mine = [.. user.ProgrammesAs(Role.PrivacyOfficer), .. user.ProgrammesAs(Role.ProgrammeAdministrator)];
            var rows = await (
                from withdrawal in db.Withdrawals
                where mine.Contains(withdrawal.ProgrammeId)
                join item in db.Cases on withdrawal.CaseId equals item.Id
                join programme in db.Programmes on withdrawal.ProgrammeId equals programme.Id
                orderby withdrawal.AskedAt
                select new Row(
                    withdrawal.Id, item.Code, programme.Name, withdrawal.Kind, withdrawal.AskedAt,
                    withdrawal.AskedAt.AddDays(DaysToAnswer), withdrawal.DoneAt)).ToListAsync(cancellationToken);
            return new Page([.. rows.Where(r => r.DoneAt is null)], [.. rows.Where(r => r.DoneAt is not null).Reverse()]);
        }
    }
}
