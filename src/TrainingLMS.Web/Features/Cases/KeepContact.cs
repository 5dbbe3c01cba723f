using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>
/// Where links to the forms go, for a patient who agreed to that: written once, shown never again, destroyed on wish.
/// </summary>
public static partial class KeepContact
{
    public sealed record Query(Guid CaseId) : IQuery<Form>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command : ICommand<Guid>
    {
        public Guid CaseId { get; init; }

        public ContactChannel? Channel { get; init; }

        public string? Address { get; init; }

        public bool Reminders { get; init; }
    }

    public sealed record Destroy(Guid CaseId) : ICommand<Guid>;

    /// <param name="CaseId">The case.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Agreed">The consent in force has the scope.</param>
    /// <param name="Kept">By which way the patient can be written to now; the address itself is not shown.</param>
    /// <param name="Stopped">The patient asked for no more messages.</param>
    /// <param name="ProgrammeReminds">Otherwise nobody is asked about reminders.</param>
    /// <param name="Input">What is written down.</param>
    public sealed record Form(
        Guid CaseId, string Code, bool Agreed, ContactChannel? Kept, bool Stopped, bool ProgrammeReminds, Command Input);

    public sealed class Access(OwnCases own) : IAccess<Query>, IAccess<Command>, IAccess<Destroy>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own case", (q, user, stop) => own.HasAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];

        IReadOnlyList<Grant<Destroy>> IAccess<Destroy>.Grants { get; } =
            [Allow.To<Destroy>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];
    }

    public sealed partial class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Channel).NotNull().WithMessage("Choose e-mail or text message.").IsInEnum();
            RuleFor(c => c.Address).NotEmpty().WithMessage("Write the address or number.")
                .MaximumLength(254).WithMessage("This address is too long.");
            RuleFor(c => c.Address).Must(a => MailboxAddress.TryParse(a!.Trim(), out var box) && box.Address == a.Trim() && a.Contains('@', StringComparison.Ordinal))
                .When(c => c.Channel == ContactChannel.Mail && !string.IsNullOrWhiteSpace(c.Address))
                .WithMessage("This is not an e-mail address.");
            RuleFor(c => c.Address).Must(a => Number().IsMatch(a!.Trim()))
                .When(c => c.Channel == ContactChannel.Sms && !string.IsNullOrWhiteSpace(c.Address))
                .WithMessage("Write the number with + and the country, such as +1 613 555 0100.");
        }

        [GeneratedRegex(@"^\+[1-9][0-9 ]{6,18}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Number();
    }

    public sealed class FormHandler(AppDbContext db) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await (
                from c in db.Cases
                where c.Id == request.CaseId
                join p in db.Programmes on c.ProgrammeId equals p.Id
                select new
                {
                    c.Code,
                    p.Reminders,
                    Scopes = db.ConsentRecords.Where(r => r.CaseId == c.Id && r.WithdrawnAt == null).Select(r => r.Scopes).ToList(),
                }).SingleAsync(cancellationToken);
            var contact = await db.PatientContacts.Where(c => c.CaseId == request.CaseId)
                .Select(c => new { c.Channel, c.StoppedAt, c.Reminders }).SingleOrDefaultAsync(cancellationToken);
            return new Form(
                request.CaseId, found.Code, found.Scopes.Any(s => s.HasFlag(ConsentScopes.Contact)), contact?.Channel,
                contact?.StoppedAt is not null, found.Reminders,
                new Command
                {
                    CaseId = request.CaseId,
                    Channel = contact?.Channel ?? ContactChannel.Mail,
                    Reminders = contact?.Reminders ?? false,
                });
        }
    }

    public sealed class Handler(AppDbContext db, PatientContacts contacts, StoppingPart stopping, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var item = await db.Cases.SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var scopes = await db.ConsentRecords.Where(r => r.CaseId == item.Id && r.WithdrawnAt == null)
                .Select(r => r.Scopes).SingleOrDefaultAsync(cancellationToken);
            if (!scopes.HasFlag(ConsentScopes.Contact))
                throw new RuleBrokenException("Record first that the patient agrees that links are sent.");

            await stopping.ForgetContactAsync(item.Id, cancellationToken);
            await db.SaveChangesAsync(cancellationToken); // one address a case, the index says
            db.Add(new PatientContact
            {
                ProgrammeId = item.ProgrammeId,
                CaseId = item.Id,
                Encrypted = contacts.Close(item.Id, request.Address!),
                Channel = request.Channel!.Value,
                Reminders = request.Reminders,
                CreatedAt = clock.GetUtcNow(),
            });
            return item.Id;
        }
    }

    public sealed class DestroyHandler(StoppingPart stopping) : IRequestHandler<Destroy, Guid>
    {
        public async Task<Guid> Handle(Destroy request, CancellationToken cancellationToken)
        {
            await stopping.ForgetContactAsync(request.CaseId, cancellationToken);
            return request.CaseId;
        }
    }
}
