using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>Sets up an authenticator app: at first, or another one instead.</summary>
public static class EnrolFactor
{
    public sealed record Query : IQuery<Form>
    {
        /// <summary>The key that the page has offered already, when a form comes back.</summary>
        public string? SealedKey { get; init; }
    }

    public sealed record Command : ICommand<Enrolled>, IThrottled
    {
        public string? SealedKey { get; init; }

        public string? Code { get; init; }

        /// <summary>Asked of a person who has an authenticator already.</summary>
        public string? Password { get; init; }

        public IReadOnlyList<ThrottleLane> Lanes(CurrentUser user) => [ThrottleLane.OfPerson("enrol", user.Id)];
    }

    /// <param name="First">The person has none yet.</param>
    /// <param name="Offer">The key to take into the app.</param>
    /// <param name="Input">What comes back.</param>
    public sealed record Form(bool First, SecondFactor.Enrolment Offer, Command Input);

    public sealed record Enrolled(Guid Person, IReadOnlyList<string> RecoveryCodes, string Next);

    public sealed class Access(AppDbContext db) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [First<Query>(), Allow.SignedIn<Query>()];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [First<Command>(), Allow.SignedIn<Command>()];

        // Somebody with the password alone must not put their own app in place of the owner's.
        private Grant<T> First<T>() => Allow.To<T>(Who.HalfSignedIn, "own, none yet", (_, user, cancellationToken) =>
            db.Users.AnyAsync(u => u.Id == user.Id && !u.TwoFactorEnabled, cancellationToken));
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Code).NotEmpty().WithMessage("Type the six digits that the app shows.");
    }

    public sealed class FormHandler(AppDbContext db, SecondFactor factor, CurrentUser user) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var person = await db.Users.AsNoTracking().SingleAsync(u => u.Id == user.Id, cancellationToken);
            var offer = factor.Offer(person.Id, person.Email!, request.SealedKey);
            return new Form(!person.TwoFactorEnabled, offer, new Command { SealedKey = offer.Sealed });
        }
    }

    public sealed class Handler(
        AppDbContext db, SecondFactor factor, Passwords passwords, StaffSessions sessions, AccountNotices notices,
        AccountActs acts, CurrentUser user) : IRequestHandler<Command, Enrolled>
    {
        public async Task<Enrolled> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.Users.SingleAsync(u => u.Id == user.Id, cancellationToken);
            var first = !person.TwoFactorEnabled;
            if (!first && !passwords.IsRight(person, request.Password))
                throw new RuleBrokenException("This is not your password.");

            var codes = await factor.EnrolAsync(person, request.SealedKey ?? "", request.Code!, cancellationToken)
                ?? throw new RuleBrokenException(
                    "This code does not fit. Check that the app shows TrainingLMS and that the phone's clock is right.");

            await sessions.EndAllAsync(person.Id, except: null, cancellationToken); // this one starts anew
            acts.Note("FactorChanged", person.Id);
            notices.FactorChanged(person);
            return new Enrolled(person.Id, codes, person.LegalName is null ? "/account/profile" : "/account");
        }
    }
}
