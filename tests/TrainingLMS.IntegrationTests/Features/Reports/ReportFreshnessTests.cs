using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Testing;
using TrainingLMS.Web.Features.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Pipeline;
using Facts = TrainingLMS.Reports.Documents.FeedbackReport;

namespace TrainingLMS.IntegrationTests.Features.Reports;

/// <summary>What may happen between reading the ratings, making the report, and sending it.</summary>
public sealed class ReportFreshnessTests(ReportFreshnessTests.PausingFixture app)
    : IClassFixture<ReportFreshnessTests.PausingFixture>, IDisposable
{
    public void Dispose() => app.Meanwhile = () => Task.CompletedTask;

    [Fact]
    public async Task Others_can_write_while_a_report_is_computed_and_what_they_wrote_is_in_it()
    {
        var network = await Without(5, Rater.Therapist);
        var therapist = network.Therapists[0];
        var fits = 0;
        app.Meanwhile = async () =>
        {
            if (fits++ == 0)
                await network.RateAsync(therapist, 5, Rater.Therapist, 5);
        };

        var facts = await FactsAsync(await ReportTests.StartAsync(network, therapist));

        Assert.Equal(2, fits);
        var rated = await app.ReadAsync(db => (
            from a in db.Administrations
            join s in db.Sessions on a.SessionId equals s.Id
            join o in db.CasesOf on s.CaseId equals o.CaseId
            where o.TherapistId == therapist.Id && a.Rater == Rater.Therapist
            select a.Id).CountAsync());
        Assert.Equal(rated, facts.Counts.TherapistRated);
    }

    [Fact]
    public async Task Where_ratings_keep_coming_the_trainer_is_asked_to_wait_and_nothing_is_stored()
    {
        var network = await Without(5, Rater.Patient, 6);
        var therapist = network.Therapists[0];
        var next = 5;
        app.Meanwhile = () => network.RateAsync(therapist, next++, Rater.Patient, 5);

        var browser = app.SignedIn(network.Trainer);
        var page = await browser.PageAsync(network.PrepareUrl);
        var item = page.QuerySelectorAll(".rows li").Single(li => li.Words().StartsWith("Therapist T01 ", StringComparison.Ordinal));
        item.QuerySelector("form")!.Id = "pressed";
        var refused = await browser.SendFormAsync(page, "#pressed");

        Assert.Contains("New ratings are coming in just now", await ReportTests.AlertAsync(refused), StringComparison.Ordinal);
        Assert.Equal(7, next);
        Assert.False(await app.ReadAsync(db => db.FeedbackReports.AnyAsync(r => r.ProgrammeId == network.Programme.Id)));
    }

    [Fact]
    public async Task A_network_is_never_fitted_inside_a_transaction()
    {
        var network = await Network.MakeAsync(app);
        await using var scope = app.Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.OpenEverything();
        var reports = new ProgrammeReports(db, new Seal(db, app.Clock));

        await Assert.ThrowsAsync<OutdatedException>(() => db.WriteAsync(BuilderAsync));
        var before = await BuilderAsync();
        Assert.Same(before, await db.WriteAsync(BuilderAsync));

        Task<TrainingLMS.Reports.Feedback.FeedbackReportBuilder> BuilderAsync() =>
            reports.BuilderAsync(network.Programme, network.CutOff, app.Today, "en", CancellationToken.None);
    }

    [Fact]
    public async Task A_colleagues_late_rating_neither_holds_a_report_up_nor_changes_it()
    {
        var network = await Without(5, Rater.Patient, therapist: "T02");
        var trainers = app.SignedIn(network.Trainer);
        var id = await ReportTests.StartAsync(network, network.Therapists[0]);
        await ReportTests.ReviewAsync(trainers, id);
        var read = await FactsAsync(id);

        await network.RateAsync(network.Therapists[1], 5, Rater.Patient, 1);
        await ReportTests.ReviewAsync(trainers, id);
        var again = await FactsAsync(id);
        await ReportTests.SendAsync(trainers, id);

        Assert.Equal(read.DataHash, again.DataHash);
        Assert.Equal(read.Counts, again.Counts);
    }

    [Theory]
    [InlineData(Rater.Therapist)]
    [InlineData(Rater.Patient)]
    public async Task A_rating_of_the_therapists_own_cases_is_read_before_it_is_sent(Rater rater)
    {
        var network = await Without(5, rater);
        var trainers = app.SignedIn(network.Trainer);
        var id = await ReportTests.StartAsync(network, network.Therapists[0]);
        await ReportTests.ReviewAsync(trainers, id);
        var before = await FactsAsync(id);

        await network.RateAsync(network.Therapists[0], 5, rater, 5);
        var refused = await ReportTests.PostAsync(trainers, $"/reports/{id}/send", $"/reports/{id}/review");
        Assert.Contains("has changed since you read this report", await ReportTests.AlertAsync(refused), StringComparison.Ordinal);

        await ReportTests.ReviewAsync(trainers, id);
        var after = await FactsAsync(id);
        await ReportTests.SendAsync(trainers, id);
        Assert.Equal(before.Counts.Paired + 1, after.Counts.Paired);
        Assert.Equal(before.Figures.GapNetwork, after.Figures.GapNetwork); // told once for this cut-off
    }

    [Fact]
    public async Task Consent_taken_back_holds_up_a_report_that_shows_nothing_of_that_patient_too()
    {
        var network = await Network.MakeAsync(app, DisclosureKind.Sealed);
        var trainers = app.SignedIn(network.Trainer);
        var id = await ReportTests.StartAsync(network, network.Therapists[0]);
        await ReportTests.ReviewAsync(trainers, id);
        await app.WriteAsync(async db =>
        {
            var held = await db.CasesOf.Where(o => o.TherapistId == network.Therapists[0].Id).Select(o => o.CaseId).FirstAsync();
            (await db.ConsentRecords.SingleAsync(r => r.CaseId == held)).Withdraw(app.Clock.GetUtcNow().AddMinutes(1));
        });

        var refused = await ReportTests.PostAsync(trainers, $"/reports/{id}/send", $"/reports/{id}/review");

        Assert.Contains("has changed since you read this report", await ReportTests.AlertAsync(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_step_of_one_patient_between_two_cut_offs_is_not_told()
    {
        var network = await Without(5, Rater.Patient, therapist: "T02");
        var (first, second) = (network.CutOff.AddDays(-1), network.CutOff);
        var one = await FactsAsync(await StartAsync(network, network.Therapists[0], first));
        await network.RateAsync(network.Therapists[1], 5, Rater.Patient, 1);

        var two = await FactsAsync(await StartAsync(network, network.Therapists[0], second));

        Assert.True(one.Figures.GapNetwork.IsShown);
        Assert.Null(one.NetworkAsOf);
        Assert.Equal(first, two.NetworkAsOf);
        Assert.Equal(one.Figures.GapNetwork, two.Figures.GapNetwork);
        Assert.Equal(one.Figures.TrackingNetwork, two.Figures.TrackingNetwork);
        Assert.Equal(one.Counts.NetworkPaired, two.Counts.NetworkPaired);
    }

    [Fact]
    public async Task Cut_offs_with_enough_people_between_them_have_values_of_their_own()
    {
        var network = await Network.MakeAsync(app);
        var before = network.CutOff.AddDays(-30); // the last session of every case was held since

        var one = await FactsAsync(await StartAsync(network, network.Therapists[0], before));
        var two = await FactsAsync(await StartAsync(network, network.Therapists[0], network.CutOff));

        Assert.Null(two.NetworkAsOf);
        Assert.NotEqual(one.Counts.NetworkPaired, two.Counts.NetworkPaired);
        Assert.NotEqual(one.Figures.GapNetwork, two.Figures.GapNetwork);
    }

    /// <summary>A network in which one therapist's sessions from here on miss the ratings of one side.</summary>
    private Task<Network> Without(int first, Rater rater, int last = 5, string therapist = "T01") => Network.MakeAsync(
        app, change: s => s.Therapist != therapist || s.Session < first || s.Session > last ? s
            : rater == Rater.Patient ? s with { PatientAlliance = null } : s with { TherapistAlliance = null });

    private async Task<Guid> StartAsync(Network network, AppUser therapist, DateOnly cutOff)
    {
        var browser = app.SignedIn(network.Trainer);
        var page = await browser.PageAsync($"/reports/programmes/{network.Programme.Id}?cutOff={cutOff:yyyy-MM-dd}");
        var item = page.QuerySelectorAll(".rows li")
            .Single(li => li.Words().StartsWith(therapist.DisplayName + " ", StringComparison.Ordinal));
        item.QuerySelector("form")!.Id = "pressed";
        var started = await browser.SendFormAsync(page, "#pressed");
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        return Guid.Parse(started.Headers.Location!.OriginalString.Split('/')[2]);
    }

    private async Task<Facts> FactsAsync(Guid id) => FeedbackReportJson.Read(
        await app.ReadAsync(db => db.Set<ReportContent>().Where(c => c.ReportId == id).Select(c => c.Model).SingleAsync()));

    /// <summary>Lets something happen when a report has been computed and nothing has been written yet.</summary>
    public sealed class PausingFixture : AppFixture
    {
        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        protected override void Adapt(IWebHostBuilder builder) => builder.ConfigureTestServices(services =>
        {
            services.AddSingleton(this);
            services.AddTransient<IPrepares<StartReport.Command>, Pause>(); // after the feature's own
        });

        private sealed class Pause(PausingFixture app, AppDbContext db) : IPrepares<StartReport.Command>
        {
            public Task PrepareAsync(StartReport.Command command, CancellationToken cancellationToken)
            {
                Assert.Null(db.Database.CurrentTransaction);
                return app.Meanwhile();
            }
        }
    }
}
