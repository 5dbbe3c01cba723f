using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.SessionRatings;

/// <summary>The therapist's own view of a session, sent once and locked at once.</summary>
public static class RateSession
{
    public sealed record Query(Guid CaseId, int Number) : IQuery<Form>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command : ICommand<RatingReceipt>
    {
        public Guid CaseId { get; init; }

        public int Number { get; init; }

        /// <summary>By item id: a number of the scale, or "skip".</summary>
        public Dictionary<string, string?> Answers { get; init; } = new(StringComparer.Ordinal);
    }

    /// <summary>
    /// Without any earlier rating on it: seeing the last one would pull the next one towards it. The patient can rate
    /// while consent is in force and their form is neither sent nor closed.
    /// </summary>
    public sealed record Form(
        Guid CaseId, string Code, string TimeZone, int Number, DateOnly? HeldOn, DateTimeOffset? ClosesAt,
        DateTimeOffset? SentAt, bool IsLate, bool PatientCanRate, InstrumentDefinition? Instrument, Command Input);

    public sealed class Access(OwnCases own) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own case", (q, user, stop) => own.HasAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AppDbContext db) => RuleFor(c => c).CustomAsync(async (c, context, cancellationToken) =>
        {
            var form = await OwnForm(db, c.CaseId, c.Number).SingleOrDefaultAsync(cancellationToken);
            if (form is null || form.Status == AdministrationStatus.Done)
                return; // nothing to check: the handler answers

            var definition = await db.DefinitionAsync(form.InstrumentVersionId, cancellationToken);
            foreach (var (item, problem) in FormAnswers.Problems(definition, Rater.Therapist, c.Answers))
                context.AddFailure($"Answers[{item}]", problem);
        });
    }

    public sealed class FormHandler(AppDbContext db, TimeProvider clock) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await (
                from c in db.Cases
                join s in db.Sessions on c.Id equals s.CaseId
                where c.Id == request.CaseId && s.Number == request.Number
                select new
                {
                    s.Id,
                    c.Code,
                    c.TimeZone,
                    s.HeldOn,
                    Scopes = db.ConsentRecords.Where(r => r.CaseId == c.Id && r.WithdrawnAt == null).Select(r => r.Scopes).ToList(),
                }).SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException();
            var form = await OwnForm(db, request.CaseId, request.Number).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            var now = clock.GetUtcNow();
            var asked = await db.Administrations.AsNoTracking()
                .Where(a => a.SessionId == found.Id && a.Rater == Rater.Patient && a.Occasion == Occasion.After)
                .ToListAsync(cancellationToken);
            var definition = form is null ? null : await db.DefinitionAsync(form.InstrumentVersionId, cancellationToken);

            return new Form(
                request.CaseId, found.Code, found.TimeZone, request.Number, found.HeldOn, form?.WindowClosesAt,
                form?.Status == AdministrationStatus.Done ? form.FinishedAt : null,
                form is { Late: true } || form?.WindowClosesAt < now && form.Status != AdministrationStatus.Done,
                found.Scopes.Any(s => s.HasFlag(Domain.Consent.ConsentScopes.TakePart))
                    && asked.Any(a => a.StatusAt(now) is AdministrationStatus.Due or AdministrationStatus.Opened),
                definition,
                new Command { CaseId = request.CaseId, Number = request.Number });
        }
    }

    public sealed class Handler(AppDbContext db, RatingIntake intake, CurrentUser user) : IRequestHandler<Command, RatingReceipt>
    {
        public async Task<RatingReceipt> Handle(Command request, CancellationToken cancellationToken)
        {
            var form = await OwnForm(db, request.CaseId, request.Number).SingleOrDefaultAsync(cancellationToken)
                ?? throw new RuleBrokenException("Say first whether session {0} was held.", request.Number);

            // A second send is answered with the first one's receipt; nothing changes.
            return await intake.SubmitAsync(
                form, FormAnswers.Values(request.Answers), CaptureMode.Account, user.Language ?? "en", user.Id, cancellationToken);
        }
    }

    private static IQueryable<Administration> OwnForm(AppDbContext db, Guid caseId, int number) =>
        from s in db.Sessions
        where s.CaseId == caseId && s.Number == number && s.HeldOn != null
        join a in db.Administrations on s.Id equals a.SessionId
        where a.Rater == Rater.Therapist && a.Perspective == Perspective.Own && a.Measure == Measure.Alliance
        select a;
}
