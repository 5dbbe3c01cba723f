using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Consent;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>A therapist opens a case by a code; its sessions lie empty and ready. There is no field for a name.</summary>
public static class AddCase
{
    public static readonly string[] AgeBands = ["under 18", "18–24", "25–34", "35–44", "45–54", "55–64", "65–74", "75 and over"];

    public sealed record Query(Guid? ProgrammeId) : IQuery<Form>;

    public sealed record Command : ICommand<Guid>, IConsentInput
    {
        public Guid ProgrammeId { get; init; }

        public string? Code { get; init; }

        public string? AgeBand { get; init; }

        public SessionMode? SessionMode { get; init; }

        public DateOnly? StartedOn { get; init; }

        public string? Language { get; init; }

        public string? TimeZone { get; init; }

        /// <summary>Whether the consent is written down now; it can be later, and no form opens before.</summary>
        public bool HasConsent { get; init; }

        public DateOnly? ConsentOn { get; init; }

        public string? ConsentLanguage { get; init; }

        public ConsentScopes[] Scopes { get; init; } = [];
    }

    public sealed record Form(
        IReadOnlyList<(Guid Id, string Name)> Programmes, Programme Programme,
        IReadOnlyList<(string Language, string Body)> ConsentTexts, Command Input);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own programme", (q, user, _) =>
                Task.FromResult(q.ProgrammeId is not { } id || user.Holds(Role.Therapist, id)))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.InProgramme<Command>(Role.Therapist, c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AppDbContext db, TimeProvider clock)
        {
            RuleFor(c => c.Code)
                .NotEmpty().WithMessage("Give the case a code.")
                .MaximumLength(Code.Longest).WithMessage("A code has at most 32 characters.")
                .Matches("^[A-Za-z0-9][A-Za-z0-9-]*$").When(c => !string.IsNullOrEmpty(c.Code), ApplyConditionTo.CurrentValidator)
                .WithMessage("A code has letters, digits and hyphens only.");
            RuleFor(c => c.AgeBand).Must(a => a is null || AgeBands.Contains(a, StringComparer.Ordinal)).WithMessage("Choose from the list.");
            RuleFor(c => c.SessionMode).NotNull().WithMessage("Say how you meet.").IsInEnum();
            RuleFor(c => c.Language).Must(l => WebSetup.Languages.Contains(l, StringComparer.Ordinal)).WithMessage("Choose a language.");
            RuleFor(c => c.TimeZone).Must(TimeZones.IsKnown)
                .WithMessage("Choose a time zone from the list.");
            RuleFor(c => c.StartedOn).NotNull().WithMessage("Say when the treatment started.")
                .Must(d => d is null || d >= new DateOnly(2000, 1, 1)).WithMessage("This day lies too far back.");
            RuleFor(c => c).CustomAsync(async (c, context, cancellationToken) =>
            {
                if (!TimeZones.IsKnown(c.TimeZone))
                    return;

                if (c.StartedOn > LocalDay.Of(clock.GetUtcNow(), c.TimeZone!))
                    context.AddFailure(nameof(c.StartedOn), "Choose today or an earlier day.");

                if (c.Code is not null && await db.Cases.AnyAsync(
                    o => o.ProgrammeId == c.ProgrammeId && o.Code == Code.Normalise(c.Code), cancellationToken))
                    context.AddFailure(nameof(c.Code), "This code is taken. Choose another one.");

                if (c.HasConsent)
                {
                    var programme = await db.Programmes.SingleAsync(p => p.Id == c.ProgrammeId, cancellationToken);
                    ConsentChoices.Check(context, c, programme, c.TimeZone!, clock.GetUtcNow());
                }
            });
        }
    }

    public sealed class FormHandler(AppDbContext db, ConsentWording wording, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var mine = user.ProgrammesAs(Role.Therapist);
            var programmes = await db.Programmes.Where(p => mine.Contains(p.Id)).OrderBy(p => p.Name)
                .AsNoTracking().ToListAsync(cancellationToken);
            var programme = programmes.SingleOrDefault(p => p.Id == request.ProgrammeId) ?? programmes[0];
            return new Form(
                [.. programmes.Select(p => (p.Id, p.Name))],
                programme,
                [.. WebSetup.Languages.Select(l => (l, wording.Body(programme, l)))],
                new Command
                {
                    ProgrammeId = programme.Id,
                    SessionMode = Domain.Cases.SessionMode.InPerson,
                    StartedOn = LocalDay.Of(clock.GetUtcNow(), programme.TimeZone),
                    Language = programme.Language,
                    TimeZone = programme.TimeZone,
                    ConsentLanguage = programme.Language,
                    Scopes = [ConsentScopes.TakePart],
                });
        }
    }

    public sealed class Handler(AppDbContext db, ConsentTexts texts, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var programme = await db.Programmes.SingleAsync(p => p.Id == request.ProgrammeId, cancellationToken);
            await InstrumentPublisher.EnsureForProgrammeAsync(db, programme.Id, cancellationToken);

            var added = new Case
            {
                ProgrammeId = programme.Id,
                Code = Code.Normalise(request.Code!),
                AgeBand = request.AgeBand,
                SessionMode = request.SessionMode!.Value,
                TimeZone = request.TimeZone!,
                Language = request.Language!,
                StartedOn = request.StartedOn!.Value,
            };
            added.PlanSessions(programme.SessionsPerCase);
            db.Add(added);
            db.Add(new CaseOf
            {
                ProgrammeId = programme.Id,
                CaseId = added.Id,
                TherapistId = user.Id,
                From = added.StartedOn,
            });

            var version = await texts.EnsureAsync(programme, cancellationToken);
            if (request.HasConsent)
                db.Add(ConsentChoices.Record(request, programme.Id, added.Id, version, added.TimeZone, user.Id, clock.GetUtcNow()));

            return added.Id;
        }
    }
}
