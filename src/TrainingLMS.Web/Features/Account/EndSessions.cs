using FluentValidation;
using MediatR;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>Ends one of a person's own sessions, or all but this one, after the password was typed once more.</summary>
public static class EndSessions
{
    public sealed record Command : ICommand<bool>, IThrottled
    {
        /// <summary>Empty: all others.</summary>
        public Guid? SessionId { get; init; }

        public string? Password { get; init; }

        public IReadOnlyList<ThrottleLane> Lanes(CurrentUser user) => [ThrottleLane.OfPerson("password", user.Id)];
    }

    public sealed record Form(Command Input);

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [Allow.SignedIn<Command>()];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Password).NotEmpty().WithMessage("Type your password.");
    }

    public sealed class Handler(Passwords passwords, StaffSessions sessions, CurrentUser user)
        : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!await passwords.IsRightAsync(user.Id, request.Password, cancellationToken))
                throw new RuleBrokenException("This is not your password.");

            if (request.SessionId is { } one)
                await sessions.EndOneAsync(user.Id, one, cancellationToken);
            else
                await sessions.EndAllAsync(user.Id, user.SessionId, cancellationToken);
            return true;
        }
    }
}
