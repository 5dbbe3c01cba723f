using FluentValidation;
using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Another e-mail address for a person: before joining with a new invitation, afterwards with word to the old one.</summary>
public static class ChangeAddress
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid PersonId { get; init; }

        public string? Email { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Email).NotEmpty().WithMessage("Type the person's e-mail address.")
            .EmailAddress().WithMessage("This is not an e-mail address.").MaximumLength(254);
    }

    public sealed class Handler(AppDbContext db, AccountRecovery recovery, CurrentUser user) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.AccountOfAsync(user, request.ProgrammeId, request.PersonId, cancellationToken);
            await recovery.ChangeAddressAsync(person, request.Email!, request.ProgrammeId, reason: null, cancellationToken);
            return person.Id;
        }
    }
}
