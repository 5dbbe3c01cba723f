using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Brings a person into the programme with one role or several.</summary>
public static class InvitePerson
{
    public sealed record Query(Guid ProgrammeId) : IQuery<Form>;

    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public string? Name { get; init; }

        public string? Email { get; init; }

        public IReadOnlyList<Role>? Roles { get; init; }

        public string? TherapistCode { get; init; }
    }

    public sealed record Form(string Programme, Command Input);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [PeopleRules.Administrator<Query>(q => q.ProgrammeId)];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().WithMessage("Type the person's name.").MaximumLength(200);
            RuleFor(c => c.Email).NotEmpty().WithMessage("Type the person's e-mail address.")
                .EmailAddress().WithMessage("This is not an e-mail address.").MaximumLength(254);
            RuleFor(c => c.Roles).NotEmpty().WithMessage("Choose at least one role.");
            RuleFor(c => c.TherapistCode).Matches($"^[A-Za-z0-9-]{{0,{Code.Longest}}}$")
                .WithMessage("Use up to 32 letters, digits and hyphens.");
        }
    }

    public sealed class FormHandler(AppDbContext db) : IRequestHandler<Query, Form>
    {
        public Task<Form> Handle(Query request, CancellationToken cancellationToken) => db.Programmes
            .Where(p => p.Id == request.ProgrammeId)
            .Select(p => new Form(p.Name, new Command { ProgrammeId = p.Id }))
            .SingleAsync(cancellationToken);
    }

    public sealed class Handler(AppDbContext db, Invitations invitations) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var programme = await db.Programmes.SingleAsync(p => p.Id == request.ProgrammeId, cancellationToken);
            var person = await invitations.InviteAsync(
                programme, request.Email!, request.Name!, request.Roles!, request.TherapistCode, cancellationToken);
            return person.Id;
        }
    }
}
