using FluentValidation;
using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Installation;

/// <summary>Another e-mail address for somebody who cannot read the old one any more.</summary>
public static class MoveAddress
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid PersonId { get; init; }

        public string? NewAddress { get; init; }

        /// <summary>How the person was identified; kept in the audit.</summary>
        public string? Ground { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => InstallationRules.Administrator<Command>();
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.NewAddress).NotEmpty().WithMessage("Type the person's e-mail address.")
                .EmailAddress().WithMessage("This is not an e-mail address.").MaximumLength(254);
            RuleFor(c => c.Ground).NotEmpty().WithMessage(InstallationRules.SayHow).MaximumLength(500);
        }
    }

    public sealed class Handler(AppDbContext db, AccountRecovery recovery, CurrentUser user) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.SomebodyElseAsync(user, request.PersonId, cancellationToken);
            await recovery.ChangeAddressAsync(person, request.NewAddress!, programme: null, request.Ground, cancellationToken);
            return person.Id;
        }
    }
}
