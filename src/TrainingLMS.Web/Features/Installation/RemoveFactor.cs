using FluentValidation;
using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Installation;

/// <summary>For somebody who has lost phone and recovery codes and whose account is no single programme's.</summary>
public static class RemoveFactor
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid PersonId { get; init; }

        /// <summary>How the person was identified; kept in the audit.</summary>
        public string? Reason { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => InstallationRules.Administrator<Command>();
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).NotEmpty().WithMessage(InstallationRules.SayHow).MaximumLength(500);
    }

    public sealed class Handler(AppDbContext db, AccountRecovery recovery, CurrentUser user) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.SomebodyElseAsync(user, request.PersonId, cancellationToken);
            await recovery.ResetFactorAsync(person, request.Reason!, cancellationToken);
            return person.Id;
        }
    }
}
