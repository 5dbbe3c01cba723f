using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>Signs in as a made-up person, in a made-up database, on the same machine.</summary>
public static class SignInDemo
{
    public sealed record Query(string Token) : IQuery<Page>;

    public sealed record Command(string Token) : ICommand<Guid>;

    public sealed record Page(Guid PersonId, string DisplayName);

    public sealed class Access(AppDbContext db) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [Here<Query>()];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [Here<Command>()];

        private Grant<T> Here<T>() => Allow.To<T>(
            Who.Anyone, "made-up person, same machine",
            async (_, user, cancellationToken) =>
                DemoSignIns.IsLoopback(user.Address) && await DemoSignIns.IsSyntheticAsync(db, cancellationToken));
    }

    public sealed class PageHandler(OneTimeLinks links, AppDbContext db) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var link = await links.FindAsync(OneTimePurpose.Demo, request.Token, cancellationToken);
            return await db.Users
                .Where(u => link != null && u.Id == link.PersonId && u.Synthetic && u.DeactivatedAt == null)
                .Select(u => new Page(u.Id, u.DisplayName))
                .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException();
        }
    }

    public sealed class Handler(IMediator mediator) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(request.Token), cancellationToken)).PersonId;
    }
}
