using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>Takes an invitation: the person chooses a password, and the second step follows.</summary>
public static class Join
{
    public sealed record Query(string Token) : IQuery<Form?>;

    public sealed record Command : ICommand<Guid>
    {
        public string? Token { get; init; }

        public string? Password { get; init; }
    }

    /// <param name="Email">The address that was invited.</param>
    /// <param name="Programmes">What the person is invited to.</param>
    /// <param name="Input">What comes back.</param>
    public sealed record Form(string Email, IReadOnlyList<string> Programmes, Command Input);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [Allow.Anyone<Query>()];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [Allow.Anyone<Command>()];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Passwords passwords, OneTimeLinks links, AppDbContext db) =>
            RuleFor(c => c.Password).GoodPassword(
                passwords,
                async (c, cancellationToken) =>
                {
                    var link = await links.FindAsync(OneTimePurpose.Invitation, c.Token!, cancellationToken);
                    var person = link is null ? null : await db.Users.FindAsync([link.PersonId!.Value], cancellationToken);
                    return [person?.DisplayName, person?.Email];
                });
    }

    public sealed class FormHandler(OneTimeLinks links, AppDbContext db) : IRequestHandler<Query, Form?>
    {
        public async Task<Form?> Handle(Query request, CancellationToken cancellationToken)
        {
            if (await links.FindAsync(OneTimePurpose.Invitation, request.Token, cancellationToken) is not { } link)
                return null;

            var programmes = await (
                from membership in db.Memberships.IgnoreQueryFilters()
                where membership.PersonId == link.PersonId && membership.To == null
                join programme in db.Programmes on membership.ProgrammeId equals programme.Id
                select programme.Name).Distinct().ToListAsync(cancellationToken);
            return await db.Users
                .Where(u => u.Id == link.PersonId && u.PasswordHash == null && u.DeactivatedAt == null)
                .Select(u => new Form(u.Email!, programmes, new Command()))
                .SingleOrDefaultAsync(cancellationToken);
        }
    }

    public sealed class Handler(OneTimeLinks links, AppDbContext db, Passwords passwords) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var link = await links.FindAsync(OneTimePurpose.Invitation, request.Token!, cancellationToken);
            var person = link is null ? null : await db.Users.SingleOrDefaultAsync(
                u => u.Id == link.PersonId && u.PasswordHash == null && u.DeactivatedAt == null, cancellationToken);
            if (person is null || !await links.UseAsync(link!, cancellationToken))
                throw new RuleBrokenException("This invitation no longer works. Ask for a new one, or sign in.");

            passwords.Set(person, request.Password!);
            person.EmailConfirmed = true;
            return person.Id;
        }
    }
}
