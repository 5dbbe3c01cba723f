using FluentValidation;
using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>For somebody who has lost phone and recovery codes, after the administrator has made sure who it is.</summary>
public static class ResetFactor
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid PersonId { get; init; }

        /// <summary>How the person was identified; kept in the audit.</summary>
        public string? Reason { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason)
            .NotEmpty().WithMessage("Write how you made sure who this is: by telephone, in person, by video.")
            .MaximumLength(500);
    }

    public sealed class Handler(AppDbContext db, AccountRecovery recovery, CurrentUser user) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.AccountOfAsync(user, request.ProgrammeId, request.PersonId, cancellationToken);
            await recovery.ResetFactorAsync(person, request.Reason!, cancellationToken);
            return person.Id;
        }
    }
}
