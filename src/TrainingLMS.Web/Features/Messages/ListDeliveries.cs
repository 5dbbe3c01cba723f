using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Messages;

/// <summary>
/// What became of the messages: whether, not what. A patient's address is never shown: it would be the link between a
/// code and a person.
/// </summary>
public static class ListDeliveries
{
    private const int Newest = 200;

    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Line> Lines);

    public enum State
    {
        Waiting,

        /// <summary>The other side did not take it yet; it is tried again.</summary>
        Deferred,
        Sent,

        /// <summary>There is no such address, or it takes nothing from us.</summary>
        Bounced,
        GivenUp,
    }

    /// <param name="Recipient">A member of staff; empty for anybody else.</param>
    /// <param name="Subject">Names neither a score nor a case.</param>
    /// <param name="State">Where the message is.</param>
    /// <param name="At">When it was sent or given up, or is tried next.</param>
    /// <param name="LeftAt">When it was left in the outbox.</param>
    /// <param name="Tries">How often the mail server was asked.</param>
    /// <param name="Error">What it answered last, without addresses.</param>
    public sealed record Line(
        string? Recipient, string Subject, State State, DateTimeOffset At, DateTimeOffset LeftAt, int Tries, string? Error);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants =>
        [
            Allow.To<Query>(Who.ProgrammeAdministrator, "own programmes", (_, _, _) => Task.FromResult(true)),
            Allow.To<Query>(Who.InstallationAdministrator, "of no programme", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var programmes = user.ProgrammesAs(Role.ProgrammeAdministrator);
            var installation = user.IsInstallationAdministrator;
            var rows = await (
                from message in db.OutboxMessages
                where message.ProgrammeId == null ? installation : programmes.Contains(message.ProgrammeId.Value)
                join person in db.Users on message.PersonId equals person.Id into people
                from person in people.DefaultIfEmpty()
                orderby message.CreatedAt descending, message.Id descending
                select new
                {
                    Recipient = person == null ? null : person.DisplayName,
                    message.Subject,
                    message.SentAt,
                    message.GivenUpAt,
                    message.Bounced,
                    message.NextTryAt,
                    message.CreatedAt,
                    message.Tries,
                    message.LastError,
                }).Take(Newest).ToListAsync(cancellationToken);

            return new Page([.. rows.Select(r => new Line(
                r.Recipient, r.Subject,
                r.SentAt is not null ? State.Sent
                    : r.GivenUpAt is not null ? r.Bounced ? State.Bounced : State.GivenUp
                    : r.Tries > 0 ? State.Deferred : State.Waiting,
                r.SentAt ?? r.GivenUpAt ?? r.NextTryAt, r.CreatedAt, r.Tries, r.LastError))]);
        }
    }
}
