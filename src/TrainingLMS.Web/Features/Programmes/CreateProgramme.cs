using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Programmes;

/// <summary>A new programme, with the person who will run it.</summary>
public static class CreateProgramme
{
    public sealed record Query : IQuery<Form>;

    public sealed record Command : ProgrammeInput, ICommand<Guid>
    {
        public string? Organisation { get; init; }

        public string? Code { get; init; }

        public int? SessionsPerCase { get; init; }

        public string? AdministratorName { get; init; }

        public string? AdministratorEmail { get; init; }
    }

    /// <param name="Organisations">Names that can be chosen again.</param>
    /// <param name="Input">What comes back.</param>
    public sealed record Form(IReadOnlyList<string> Organisations, Command Input);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [Administrator<Query>()];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [Administrator<Command>()];

        private static Grant<T> Administrator<T>() =>
            Allow.To<T>(Who.InstallationAdministrator, "installation", (_, _, _) => Task.FromResult(true));
    }

    public sealed class Validator : ProgrammeInputValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Organisation).NotEmpty().WithMessage("Name the organisation.").MaximumLength(200);
            RuleFor(c => c.Code).NotEmpty().WithMessage("Give the programme a short code.")
                .Matches("^[A-Za-z0-9-]{2,32}$").WithMessage("Use 2 to 32 letters, digits and hyphens.");
            RuleFor(c => c.SessionsPerCase).NotNull().WithMessage("Say how many sessions of a case are rated.")
                .InclusiveBetween(1, 50).WithMessage("Between 1 and 50 sessions.");
            RuleFor(c => c.AdministratorName).NotEmpty().WithMessage("Name the programme's administrator.").MaximumLength(200);
            RuleFor(c => c.AdministratorEmail).NotEmpty().WithMessage("Type the administrator's e-mail address.")
                .EmailAddress().WithMessage("This is not an e-mail address.").MaximumLength(254);
        }
    }

    public sealed class FormHandler(AppDbContext db) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken) => new(
            await db.Organisations.OrderBy(o => o.Name).Select(o => o.Name).ToListAsync(cancellationToken),
            new Command
            {
                SessionsPerCase = 6,
                RatingWindowHours = 48,
                Disclosure = DisclosureKind.Sealed,
                Language = WebSetup.Languages[0],
            });
    }

    public sealed class Handler(AppDbContext db, Invitations invitations, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var code = Code.Normalise(request.Code!);
            if (await db.Programmes.AnyAsync(p => p.Code == code, cancellationToken))
                throw new RuleBrokenException("There is a programme {0} already. Choose another code.", code);

            var name = request.Organisation!.Trim();
            var organisation = await db.Organisations.FirstOrDefaultAsync(o => o.Name == name, cancellationToken);
            if (organisation is null)
                db.Organisations.Add(organisation = new Organisation { Name = name });

            var policy = request.Policy();
            var programme = new Programme
            {
                OrganisationId = organisation.Id,
                Code = code,
                Name = request.Name!.Trim(),
                TimeZone = request.TimeZone!,
                Language = request.Language!,
                SessionsPerCase = request.SessionsPerCase!.Value,
                Disclosure = policy.Kind,
                DisclosureSession = policy.Session,
                RatingWindowHours = request.RatingWindowHours!.Value,
                Reminders = request.Reminders,
                QuietFromHour = request.QuietFromHour!.Value,
                QuietUntilHour = request.QuietUntilHour!.Value,
                CrisisText = request.CrisisText!.Trim(),
                CrisisTextFrench = request.CrisisTextFrench!.Trim(),
                CreatedAt = clock.GetUtcNow(),
            };
            db.Programmes.Add(programme);
            db.Scope.Include(programme.Id); // for this request: its first member is written below
            await invitations.InviteAsync(
                programme, request.AdministratorEmail!, request.AdministratorName!, [Role.ProgrammeAdministrator],
                therapistCode: null, cancellationToken);
            return programme.Id;
        }
    }
}
