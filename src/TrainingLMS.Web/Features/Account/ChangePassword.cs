using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>A new password by somebody who knows the old one.</summary>
public static class ChangePassword
{
    public sealed record Command : ICommand<Guid>, IThrottled
    {
        public string? Current { get; init; }

        public string? Password { get; init; }

        public bool EndOtherSessions { get; init; }

        public IReadOnlyList<ThrottleLane> Lanes(CurrentUser user) => [ThrottleLane.OfPerson("password", user.Id)];
    }

    public sealed record Form(Command Input);

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [Allow.SignedIn<Command>()];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Passwords passwords, AppDbContext db, CurrentUser user)
        {
            RuleFor(c => c.Current).NotEmpty().WithMessage("Type your password of today.");
            RuleFor(c => c.Password).GoodPassword(
                passwords,
                async (_, cancellationToken) =>
                {
                    var person = await db.Users.AsNoTracking().SingleAsync(u => u.Id == user.Id, cancellationToken);
                    return [person.DisplayName, person.LegalName, person.Email];
                });
        }
    }

    public sealed class Handler(
        AppDbContext db, Passwords passwords, StaffSessions sessions, AccountNotices notices, AccountActs acts,
        CurrentUser user)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.Users.SingleAsync(u => u.Id == user.Id, cancellationToken);
            if (!passwords.IsRight(person, request.Current))
                throw new RuleBrokenException("This is not your password.");

            passwords.Set(person, request.Password!);
            acts.Note("PasswordChanged", person.Id);
            notices.PasswordChanged(person);
            if (request.EndOtherSessions)
                await sessions.EndAllAsync(person.Id, user.SessionId, cancellationToken);
            return person.Id;
        }
    }
}
