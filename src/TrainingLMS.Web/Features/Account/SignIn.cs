using FluentValidation;
using MediatR;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>Address and password: the first of two steps.</summary>
public static class SignIn
{
    public sealed record Command : ICommand<Guid>, IThrottled
    {
        public string? Email { get; init; }

        public string? Password { get; init; }

        public string? ReturnUrl { get; init; }

        public IReadOnlyList<ThrottleLane> Lanes(CurrentUser user)
        {
            var account = $"sign-in {Email?.Trim().ToUpperInvariant()}";
            return [ThrottleLane.FromPlace(account, user.Address), ThrottleLane.FromAnywhere(account)];
        }
    }

    public sealed record Form(Command Input);

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [Allow.Anyone<Command>()];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Email).NotEmpty().WithMessage("Type your e-mail address.");
            RuleFor(c => c.Password).NotEmpty().WithMessage("Type your password.")
                .MaximumLength(PasswordRules.Longest).WithMessage("Use at most 256 characters.");
        }
    }

    /// <summary>Answers alike, and after the same work, whether or not there is such an account.</summary>
    public sealed class Handler(Passwords passwords) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await passwords.FindAsync(request.Email!, cancellationToken);
            return passwords.IsRight(person, request.Password)
                ? person!.Id
                : throw new RuleBrokenException("This e-mail address and password do not belong together. Please try again.");
        }
    }
}
