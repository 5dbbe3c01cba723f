using Microsoft.EntityFrameworkCore;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Testing;

/// <summary>A programme with twelve therapists and their rated sessions, all of it before the clock of the tests.</summary>
public sealed class Network
{
    private const int Sessions = 6;

    private Network(AppFixture app, Programme programme, AppUser trainer, IReadOnlyList<AppUser> therapists) =>
        (App, Programme, Trainer, Therapists) = (app, programme, trainer, therapists);

    public AppFixture App { get; }

    public Programme Programme { get; }

    public AppUser Trainer { get; }

    public IReadOnlyList<AppUser> Therapists { get; }

    public Cohort Cohort { get; private init; } = null!;

    public DateOnly CutOff => App.Today;

    public string PrepareUrl => $"/reports/programmes/{Programme.Id}?cutOff={CutOff:yyyy-MM-dd}";

    /// <param name="app">The application.</param>
    /// <param name="disclosure">The programme's policy.</param>
    /// <param name="change">Changes what was rated, session by session.</param>
    /// <param name="scopes">What the patient of a case agreed to.</param>
    public static async Task<Network> MakeAsync(
        AppFixture app,
        DisclosureKind disclosure = DisclosureKind.AfterBothRated,
        Func<RatedSession, RatedSession>? change = null,
        Func<string, ConsentScopes>? scopes = null)
    {
        var programme = await app.ProgrammeAsync(disclosure);
        var trainer = await app.MemberAsync(programme, Role.Trainer);
        var study = StudySimulator.Simulate(7, new StudyParameters
        {
            Therapists = 12,
            Patients = 36,
            TherapistMissing = 0,
            PatientMissing = 0,
            WellBeingMissing = 0,
        });
        var cohort = new Cohort { ProgrammeId = programme.Id, Name = "Spring", From = app.Today.AddMonths(-6) };
        await app.SaveAsync(cohort);

        var therapists = new List<AppUser>();
        foreach (var code in study.Arms.Keys.Order(StringComparer.Ordinal))
        {
            var therapist = await app.MemberAsync(programme, Role.Therapist, $"Therapist {code}");
            therapists.Add(therapist);
            await app.SaveAsync(
                new TherapistProfile { ProgrammeId = programme.Id, PersonId = therapist.Id, Code = code },
                new Enrolment { ProgrammeId = programme.Id, CohortId = cohort.Id, PersonId = therapist.Id, From = cohort.From });
        }

        await app.WriteAsync(async db =>
        {
            await InstrumentPublisher.EnsureForProgrammeAsync(db, programme.Id);
            await db.SaveChangesAsync();
            var forms = await db.ProgrammeInstruments.Where(p => p.ProgrammeId == programme.Id)
                .ToDictionaryAsync(p => (p.Measure, p.Rater), p => p.InstrumentVersionId);
            var intake = new RatingIntake(db, app.Clock);
            foreach (var rated in study.Sessions.GroupBy(s => s.Dyad, StringComparer.Ordinal))
            {
                var therapist = therapists[int.Parse(rated.First().Therapist[1..], null) - 1];
                var item = Add(app, db, programme, therapist, rated.Key, scopes?.Invoke(rated.Key)
                    ?? ConsentScopes.TakePart | ConsentScopes.Feedback);
                foreach (var session in rated.Select(s => change?.Invoke(s) ?? s))
                {
                    var day = item.StartedOn.AddDays(7 * (session.Session - 1));
                    var held = item.Hold(session.Session, day, app.Today, app.Clock.GetUtcNow());
                    Rate(Measure.WellBeing, Rater.Patient, session.WellBeing, null);
                    Rate(Measure.Alliance, Rater.Patient, session.PatientAlliance, null);
                    Rate(Measure.Alliance, Rater.Therapist, session.TherapistAlliance, therapist.Id);

                    void Rate(Measure measure, Rater rater, double? score, Guid? by)
                    {
                        if (score is null)
                            return;

                        intake.AddImported(new ImportedRating
                        {
                            Session = held,
                            InstrumentVersionId = forms[(measure, rater)],
                            Measure = measure,
                            Rater = rater,
                            Score = score,
                            SubmittedAt = new DateTimeOffset(day, new TimeOnly(18, 0), TimeSpan.Zero),
                            Language = "en",
                            RecordedById = by,
                        });
                    }
                }
            }
        });

        return new Network(app, programme, trainer, therapists) { Cohort = cohort };
    }

    /// <summary>Hands in what was left out of a session, as somebody does who comes late to it but in time.</summary>
    public Task RateAsync(AppUser therapist, int number, Rater rater, double score) => App.WriteAsync(async db =>
    {
        var held = await db.CasesOf.Where(o => o.TherapistId == therapist.Id).OrderBy(o => o.CaseId).Select(o => o.CaseId)
            .FirstAsync();
        var session = await db.Sessions.SingleAsync(s => s.CaseId == held && s.Number == number);
        new RatingIntake(db, App.Clock).AddImported(new ImportedRating
        {
            Session = session,
            InstrumentVersionId = await db.ProgrammeInstruments
                .Where(p => p.ProgrammeId == Programme.Id && p.Measure == Measure.Alliance && p.Rater == rater)
                .Select(p => p.InstrumentVersionId).SingleAsync(),
            Measure = Measure.Alliance,
            Rater = rater,
            Score = score,
            SubmittedAt = App.Clock.GetUtcNow(),
            Language = "en",
            RecordedById = rater == Rater.Therapist ? therapist.Id : null,
        });
    });

    private static Case Add(
        AppFixture app, DbContext db, Programme programme, AppUser therapist, string code, ConsentScopes scopes)
    {
        var started = app.Today.AddDays(-60);
        var item = new Case
        {
            ProgrammeId = programme.Id,
            Code = code,
            TimeZone = programme.TimeZone,
            Language = "en",
            StartedOn = started,
        };
        item.PlanSessions(Sessions);
        db.Add(item);
        db.Add(new CaseOf { ProgrammeId = programme.Id, CaseId = item.Id, TherapistId = therapist.Id, From = started });
        if (scopes != ConsentScopes.None)
        {
            db.Add(new ConsentRecord
            {
                ProgrammeId = programme.Id,
                CaseId = item.Id,
                TextVersion = "1",
                Language = "en",
                Scopes = scopes,
                GivenAt = app.Clock.GetUtcNow().AddDays(-61),
                RecordedAt = app.Clock.GetUtcNow().AddDays(-61),
                RecordedById = therapist.Id,
            });
        }

        return item;
    }
}
