using Microsoft.EntityFrameworkCore;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Web.Demo;

/// <summary>Fills one made-up programme: people, cases, consents, sessions, ratings.</summary>
internal sealed class DemoProgramme(
    AppDbContext db, Programme programme, string suffix, int firstName, ulong seed, StudyParameters parameters, DateTimeOffset now)
{
    private const int Consultants = 4;
    private const double ShareOfFeedback = .9;
    private const double ShareOfConsultant = .6;
    private const double ShareOfLateRatings = .012;
    private const double ShareOfDeclined = .3;

    private static readonly string[] _ageBands = ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"];
    private static readonly string[] _professions = ["Psychologist", "Social worker", "Psychiatrist", "Psychotherapist"];
    private static readonly string[] _experience = ["0-5 years", "6-15 years", "more than 15 years"];

    private readonly RandomSource _random = new(seed ^ 0xD5);
    private readonly DateOnly _yearAgo = DateOnly.FromDateTime(now.UtcDateTime).AddYears(-1);
    private readonly RatingIntake _intake = new(db, TimeProvider.System);
    private readonly List<AppUser> _people = [];

    private DemoCalendar _calendar = null!;
    private Dictionary<(Measure, Rater), (Guid Version, InstrumentDefinition Form)> _forms = null!;

    /// <summary>Adds everything; the caller saves. Returns the arm of each therapist, to be kept sealed.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> FillAsync(
        IReadOnlyList<Site> sites, string consentVersion, CancellationToken cancellationToken)
    {
        _calendar = new DemoCalendar(now, programme.TimeZone, _random);
        await ReadFormsAsync(cancellationToken);
        var study = StudySimulator.Simulate(seed, parameters);

        var cohorts = new[] { "First intake", "Second intake" }.Select((name, i) => new Cohort
        {
            ProgrammeId = programme.Id,
            Name = name,
            From = _yearAgo.AddMonths(3 * i),
            Capacity = 24,
        }).ToList();
        db.AddRange(cohorts);

        var consultants = Enumerable.Range(1, Consultants)
            .Select(n => Staff(Role.Consultant, n == 1 ? "consultant" : $"consultant{n}", sites[n % sites.Count])).ToList();
        foreach (var (role, local) in new[]
        {
            (Role.Trainer, "trainer"), (Role.Trainer, "trainer2"), (Role.ProgrammeAdministrator, "administrator"),
            (Role.Researcher, "researcher"), (Role.PrincipalInvestigator, "principal"), (Role.PrivacyOfficer, "privacy"),
            (Role.SiteStaff, "desk"),
        })
        {
            Staff(role, local, sites[0]);
        }

        var arms = new Dictionary<Guid, string>();
        var caseNumber = 0;
        foreach (var caseload in study.Sessions.GroupBy(s => s.Therapist, StringComparer.Ordinal))
        {
            var number = _people.Count;
            var therapist = Staff(Role.Therapist, caseload.Key.ToLowerInvariant(), sites[number % sites.Count], number % 8 == 0 ? "fr" : "en");
            arms[therapist.Id] = study.Arms[caseload.Key].ToString();
            Describe(therapist, caseload.Key, cohorts[number % cohorts.Count], consultants[number % consultants.Count]);

            var cases = caseload.GroupBy(s => s.Dyad, StringComparer.Ordinal).ToList();
            foreach (var (dyad, place) in cases.Select((c, i) => (c, i)))
            {
                // Whoever has two patients is still seeing the second one: there is something to do today.
                var open = cases.Count == 2 && place == 1;
                AddCase(therapist, dyad.Key, [.. dyad], ++caseNumber, open, consentVersion);
            }
        }

        return arms;
    }

    private async Task ReadFormsAsync(CancellationToken cancellationToken)
    {
        await InstrumentPublisher.EnsureForProgrammeAsync(db, programme.Id, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var rows = await (
            from chosen in db.ProgrammeInstruments
            where chosen.ProgrammeId == programme.Id
            join version in db.InstrumentVersions on chosen.InstrumentVersionId equals version.Id
            select new { chosen.Measure, chosen.Rater, version.Id, version.Definition }).ToListAsync(cancellationToken);
        _forms = rows.ToDictionary(r => (r.Measure, r.Rater), r => (r.Id, InstrumentDefinition.FromJson(r.Definition)));
    }

    private AppUser Staff(Role role, string local, Site site, string language = "en")
    {
        var person = DemoPeople.Make(
            DemoPeople.Name(firstName + _people.Count), $"{local}.{suffix}", programme.TimeZone, language, now.AddYears(-1));
        _people.Add(person);
        db.Add(person);
        db.Add(new Membership
        {
            ProgrammeId = programme.Id,
            PersonId = person.Id,
            Role = role,
            SiteId = site.Id,
            From = _yearAgo,
        });
        return person;
    }

    private void Describe(AppUser therapist, string code, Cohort cohort, AppUser consultant)
    {
        db.Add(new TherapistProfile
        {
            ProgrammeId = programme.Id,
            PersonId = therapist.Id,
            Code = code,
            Profession = _professions[_random.Below(_professions.Length)],
            ExperienceBand = _experience[_random.Below(_experience.Length)],
        });
        db.Add(new Enrolment { ProgrammeId = programme.Id, CohortId = cohort.Id, PersonId = therapist.Id, From = cohort.From });
        db.Add(new ConsultantOf
        {
            ProgrammeId = programme.Id,
            ConsultantId = consultant.Id,
            TherapistId = therapist.Id,
            From = cohort.From,
        });
    }

    private void AddCase(
        AppUser therapist, string code, IReadOnlyList<RatedSession> rated, int number, bool open, string consentVersion)
    {
        var days = (open, number) switch
        {
            (true, _) => _calendar.Open(3 + number % 3, number % 2),
            (_, 1) => _calendar.AcrossClockChange(rated.Count),
            _ => _calendar.Finished(rated.Count),
        };
        var item = new Case
        {
            ProgrammeId = programme.Id,
            Code = code,
            AgeBand = _ageBands[_random.Below(_ageBands.Length)],
            SessionMode = _random.Uniform() < .7 ? SessionMode.InPerson : SessionMode.Video,
            TimeZone = programme.TimeZone,
            Language = therapist.Language,
            StartedOn = days[0],
        };
        item.PlanSessions(programme.SessionsPerCase);
        db.Add(item);
        db.Add(new CaseOf { ProgrammeId = programme.Id, CaseId = item.Id, TherapistId = therapist.Id, From = days[0] });
        db.Add(new ConsentRecord
        {
            ProgrammeId = programme.Id,
            CaseId = item.Id,
            TextVersion = consentVersion,
            Language = item.Language,
            Scopes = Scopes(),
            GivenAt = _calendar.At(days[0].AddDays(-2), 11),
            RecordedAt = _calendar.At(days[0].AddDays(-2), 11),
            RecordedById = therapist.Id,
        });

        for (var i = 0; i < days.Length; i++)
        {
            var session = item.Hold(i + 1, days[i], _calendar.Today, Before(_calendar.At(days[i], 18)));
            var isOpen = open && i == days.Length - 1;
            Rate(item, session, days[i], rated[i], therapist, isOpen);
        }

        if (!open && _calendar.Today.DayNumber - days[^1].DayNumber > 60 && number % 2 == 0)
            item.End(number % 10 == 0 ? CaseEnding.DropOut : CaseEnding.Planned, days[^1].AddDays(21));
    }

    private ConsentScopes Scopes()
    {
        var scopes = ConsentScopes.TakePart | ConsentScopes.Research;
        if (_random.Uniform() < ShareOfFeedback)
            scopes |= ConsentScopes.Feedback;
        if (scopes.HasFlag(ConsentScopes.Feedback) && _random.Uniform() < ShareOfConsultant)
            scopes |= ConsentScopes.Consultant;

        // Where nothing is ever shown, nobody is asked about it.
        return programme.Disclosure == DisclosureKind.Sealed
            ? scopes & ~(ConsentScopes.Feedback | ConsentScopes.Consultant)
            : scopes;
    }

    private void Rate(Case item, Session session, DateOnly day, RatedSession rated, AppUser therapist, bool isOpen)
    {
        var hour = 9 + _random.Below(8);
        var closes = _calendar.Closes(day, programme.RatingWindowHours);
        var late = _random.Uniform() < ShareOfLateRatings;

        Add(item, session, Measure.WellBeing, Rater.Patient, rated.WellBeing, _calendar.At(day, hour - .3), closes, null, waits: false);
        Add(item, session, Measure.Alliance, Rater.Patient, rated.PatientAlliance, _calendar.At(day, hour + 1.1), closes, null, waits: isOpen && item.StartedOn.DayNumber % 2 == 0);
        Add(item, session, Measure.Alliance, Rater.Therapist, rated.TherapistAlliance,
            late ? closes.AddHours(20) : _calendar.At(day, hour + 1 + 5 * _random.Uniform()), closes, therapist.Id, waits: isOpen);
    }

    private void Add(
        Case item, Session session, Measure measure, Rater rater, double? score, DateTimeOffset at, DateTimeOffset closes,
        Guid? recordedBy, bool waits)
    {
        var (version, form) = _forms[(measure, rater)];
        if (score is { } target && !waits)
        {
            var answers = DemoAnswers.For(form, rater, target, _random);
            _intake.AddImported(new ImportedRating
            {
                Session = session,
                InstrumentVersionId = version,
                Measure = measure,
                Rater = rater,
                Score = Scoring.Score(form, rater, answers),
                Items = answers,
                SubmittedAt = Before(at),
                WindowClosesAt = closes,
                Language = item.Language,
                RecordedById = recordedBy,
            });
            return;
        }

        var missing = new Administration
        {
            ProgrammeId = programme.Id,
            SessionId = session.Id,
            InstrumentVersionId = version,
            Measure = measure,
            Rater = rater,
            Perspective = Perspective.Own,
            Occasion = measure == Measure.WellBeing ? Occasion.Before : Occasion.After,
        };
        missing.OpenWindow(_calendar.At(session.HeldOn!.Value, 0), closes);
        if (!waits && rater == Rater.Patient && _random.Uniform() < ShareOfDeclined)
            missing.Decline(CaptureMode.Qr, Before(at));

        db.Add(missing);
    }

    private DateTimeOffset Before(DateTimeOffset at) => at < now ? at : now;
}
