using FluentValidation;
using MediatR;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Installation;

/// <summary>One more administrator of the installation, so that no single person can be locked out with it.</summary>
public static class InviteAdministrator
{
    public sealed record Command : ICommand<Guid>
    {
        public string? Name { get; init; }

        public string? Email { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => InstallationRules.Administrator<Command>();
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().WithMessage("Type the person's name.").MaximumLength(200);
            RuleFor(c => c.Email).NotEmpty().WithMessage("Type the person's e-mail address.")
                .EmailAddress().WithMessage("This is not an e-mail address.").MaximumLength(254);
        }
    }

    public sealed class Handler(Invitations invitations, AccountActs acts) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await invitations.InviteAdministratorAsync(request.Email!, request.Name!, cancellationToken);
            acts.Note("InstallationAdministratorNamed", person.Id);
            return person.Id;
        }
    }
}
