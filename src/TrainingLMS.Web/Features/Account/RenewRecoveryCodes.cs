using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>New recovery codes instead of the old ones, shown once.</summary>
public static class RenewRecoveryCodes
{
    public sealed record Command : ICommand<IReadOnlyList<string>>, IThrottled
    {
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

    public sealed class Handler(
        AppDbContext db, Passwords passwords, SecondFactor factor, AccountNotices notices, AccountActs acts,
        CurrentUser user)
        : IRequestHandler<Command, IReadOnlyList<string>>
    {
        public async Task<IReadOnlyList<string>> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.Users.SingleAsync(u => u.Id == user.Id, cancellationToken);
            if (!passwords.IsRight(person, request.Password))
                throw new RuleBrokenException("This is not your password.");

            acts.Note("RecoveryCodesRenewed", person.Id);
            notices.FactorChanged(person);
            return await factor.NewRecoveryCodesAsync(person, cancellationToken);
        }
    }
}
