using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>A person's own names, licence, time zone and language.</summary>
public static class EditProfile
{
    public sealed record Query : IQuery<Form>;

    public sealed record Command : ICommand<string>
    {
        public string? DisplayName { get; init; }

        public string? LegalName { get; init; }

        public string? LicenceNumber { get; init; }

        public string? TimeZone { get; init; }

        public string? Language { get; init; }
    }

    /// <param name="First">The person has just joined.</param>
    /// <param name="Input">What comes back.</param>
    public sealed record Form(bool First, Command Input);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [Allow.SignedIn<Query>()];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [Allow.SignedIn<Command>()];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.DisplayName).NotEmpty().WithMessage("Type the name that others see.").MaximumLength(200);
            RuleFor(c => c.LegalName).NotEmpty().WithMessage("Type your name as it should stand on certificates.")
                .MaximumLength(200);
            RuleFor(c => c.LicenceNumber).MaximumLength(100);
            RuleFor(c => c.TimeZone).Must(TimeZones.IsKnown).WithMessage("Choose your time zone.");
            RuleFor(c => c.Language).Must(l => WebSetup.Languages.Contains(l)).WithMessage("Choose a language.");
        }
    }

    public sealed class FormHandler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Form>
    {
        public Task<Form> Handle(Query request, CancellationToken cancellationToken) => db.Users
            .Where(u => u.Id == user.Id)
            .Select(u => new Form(u.LegalName == null, new Command
            {
                DisplayName = u.DisplayName,
                LegalName = u.LegalName,
                LicenceNumber = u.LicenceNumber,
                TimeZone = u.TimeZone,
                Language = u.Language,
            }))
            .SingleAsync(cancellationToken);
    }

    public sealed class Handler(AppDbContext db, CurrentUser user) : IRequestHandler<Command, string>
    {
        public async Task<string> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.Users.SingleAsync(u => u.Id == user.Id, cancellationToken);
            person.DisplayName = request.DisplayName!.Trim();
            person.LegalName = request.LegalName!.Trim();
            person.LicenceNumber = string.IsNullOrWhiteSpace(request.LicenceNumber) ? null : request.LicenceNumber.Trim();
            person.TimeZone = request.TimeZone!;
            person.Language = request.Language!;
            return person.Language;
        }
    }
}
