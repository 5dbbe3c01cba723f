using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure.Reports;
using FeedbackReport = TrainingLMS.Domain.Reports.FeedbackReport;

namespace TrainingLMS.Web.Demo;

/// <summary>Reports that a trainer of the demonstration has sent: one read, one unread for long, one new.</summary>
internal sealed class DemoReports(AppDbContext db, Seal seal, NetworkLedger ledger, DateTimeOffset now)
{
    private const int DaysToTalk = 3;

    private static readonly (int SentDaysAgo, bool IsOpened)[] _sent = [(16, true), (9, false), (1, false)];

    public async Task SendAsync(Programme programme, string suffix, CancellationToken cancellationToken)
    {
        var reviewer = await db.Users.SingleAsync(u => u.UserName == $"trainer.{suffix}@{DemoPeople.Domain}", cancellationToken);
        var therapists = await (
            from profile in db.TherapistProfiles
            where profile.ProgrammeId == programme.Id
            join person in db.Users on profile.PersonId equals person.Id
            orderby profile.Code
            select new { profile.Code, person.Id, person.DisplayName, person.Language }).ToListAsync(cancellationToken);
        var today = LocalDay.Of(now, programme.TimeZone);
        // Of the day before the first was sent: nothing in a report is younger than its sending.
        var cutOff = today.AddDays(-_sent.Max(s => s.SentDaysAgo) - 1);
        var builder = await new ProgrammeReports(db, seal)
            .BuilderAsync(programme, cutOff, cutOff.AddDays(1), programme.Language, cancellationToken);

        await db.WriteAsync(
            async () =>
            {
                var network = await ledger.ReleaseAsync(programme.Id, cutOff, builder, cancellationToken);
                await SendAsync(network);
                return true;
            },
            cancellationToken);

        async Task SendAsync(NetworkFacts network)
        {
            // Who is told most comes first: those reports show best what one can be.
            var told = therapists.Select(t => (Therapist: t, Facts: builder.Build(t.Code, new(t.DisplayName, t.Language), network)))
                .OrderByDescending(t => t.Facts.Figures.GapInGeneral.IsShown).ThenByDescending(t => t.Facts.Counts.PairedShown)
                .ThenBy(t => t.Therapist.Code, StringComparer.Ordinal)
                .ToList();
            foreach (var ((therapist, facts), (daysAgo, isOpened)) in told.Zip(_sent))
            {
                var sentAt = now.AddDays(-daysAgo);
                var talk = LocalDay.StartOf(today.AddDays(DaysToTalk), programme.TimeZone).AddHours(15);
                var report = new FeedbackReport
                {
                    ProgrammeId = programme.Id,
                    TherapistId = therapist.Id,
                    ReviewerId = reviewer.Id,
                    CutOff = cutOff,
                    Disclosure = programme.Disclosure,
                    EngineVersion = facts.Model.Engine,
                    Language = therapist.Language,
                    CreatedAt = sentAt.AddHours(-2),
                };
                const string word = "Thank you for rating so steadily. Bring one session that surprised you, and we look at it together.";
                var content = ProgrammeReports.Draw(programme.Id, report.Id, facts with
                {
                    TrainerName = reviewer.DisplayName,
                    TrainerParagraph = word,
                    Consultation = new ProposedConsultation(today.AddDays(DaysToTalk), new TimeOnly(15, 0), programme.TimeZone),
                });
                report.Review(word, talk, programme.TimeZone, content, sentAt.AddHours(-1));
                report.Send(sentAt);
                if (isOpened)
                    report.Open(sentAt.AddDays(1));

                db.Add(report);
                await db.SaveChangesAsync(cancellationToken);
                foreach (var reader in isOpened ? new[] { reviewer.Id, therapist.Id } : [reviewer.Id])
                    await seal.LogRevealsAsync(programme.Id, reader, ProgrammeReports.Shown(facts), cancellationToken);
            }
        }
    }
}
