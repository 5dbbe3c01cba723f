using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Today;

/// <summary>A consultant's day: their therapists, the next consultation, how complete the ratings are. No scores.</summary>
public static class ShowConsultantDay
{
    public sealed record Query : IQuery<Day>;

    public sealed record Day(IReadOnlyList<Therapist> Therapists)
    {
        public Therapist? First => Therapists.Where(t => t.Consultation is not null).MinBy(t => t.Consultation);
    }

    /// <param name="Name">As the person wants to be called.</param>
    /// <param name="Cases">Open cases.</param>
    /// <param name="Held">Sessions of open cases that took place.</param>
    /// <param name="Paired">Of these, how many both have rated.</param>
    /// <param name="Last">Day of the latest session.</param>
    /// <param name="Consultation">The next one proposed with a report.</param>
    public sealed record Therapist(string Name, int Cases, int Held, int Paired, DateOnly? Last, DateTimeOffset? Consultation);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Consultant, "own therapists", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Day>
    {
        public async Task<Day> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var today = DateOnly.FromDateTime(now.UtcDateTime);

            var therapists = await (
                from mine in db.ConsultantsOf
                where mine.ConsultantId == user.Id && mine.From <= today && (mine.To == null || mine.To > today)
                join person in db.Users on mine.TherapistId equals person.Id
                orderby person.DisplayName
                select new
                {
                    person.Id,
                    person.DisplayName,
                    Consultation = db.FeedbackReports
                        .Where(r => r.TherapistId == person.Id && r.ConsultationAt > now
                            && (r.Status == ReportStatus.Sent || r.Status == ReportStatus.Opened))
                        .Min(r => r.ConsultationAt),
                }).Distinct().ToListAsync(cancellationToken);

            var ids = therapists.ConvertAll(t => t.Id);
            var sessions = await (
                from link in db.CasesOf
                where ids.Contains(link.TherapistId) && link.From <= today && (link.To == null || link.To > today)
                join c in db.Cases on link.CaseId equals c.Id
                where c.EndedOn == null
                join s in db.Sessions on c.Id equals s.CaseId
                select new
                {
                    link.TherapistId,
                    c.Id,
                    s.HeldOn,
                    Raters = db.Administrations.Count(a => a.SessionId == s.Id && a.Status == AdministrationStatus.Done
                        && a.Measure == Measure.Alliance && a.Perspective == Perspective.Own && a.Occasion == Occasion.After),
                }).ToListAsync(cancellationToken);
            var byTherapist = sessions.ToLookup(s => s.TherapistId);

            return new Day([.. therapists.Select(t => new Therapist(
                t.DisplayName,
                byTherapist[t.Id].Select(s => s.Id).Distinct().Count(),
                byTherapist[t.Id].Count(s => s.HeldOn is not null),
                byTherapist[t.Id].Count(s => s.HeldOn is not null && s.Raters == 2),
                byTherapist[t.Id].Max(s => s.HeldOn),
                t.Consultation))]);
        }
    }
}
