using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>The second step: a code of the authenticator app, or a recovery code.</summary>
public static class ShowFactor
{
    public sealed record Query(string? ReturnUrl) : IQuery<Form>;

    public sealed record Command : ICommand<Shown>, IThrottled
    {
        public string? Code { get; init; }

        public string? ReturnUrl { get; init; }

        public IReadOnlyList<ThrottleLane> Lanes(CurrentUser user) => [ThrottleLane.OfPerson("factor", user.Id)];
    }

    /// <param name="MustEnrol">There is no second factor yet: it is set up first.</param>
    /// <param name="Input">What comes back.</param>
    public sealed record Form(bool MustEnrol, Command Input);

    public sealed record Shown(Guid Person, string Factor);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [Own<Query>()];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [Own<Command>()];

        private static Grant<T> Own<T>() => Allow.To<T>(Who.HalfSignedIn, "own", (_, _, _) => Task.FromResult(true));
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Code).NotEmpty().WithMessage("Type the code.").MaximumLength(64);
    }

    public sealed class FormHandler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Form>
    {
        public Task<Form> Handle(Query request, CancellationToken cancellationToken) => db.Users
            .Where(u => u.Id == user.Id)
            .Select(u => new Form(!u.TwoFactorEnabled, new Command { ReturnUrl = request.ReturnUrl }))
            .SingleAsync(cancellationToken);
    }

    public sealed class Handler(AppDbContext db, SecondFactor factor, AccountActs acts, CurrentUser user)
        : IRequestHandler<Command, Shown>
    {
        private const int AuthenticatorDigits = 6;

        public async Task<Shown> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.Users.SingleAsync(u => u.Id == user.Id, cancellationToken);
            var typed = string.Concat(request.Code!.Where(char.IsLetterOrDigit));
            if (!person.TwoFactorEnabled)
                throw new NotFoundException();

            if (typed.Length == AuthenticatorDigits)
            {
                if (await factor.TakeCodeAsync(person, typed, cancellationToken))
                    return Let(person.Id, "authenticator");

                throw new RuleBrokenException(
                    "This code does not fit. Each code works once; wait for the next one and type it soon.");
            }

            if (await factor.TakeRecoveryCodeAsync(person, typed, cancellationToken))
                return Let(person.Id, "recovery-code");

            throw new RuleBrokenException("This is no recovery code of yours, or it has been used.");
        }

        private Shown Let(Guid person, string how)
        {
            acts.Note("SignedIn", person, how);
            return new Shown(person, how);
        }
    }
}
