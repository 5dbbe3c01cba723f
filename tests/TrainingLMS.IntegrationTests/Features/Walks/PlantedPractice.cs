using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Walks;

/// <summary>
/// A practice whose patient rated 97 5xx in every session and question: whatever is worked out of these values for this
/// patient or therapist alone (a mean, a gap to a rating of 1 to 7, a dip) looks like one of them, however it is rounded.
/// </summary>
public sealed partial class PlantedPractice
{
    private static readonly double[] _alliance = [97531, 97533, 97535];

    private PlantedPractice(AppFixture app, Programme programme) => (App, Programme) = (app, programme);

    public AppFixture App { get; }

    public Programme Programme { get; }

    public Practice Practice { get; private set; } = null!;

    public Dictionary<string, HttpClient> People { get; } = new(StringComparer.Ordinal);

    public Walk Walk { get; private set; } = null!;

    /// <param name="app">The application.</param>
    /// <param name="policy">When ratings are shown.</param>
    /// <param name="session">The n of "after session n".</param>
    /// <param name="therapistRates">The therapist's own ratings are in and locked.</param>
    /// <param name="scopes">What the patient agreed to.</param>
    public static async Task<PlantedPractice> MakeAsync(
        AppFixture app, DisclosureKind policy, int session, bool therapistRates, ConsentScopes scopes)
    {
        var practice = await Practice.OpenAsync(app, policy, session, ConsentScopes.TakePart);
        var planted = new PlantedPractice(app, practice.Programme) { Practice = practice };
        await planted.ConsentAsync(scopes);
        app.Clock.Advance(TimeSpan.FromMinutes(1)); // at the instant of a change both consents would have to hold
        for (var number = 1; number <= _alliance.Length; number++)
        {
            await practice.HoldAsync(number, app.Today.AddDays(number - _alliance.Length));
            if (therapistRates)
                await practice.RateAsync(number, 4, 4, 4, 4, 4, 4);
            await planted.PlantAsync(number);
        }

        await planted.StaffAsync();
        return planted;
    }

    /// <summary>A sealed value or one of its offspring, with whatever stands between thousands.</summary>
    public static bool Holds(string text) => Planted().IsMatch(text);

    public static string Around(string text)
    {
        var at = Planted().Match(text).Index;
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 30)];
    }

    private Task ConsentAsync(ConsentScopes scopes) => App.WriteAsync(async db =>
    {
        var now = App.Clock.GetUtcNow();
        (await db.ConsentRecords.SingleAsync(r => r.CaseId == Practice.CaseId)).Withdraw(now);
        await db.SaveChangesAsync();
        db.Add(new ConsentRecord
        {
            ProgrammeId = Programme.Id,
            CaseId = Practice.CaseId,
            TextVersion = "1",
            Language = "en",
            Scopes = scopes,
            GivenAt = now,
            RecordedAt = now,
            RecordedById = Practice.Therapist.Id,
        });
    });

    private Task PlantAsync(int number) => App.WriteAsync(async db =>
    {
        var session = await db.Sessions.SingleAsync(s => s.CaseId == Practice.CaseId && s.Number == number);

        // The forms that holding the session opened make room for those with impossible answers.
        db.RemoveRange(await db.Administrations.Where(a => a.SessionId == session.Id && a.Rater == Rater.Patient).ToListAsync());
        await db.SaveChangesAsync();
        var intake = new RatingIntake(db, App.Clock);
        foreach (var measure in Enum.GetValues<Measure>())
        {
            intake.AddImported(new ImportedRating
            {
                Session = session,
                InstrumentVersionId = await db.ProgrammeInstruments
                    .Where(p => p.ProgrammeId == Programme.Id && p.Measure == measure && p.Rater == Rater.Patient)
                    .Select(p => p.InstrumentVersionId).SingleAsync(),
                Measure = measure,
                Rater = Rater.Patient,
                Score = _alliance[number - 1],
                Items = Practice.Items.ToDictionary(i => i, _ => (double?)_alliance[number - 1], StringComparer.Ordinal),
                SubmittedAt = App.Clock.GetUtcNow(),
                Language = "en",
            });
        }
    });

    private async Task StaffAsync()
    {
        People["therapist"] = Practice.Browser;
        People["stranger"] = App.Stranger();
        People["other therapist"] = App.SignedIn(await App.MemberAsync(Programme, Role.Therapist));
        People["therapist elsewhere"] = App.SignedIn(await App.MemberAsync(await App.ProgrammeAsync(), Role.Therapist));
        var people = new List<AppUser>();
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Therapist))
        {
            people.Add(await App.MemberAsync(Programme, role));
            People[role.ToString()] = App.SignedIn(people[^1]);
        }

        People["installation administrator"] = App.SignedIn(await App.UserAsync(administrator: true));
        People["half signed in"] = App.HalfSignedIn(Practice.Therapist);
        await App.SaveAsync(new ConsultantOf
        {
            ProgrammeId = Programme.Id,
            ConsultantId = people[0].Id,
            TherapistId = Practice.Therapist.Id,
            From = App.Today.AddDays(-20),
        });

        // The patient, with a form of the next session open.
        var (link, code) = await Practice.GiveAsync(_alliance.Length + 1, Occasion.Before);
        var phone = App.Stranger();
        await phone.SubmitFormAsync(link, "main form");
        People["patient"] = phone;

        Walk = new Walk(App, new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["caseId"] = [$"{Practice.CaseId}"],
            ["number"] = ["1", "2", "3", "4"],
            ["occasion"] = ["before", "after"],
            ["programmeId"] = [$"{Programme.Id}"],
            ["personId"] = [$"{Practice.Therapist.Id}"],
            ["token"] = [link.Split('/')[^1], code, "AAAAAAAAAAAAAAAAAAAAAA"],
            ["status"] = ["404", "500"],
            ["?"] = [$"programmeId={Programme.Id}"],
            ["*"] = [$"{Practice.CaseId}", $"{Practice.Therapist.Id}", $"{Programme.Id}", "mentalizing"],
        });
    }

    [GeneratedRegex("(?<![0-9A-Fa-f-])97[ ,.’\u00a0\u202f]?5[0-9][0-9](?![0-9A-Fa-f-])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Planted();
}
