using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.IntegrationTests.Features.Instruments;

public sealed class InstrumentTests(AppFixture app)
{
    private static readonly string _text = File.ReadAllText(Path.Combine(InstrumentFile.Folder, "session-check.yaml"));

    [Fact]
    public void Both_shipped_forms_are_in_order()
    {
        var readings = InstrumentFile.ReadFolder(InstrumentFile.Folder);

        Assert.Equal(["session-check.yaml", "week-check.yaml"], readings.Select(r => r.File));
        Assert.All(readings, r => Assert.Empty(r.Problems));
        var (session, week) = (readings[0].Definition!, readings[1].Definition!);
        Assert.Equal((1, 7, 1.0, 7.0), (session.Scale.Lowest, session.Scale.Highest, session.LowestScore, session.HighestScore));
        Assert.Equal((0, 10, 0.0, 100.0), (week.Scale.Lowest, week.Scale.Highest, week.LowestScore, week.HighestScore));
        Assert.Equal((6, 6), (session.ItemsFor(Rater.Therapist).Count, session.ItemsFor(Rater.Patient).Count));
        Assert.Equal((0, 5), (week.ItemsFor(Rater.Therapist).Count, week.ItemsFor(Rater.Patient).Count));
        Assert.All([session, week], d => Assert.False(d.Validated));
    }

    [Theory]
    [InlineData("  holder: The TrainingLMS contributors", "  holder: \"\"", "name the holder of the rights")]
    [InlineData("https://creativecommons.org/publicdomain/zero/1.0/", "\"\"", "say where the permission can be read")]
    [InlineData("      fr: La personne et moi savons dans quelle direction nous allons.\n", "", "the words in 'fr' are missing")]
    [InlineData("  - id: heading", "  - id: came-for", "'came-for' appears 2 times")]
    [InlineData("  - answers: [5, 6, 4, 7, 6, 5]\n    score: 5.5", "  - answers: [5, 6, 4, 7, 6, 5]\n    score: 5.4",
        "example 3: the rule gives 5.5, the example says 5.4")]
    [InlineData("  - answers: [7, 7, 7, 7, 7, 7]", "  - answers: [8, 7, 7, 7, 7, 7]", "example 1: an answer is off the scale")]
    [InlineData("  reversed: []", "  reversed: [nothing]", "'nothing' is reversed but is no item")]
    [InlineData("    therapist:\n      en: I understood this patient.\n      fr: J’ai compris cette personne.\n", "",
        "item 'understood' is asked of one rater only")]
    public void A_form_that_is_not_in_order_is_refused_with_the_line_and_the_reason(string was, string becomes, string problem)
    {
        Assert.Contains(was, _text, StringComparison.Ordinal);

        var reading = InstrumentFile.Read("broken.yaml", _text.Replace(was, becomes, StringComparison.Ordinal));

        Assert.Null(reading.Definition);
        Assert.Contains(reading.Problems, p => p.What.Contains(problem, StringComparison.Ordinal) && p.Line > 1);
    }

    [Fact]
    public void What_is_not_a_form_at_all_is_refused_with_its_line()
    {
        var problem = Assert.Single(InstrumentFile.Read("broken.yaml", "key: a\nversion: [").Problems);
        Assert.True(problem.Line >= 2);

        Assert.NotEmpty(InstrumentFile.Read("short.yaml", "key: a\n").Problems);
        Assert.NotEmpty(InstrumentFile.Read("unknown.yaml", _text + "\nextra: 1\n").Problems);
    }

    [Fact]
    public async Task Publishing_twice_leaves_one_version_of_each()
    {
        var programme = await app.ProgrammeAsync();
        var publisher = new InstrumentPublisher(app.Clock);
        for (var time = 1; time <= 2; time++)
        {
            await app.WriteAsync(async db =>
            {
                await publisher.EnsureAsync(db);
                await InstrumentPublisher.EnsureForProgrammeAsync(db, programme.Id);
            });
        }

        string[] keys = ["session-check", "week-check"];
        Assert.Equal(2, await app.ReadAsync(db => db.InstrumentVersions
            .CountAsync(v => db.Instruments.Any(i => i.Id == v.InstrumentId && keys.Contains(i.Key)))));
        var asked = await app.ReadAsync(db => db.ProgrammeInstruments.Where(p => p.ProgrammeId == programme.Id)
            .Select(p => new { p.Measure, p.Rater, p.Occasion }).ToListAsync());
        Assert.Equal(3, asked.Count);
        Assert.Contains(new { Measure = Measure.WellBeing, Rater = Rater.Patient, Occasion = Occasion.Before }, asked);
    }

    [Fact]
    public async Task A_published_definition_reads_back_as_it_was()
    {
        var file = InstrumentFile.Read("session-check.yaml", _text).Definition!;

        var kept = await app.ReadAsync(db => (
            from version in db.InstrumentVersions
            join instrument in db.Instruments on version.InstrumentId equals instrument.Id
            where instrument.Key == "session-check"
            select version.Definition).SingleAsync());

        Assert.Equal(file.ToJson(), InstrumentDefinition.FromJson(kept).ToJson());
    }

    [Fact]
    public void Scores_follow_the_rule_of_the_form()
    {
        var form = InstrumentFile.Read("session-check.yaml", _text).Definition!;

        Assert.Equal(5.6, Score(form, 5, 6, 4, 7, 6, null)!.Value, 12);
        Assert.Null(Score(form, 5, 6, 4, 7, null, null)); // 4 of 6 is 67 per cent
        Assert.Null(Score(form, null, null, null, null, null, null));
        Assert.Equal(3.0, Score(form with { Scoring = form.Scoring with { Reversed = ["came-for"] } }, 5, 3, 3, 3, 3, 3));
        Assert.Throws<RuleBrokenException>(() => Score(form, 8, 1, 1, 1, 1, 1));
        Assert.Throws<RuleBrokenException>(() => Score(form, 1.5, 1, 1, 1, 1, 1));
        Assert.Throws<RuleBrokenException>(() => Scoring.Score(
            form, Rater.Patient, new Dictionary<string, double?>(StringComparer.Ordinal) { ["energy"] = 5 }));
    }

    [Fact]
    public void Four_of_five_answers_are_enough_and_three_are_not()
    {
        var week = InstrumentFile.ReadFolder(InstrumentFile.Folder)[1].Definition!;

        Assert.Equal(65, Score(week, 7, 5, 6, 8, null));
        Assert.Null(Score(week, 7, 5, 6, null, null));
        Assert.Equal(0, Score(week, 0, 0, 0, 0, 0)); // a true zero is a score
    }

    private static double? Score(InstrumentDefinition form, params double?[] answers) => Scoring.Score(
        form, Rater.Patient,
        form.ItemsFor(Rater.Patient).Zip(answers).ToDictionary(a => a.First.Id, a => a.Second, StringComparer.Ordinal));
}
