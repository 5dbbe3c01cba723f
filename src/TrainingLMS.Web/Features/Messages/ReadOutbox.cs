using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Messages;

/// <summary>The mail of a demonstration, which nobody gets: with its text, on this machine, among made-up people only.</summary>
public static class ReadOutbox
{
    private const int Newest = 50;

    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Letter> Letters);

    public sealed record Letter(string To, string Subject, string Body, DateTimeOffset LeftAt);

    public sealed class Access(AppDbContext db) : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants =>
        [
            Allow.To<Query>(Who.Anyone, "made up, on this machine", async (_, user, cancellationToken) =>
                DemoSignIns.IsLoopback(user.Address) && await DemoSignIns.IsSyntheticAsync(db, cancellationToken)),
        ];
    }

    public sealed class Handler(AppDbContext db, Outbox outbox) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var rows = await db.OutboxMessages.AsNoTracking()
                .OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id)
                .Take(Newest).ToListAsync(cancellationToken);
            return new Page([.. rows.Select(r => new Letter(r.ContactId is null ? r.To : "–", r.Subject, outbox.BodyOf(r), r.CreatedAt))]);
        }
    }
}
