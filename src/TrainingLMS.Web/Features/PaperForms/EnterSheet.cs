using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PaperForms;

/// <summary>Site staff type in a sealed sheet. It counts as the patient's, is marked "paper", and is never shown again.</summary>
public static class EnterSheet
{
    /// <summary>The first sheet of a programme and then each fifth is typed in twice.</summary>
    public const int CheckedOneIn = 5;

    public sealed record Query(Guid CaseId, int Number, Occasion Occasion) : IQuery<Form>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command : ICommand<RatingReceipt>
    {
        public Guid CaseId { get; init; }

        public int Number { get; init; }

        public Occasion Occasion { get; init; }

        /// <summary>The day on the sheet; whether it was in time is judged by it.</summary>
        public DateOnly? FilledOn { get; init; }

        /// <summary>By form and item: a number of the scale, or "skip" where the sheet has none.</summary>
        public Dictionary<string, string?> Answers { get; init; } = new(StringComparer.Ordinal);
    }

    public sealed record Form(
        Guid CaseId, string Code, int Number, Occasion Occasion, string TimeZone, DateOnly? HeldOn, bool IsDone,
        IReadOnlyList<InstrumentDefinition> Forms, Command Input);

    public sealed class Access(PaperRights rights) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.SiteStaff, "programme, not own patients", (q, user, stop) => rights.MayAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.SiteStaff, "programme, not own patients", (c, user, stop) => rights.MayAsync(c.CaseId, user, stop))];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(SheetReader sheets) => RuleFor(c => c).CustomAsync(async (c, context, cancellationToken) =>
        {
            var sheet = await sheets.ReadAsync(c.CaseId, c.Number, c.Occasion, cancellationToken);
            if (c.FilledOn is null)
                context.AddFailure(nameof(c.FilledOn), "Give the day on the sheet.");

            if (!sheet.IsDone)
            {
                foreach (var (field, problem) in sheet.Problems(c.Answers))
                    context.AddFailure($"Answers[{field}]", problem);
            }
        });
    }

    public sealed class FormHandler(SheetReader sheets, AppDbContext db) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var sheet = await sheets.ReadAsync(request.CaseId, request.Number, request.Occasion, cancellationToken);
            var asked = sheet.Forms.Select(f => f.Definition).ToList();
            if (asked.Count == 0)
            {
                // Nobody gave this form out on a screen: what the programme asks now.
                var versions = await db.ProgrammeInstruments
                    .Where(p => p.ProgrammeId == sheet.Programme.Id && p.Occasion == request.Occasion && p.Rater == Rater.Patient)
                    .OrderBy(p => p.Measure).Select(p => p.InstrumentVersionId).ToListAsync(cancellationToken);
                foreach (var version in versions)
                    asked.Add(await db.DefinitionAsync(version, cancellationToken));
            }

            return new Form(
                sheet.Case.Id, sheet.Case.Code, sheet.Session.Number, request.Occasion, sheet.Case.TimeZone,
                sheet.Session.HeldOn, sheet.IsDone, asked, new Command { FilledOn = sheet.Session.HeldOn });
        }
    }

    public sealed class Handler(
        AppDbContext db, SheetReader sheets, RatingIntake intake, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, RatingReceipt>
    {
        public async Task<RatingReceipt> Handle(Command request, CancellationToken cancellationToken)
        {
            var sheet = await sheets.EnsureAsync(request.CaseId, request.Number, request.Occasion, cancellationToken);
            if (sheet.Forms.Count == 0)
                throw new RuleBrokenException("The programme asks the patient nothing here.");

            if (sheet.Problems(request.Answers).Any() && !sheet.IsDone)
                throw new RuleBrokenException("Some questions are still open. Choose a number or skip them.");

            var (zone, filled) = (sheet.Case.TimeZone, request.FilledOn!.Value);
            if (filled > LocalDay.Of(clock.GetUtcNow(), zone))
                throw new RuleBrokenException("Choose today or an earlier day.");

            if (request.Occasion == Occasion.After && filled < sheet.Session.HeldOn)
                throw new RuleBrokenException("Session {0} was on {1}; this one cannot be earlier.", sheet.Session.Number, sheet.Session.HeldOn!);

            var scopes = await db.ConsentRecords.Where(r => r.CaseId == sheet.Case.Id && r.WithdrawnAt == null)
                .Select(r => r.Scopes).SingleOrDefaultAsync(cancellationToken);
            if (!scopes.HasFlag(ConsentScopes.TakePart))
                throw new RuleBrokenException("There is no consent in force.");

            RatingReceipt? receipt = null;
            for (var n = 0; n < sheet.Forms.Count; n++)
            {
                var form = sheet.Forms[n].Form;
                receipt = await intake.SubmitAsync(
                    form, FormAnswers.Values(sheet.AnswersTo(n, request.Answers)), CaptureMode.Paper, sheet.Case.Language,
                    user.Id, LocalDay.StartOf(filled, zone), cancellationToken);
                if (receipt.Stored && await IsCheckedAsync(form, cancellationToken))
                {
                    db.Add(new PaperCheck
                    {
                        ProgrammeId = form.ProgrammeId,
                        AdministrationId = form.Id,
                        AskedAt = clock.GetUtcNow(),
                    });
                }
            }

            foreach (var ticket in await db.FormTickets
                .Where(t => t.SessionId == sheet.Session.Id && t.Occasion == request.Occasion && t.UsedAt == null && t.RevokedAt == null)
                .ToListAsync(cancellationToken))
                ticket.Revoke(clock.GetUtcNow());

            return receipt!;
        }

        private async Task<bool> IsCheckedAsync(Administration form, CancellationToken cancellationToken) =>
            await db.Administrations.CountAsync(
                a => a.ProgrammeId == form.ProgrammeId && a.Mode == CaptureMode.Paper && a.Id != form.Id,
                cancellationToken) % CheckedOneIn == 0;
    }
}
