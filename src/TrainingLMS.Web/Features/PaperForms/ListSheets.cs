using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PaperForms;

/// <summary>Which sheets can be typed in: sessions without the patient's answer, and those to be typed in a second time.</summary>
public static class ListSheets
{
    public sealed record Query : IQuery<Page>, IViews;

    public sealed record Page(IReadOnlyList<Sheet> Open, IReadOnlyList<Sheet> Second, int Checked, int Differed);

    public sealed record Sheet(Guid CaseId, string Code, int Number, Occasion Occasion, DateOnly? HeldOn, string TimeZone);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.SiteStaff, "programme", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, PaperRights rights, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var cases = rights.CasesOf(user);
            var sessions = await (
                from item in cases
                join session in db.Sessions on item.Id equals session.CaseId
                where session.HeldOn != null
                where db.ConsentRecords.Any(r => r.CaseId == item.Id && r.WithdrawnAt == null)
                orderby item.Code, session.Number
                select new
                {
                    item.Id,
                    item.Code,
                    item.TimeZone,
                    session.Number,
                    session.HeldOn,
                    Answered = db.Administrations
                        .Where(a => a.SessionId == session.Id && a.Rater == Rater.Patient && a.Status == AdministrationStatus.Done)
                        .Select(a => a.Occasion).ToList(),
                }).AsSingleQuery().ToListAsync(cancellationToken);
            var checks = await (
                from check in db.PaperChecks
                join form in db.Administrations on check.AdministrationId equals form.Id
                join session in db.Sessions on form.SessionId equals session.Id
                join item in cases on session.CaseId equals item.Id
                orderby item.Code, session.Number
                select new
                {
                    check.DoneAt,
                    check.Differences,
                    Sheet = new Sheet(item.Id, item.Code, session.Number, form.Occasion, session.HeldOn, item.TimeZone),
                }).ToListAsync(cancellationToken);

            return new Page(
                [
                    .. from s in sessions
                       from occasion in Enum.GetValues<Occasion>()
                       where !s.Answered.Contains(occasion)
                       select new Sheet(s.Id, s.Code, s.Number, occasion, s.HeldOn, s.TimeZone),
                ],
                [.. checks.Where(c => c.DoneAt is null).Select(c => c.Sheet)],
                checks.Count(c => c.DoneAt is not null),
                checks.Count(c => c.DoneAt is not null && c.Differences > 0));
        }
    }
}
