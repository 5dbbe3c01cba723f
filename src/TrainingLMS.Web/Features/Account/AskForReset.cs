using FluentValidation;
using MediatR;
using TrainingLMS.Data.Identity;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>Asks for a mail with which a forgotten password can be replaced. Says the same whoever asks.</summary>
public static class AskForReset
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);

    public sealed record Command : ICommand<bool>, IThrottled
    {
        public string? Email { get; init; }

        /// <summary>Nobody's letterbox is to be filled.</summary>
        public IReadOnlyList<ThrottleLane> Lanes(CurrentUser user) =>
            [ThrottleLane.FromPlace($"reset {Email?.Trim().ToUpperInvariant()}", user.Address) with { FreeTries = 3, Sticks = true }];
    }

    public sealed record Form(bool Sent, Command Input);

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [Allow.Anyone<Command>()];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Email).NotEmpty().WithMessage("Type your e-mail address.")
            .EmailAddress().WithMessage("This is not an e-mail address.").MaximumLength(254);
    }

    public sealed class Handler(Passwords passwords, OneTimeLinks links, AccountNotices notices)
        : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command request, CancellationToken cancellationToken)
        {
            // An address that was invited and has no password yet gets its invitation again from whoever invited it.
            if (await passwords.FindAsync(request.Email!, cancellationToken) is { PasswordHash: not null } person)
            {
                notices.Reset(
                    person, await links.IssueAsync(OneTimePurpose.PasswordReset, person.Id, _lifetime, cancellationToken));
            }

            return true;
        }
    }
}
