using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>Draws a report and names who reads it first: whoever starts it, and nobody else.</summary>
public static class StartReport
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid TherapistId { get; init; }

        public Guid? CohortId { get; init; }

        public DateOnly CutOff { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } = [Allow.InProgramme<Command>(Role.Trainer, c => c.ProgrammeId)];
    }

    public sealed class Preparation(AppDbContext db, ProgrammeReports reports, TimeProvider clock) : IPrepares<Command>
    {
        public async Task PrepareAsync(Command command, CancellationToken cancellationToken)
        {
            var programme = await db.Programmes.SingleAsync(p => p.Id == command.ProgrammeId, cancellationToken);
            var language = await db.Users.Where(u => u.Id == command.TherapistId).Select(u => u.Language)
                .SingleOrDefaultAsync(cancellationToken);
            var today = LocalDay.Of(clock.GetUtcNow(), programme.TimeZone);
            if (language is not null && command.CutOff <= today)
                await reports.BuilderAsync(programme, command.CutOff, today, language, cancellationToken);
        }
    }

    public sealed class Handler(
        AppDbContext db, ProgrammeReports reports, NetworkLedger ledger, Seal seal, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var programme = await db.Programmes.SingleAsync(p => p.Id == request.ProgrammeId, cancellationToken);
            var therapist = await (
                from profile in db.TherapistProfiles
                where profile.ProgrammeId == programme.Id && profile.PersonId == request.TherapistId
                join person in db.Users on profile.PersonId equals person.Id
                select new { profile.Code, person.Id, person.DisplayName, person.Language })
                .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException();

            var started = await db.FeedbackReports.AsNoTracking().SingleOrDefaultAsync(
                r => r.ProgrammeId == programme.Id && r.TherapistId == therapist.Id && r.CutOff == request.CutOff
                    && r.RecalledAt == null && r.SupersededById == null,
                cancellationToken);
            if (started is not null)
            {
                return started.ReviewerId == user.Id
                    ? started.Id
                    : throw new RuleBrokenException("Another trainer has started this report and reads it.");
            }

            var now = clock.GetUtcNow();
            var today = LocalDay.Of(now, programme.TimeZone);
            if (request.CutOff > today)
                throw new RuleBrokenException("The cut-off lies ahead: choose today or an earlier day.");

            var builder = await reports.BuilderAsync(programme, request.CutOff, today, therapist.Language, cancellationToken);
            var network = await ledger.ReleaseAsync(programme.Id, request.CutOff, builder, cancellationToken);
            var facts = builder.Build(therapist.Code, new(therapist.DisplayName, therapist.Language), network);
            if (ReadinessWords.Of(facts.Readiness) is { } why)
                throw new RuleBrokenException(why.Text, why.Arguments);

            var report = new FeedbackReport
            {
                ProgrammeId = programme.Id,
                TherapistId = therapist.Id,
                CohortId = request.CohortId,
                ReviewerId = user.Id,
                CutOff = request.CutOff,
                Disclosure = programme.Disclosure,
                EngineVersion = facts.Model.Engine,
                Language = therapist.Language,
                CreatedAt = now,
            };
            report.Keep(ProgrammeReports.Draw(programme.Id, report.Id, facts));
            db.Add(report);
            await db.SaveChangesAsync(cancellationToken);
            await seal.LogRevealsAsync(programme.Id, user.Id, ProgrammeReports.Shown(facts), cancellationToken);
            return report.Id;
        }
    }
}
