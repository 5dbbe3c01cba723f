using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Pipeline;
using Facts = TrainingLMS.Reports.Documents.FeedbackReport;
using FeedbackReport = TrainingLMS.Domain.Reports.FeedbackReport;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>The named trainer sees what the therapist will see, adds a word, and proposes a conversation about it.</summary>
public static class ReviewReport
{
    public const string Closed =
        "Something in this report may not be shown any more: a patient has taken back consent, or a case was handed over.";

    public sealed record Query(Guid Id) : IQuery<Form>, IViews
    {
        Guid? IViews.ReportId => Id;
    }

    public sealed record Command : ICommand<Guid>
    {
        public Guid Id { get; init; }

        public string? Paragraph { get; init; }

        public DateOnly? Day { get; init; }

        public TimeOnly? Hour { get; init; }
    }

    /// <param name="Id">The report.</param>
    /// <param name="Therapist">Whom it is for.</param>
    /// <param name="CutOff">Sessions up to this day are in it.</param>
    /// <param name="Status">How far along it is.</param>
    /// <param name="SentAt">When it was sent.</param>
    /// <param name="OpenedAt">When the therapist first opened it.</param>
    /// <param name="Zone">The zone of the proposed hour.</param>
    /// <param name="Hash">Of the stored PDF.</param>
    /// <param name="Facts">The report; empty while something in it may not be shown any more.</param>
    /// <param name="Input">What the trainer adds.</param>
    public sealed record Form(
        Guid Id, string Therapist, DateOnly CutOff, ReportStatus Status, DateTimeOffset? SentAt, DateTimeOffset? OpenedAt,
        string Zone, string Hash, Facts? Facts, Command Input)
    {
        public bool CanChange => Status is ReportStatus.Draft or ReportStatus.Reviewed;
    }

    public sealed class Access(ReportRights rights) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [rights.Reviewer<Query>(q => q.Id)];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [rights.Reviewer<Command>(c => c.Id)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Paragraph).MaximumLength(FeedbackReport.LongestParagraph)
                .WithMessage("Please keep it to 2000 characters.");
            RuleFor(c => c.Hour).NotNull().When(c => c.Day is not null).WithMessage("Say at what time.");
            RuleFor(c => c.Day).NotNull().When(c => c.Hour is not null).WithMessage("Say on which day.");
        }
    }

    public sealed class FormHandler(AppDbContext db, ProgrammeReports reports) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await (
                from report in db.FeedbackReports.Include(r => r.Content).AsNoTracking()
                where report.Id == request.Id
                join therapist in db.Users on report.TherapistId equals therapist.Id
                join programme in db.Programmes on report.ProgrammeId equals programme.Id
                select new { Report = report, report.Content, therapist.DisplayName, programme.TimeZone })
                .SingleAsync(cancellationToken);
            var (r, zone) = (found.Report, found.Report.ConsultationTimeZone ?? found.TimeZone);
            var proposed = r.ConsultationAt is { } at
                ? TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime
                : (DateTime?)null;

            var facts = FeedbackReportJson.Read(found.Content!.Model);
            var mayShow = await reports.MayStillShowAsync(r.ProgrammeId, r.TherapistId, facts, cancellationToken);

            return new Form(
                r.Id, found.DisplayName, r.CutOff, r.Status, r.SentAt, r.OpenedAt, zone, found.Content.Hash,
                mayShow ? facts : null,
                new Command
                {
                    Paragraph = r.Paragraph,
                    Day = proposed is { } day ? DateOnly.FromDateTime(day) : null,
                    Hour = proposed is { } hour ? TimeOnly.FromDateTime(hour) : null,
                });
        }
    }

    public sealed class Preparation(AppDbContext db, ReportDrawing drawing) : IPrepares<Command>
    {
        public async Task PrepareAsync(Command command, CancellationToken cancellationToken)
        {
            var report = await db.FeedbackReports.Include(r => r.Content).AsNoTracking()
                .SingleAsync(r => r.Id == command.Id, cancellationToken);
            var programme = await db.Programmes.SingleAsync(p => p.Id == report.ProgrammeId, cancellationToken);
            if (report.SentAt is null)
                await drawing.PrepareAsync(report, programme, cancellationToken);
        }
    }

    public sealed class Handler(AppDbContext db, ReportDrawing drawing, Seal seal, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var report = await db.FeedbackReports.Include(r => r.Content).SingleAsync(r => r.Id == request.Id, cancellationToken);
            if (report.Status is not (ReportStatus.Draft or ReportStatus.Reviewed))
                throw new RuleBrokenException("This report has been sent and cannot be changed.");

            var programme = await db.Programmes.SingleAsync(p => p.Id == report.ProgrammeId, cancellationToken);
            var now = clock.GetUtcNow();
            var at = Instant(request, programme.TimeZone);
            if (at <= now)
                throw new RuleBrokenException("The proposed consultation lies in the past.");

            var paragraph = string.IsNullOrWhiteSpace(request.Paragraph) ? null : request.Paragraph.Trim().ReplaceLineEndings("\n");
            var facts = (await drawing.FactsAsync(report, programme, cancellationToken)) with
            {
                TrainerName = user.DisplayName,
                TrainerParagraph = paragraph,
                Consultation = at is null ? null : new ProposedConsultation(request.Day!.Value, request.Hour!.Value, programme.TimeZone),
            };
            if (ReadinessWords.Of(facts.Readiness) is { } why)
                throw new RuleBrokenException(why.Text, why.Arguments);

            ProgrammeReports.Redraw(report.Content!, facts);
            report.Review(paragraph, at, at is null ? null : programme.TimeZone, report.Content!, now);
            await db.SaveChangesAsync(cancellationToken);
            await seal.LogRevealsAsync(programme.Id, user.Id, ProgrammeReports.Shown(facts), cancellationToken);
            return report.Id;
        }

        private static DateTimeOffset? Instant(Command request, string zone)
        {
            if (request is not { Day: { } day, Hour: { } hour })
                return null;

            var rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
            var local = day.ToDateTime(hour);
            return rules.IsInvalidTime(local)
                ? throw new RuleBrokenException("That hour does not exist on that day: the clocks change. Choose another time.")
                : new DateTimeOffset(local, rules.GetUtcOffset(local)).ToUniversalTime();
        }
    }
}
