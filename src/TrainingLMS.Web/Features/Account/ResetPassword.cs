using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>A new password by a mailed link. The second factor stays as it is, and nobody is signed in by it.</summary>
public static class ResetPassword
{
    public sealed record Query(string Token) : IQuery<Form?>;

    public sealed record Command : ICommand<Guid>
    {
        public string? Token { get; init; }

        public string? Password { get; init; }
    }

    public sealed record Form(Command Input);

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
                    var link = await links.FindAsync(OneTimePurpose.PasswordReset, c.Token!, cancellationToken);
                    var person = link is null ? null : await db.Users.FindAsync([link.PersonId!.Value], cancellationToken);
                    return [person?.DisplayName, person?.Email];
                });
    }

    public sealed class FormHandler(OneTimeLinks links) : IRequestHandler<Query, Form?>
    {
        public async Task<Form?> Handle(Query request, CancellationToken cancellationToken) =>
            await links.FindAsync(OneTimePurpose.PasswordReset, request.Token, cancellationToken) is null
                ? null
                : new Form(new Command());
    }

    public sealed class Handler(
        OneTimeLinks links, AppDbContext db, Passwords passwords, StaffSessions sessions, AccountNotices notices,
        AccountActs acts)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var link = await links.FindAsync(OneTimePurpose.PasswordReset, request.Token!, cancellationToken);
            var person = link is null ? null : await db.Users.SingleOrDefaultAsync(
                u => u.Id == link.PersonId && u.DeactivatedAt == null, cancellationToken);
            if (person is null || !await links.UseAsync(link!, cancellationToken))
                throw new RuleBrokenException("This link has been used or is too old. Ask for a new one.");

            passwords.Set(person, request.Password!);
            await sessions.EndAllAsync(person.Id, except: null, cancellationToken);
            acts.Note("PasswordReset", person.Id);
            notices.PasswordChanged(person);
            return person.Id;
        }
    }
}
