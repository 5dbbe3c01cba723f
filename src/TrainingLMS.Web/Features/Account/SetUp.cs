using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>Makes the first administrator, with the link that the console printed.</summary>
public static class SetUp
{
    public sealed record Query(string Token) : IQuery<Form?>;

    public sealed record Command : ICommand<Guid>
    {
        public string? Token { get; init; }

        public string? Name { get; init; }

        public string? Email { get; init; }

        public string? Password { get; init; }
    }

    public sealed record Form(Command Input);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [Allow.Anyone<Query>()];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [Allow.Anyone<Command>()];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(Passwords passwords)
        {
            RuleFor(c => c.Name).NotEmpty().WithMessage("Type your name.").MaximumLength(200);
            RuleFor(c => c.Email).NotEmpty().WithMessage("Type your e-mail address.")
                .EmailAddress().WithMessage("This is not an e-mail address.").MaximumLength(254);
            RuleFor(c => c.Password).GoodPassword(
                passwords, (c, _) => Task.FromResult<IEnumerable<string?>>([c.Name, c.Email]));
        }
    }

    public sealed class FormHandler(OneTimeLinks links, AppDbContext db) : IRequestHandler<Query, Form?>
    {
        public async Task<Form?> Handle(Query request, CancellationToken cancellationToken) =>
            await links.FindAsync(OneTimePurpose.SetUp, request.Token, cancellationToken) is not null
            && !await db.Users.AnyAsync(cancellationToken)
                ? new Form(new Command())
                : null;
    }

    public sealed class Handler(OneTimeLinks links, AppDbContext db, Passwords passwords, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var link = await links.FindAsync(OneTimePurpose.SetUp, request.Token!, cancellationToken);
            if (link is null || !await links.UseAsync(link, cancellationToken) || await db.Users.AnyAsync(cancellationToken))
                throw new RuleBrokenException("This link no longer works. A restart of the program prints a new one.");

            var address = request.Email!.Trim();
            var person = new AppUser
            {
                Id = Guid.CreateVersion7(),
                UserName = address,
                NormalizedUserName = passwords.Normalise(address),
                Email = address,
                NormalizedEmail = passwords.Normalise(address),
                EmailConfirmed = true,
                DisplayName = request.Name!.Trim(),
                TimeZone = "Etc/UTC",
                Language = WebSetup.Languages[0],
                IsInstallationAdministrator = true,
                CreatedAt = clock.GetUtcNow(),
            };
            passwords.Set(person, request.Password!);
            db.Users.Add(person);
            return person.Id;
        }
    }
}
