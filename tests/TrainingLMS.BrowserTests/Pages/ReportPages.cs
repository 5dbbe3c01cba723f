using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests.Pages;

internal static class ReportPages
{
    public static readonly CataloguePage[] All =
    [
        new("reports-trainer-empty", app => Catalogue.MemberAsync(app, Role.Trainer, "/reports")),
        new("reports-therapist-empty", app => Catalogue.MemberAsync(app, Role.Therapist, "/reports")),
        new("reports-trainer", async app =>
        {
            var network = await Network.MakeAsync(app);
            await DraftAsync(network, network.Therapists[0]);
            await SendAsync(network, network.Therapists[1]);
            return new Visit(network.Trainer, "/reports");
        }),
        new("reports-ready", async app =>
        {
            var network = await Network.MakeAsync(
                app, change: s => s.Therapist == "T01" ? s with { TherapistAlliance = null } : s);
            await DraftAsync(network, network.Therapists[1]);
            return new Visit(network.Trainer, network.PrepareUrl);
        }),
        new("report-review", async app =>
        {
            var network = await Network.MakeAsync(app);
            return new Visit(network.Trainer, $"/reports/{await DraftAsync(network, network.Therapists[0])}/review");
        }),
        new("report-review-sealed", async app =>
        {
            var network = await Network.MakeAsync(app, DisclosureKind.Sealed);
            return new Visit(network.Trainer, $"/reports/{await DraftAsync(network, network.Therapists[0])}/review");
        }),
        new("report-new", async app =>
        {
            var network = await Network.MakeAsync(app);
            return new Visit(network.Therapists[0], $"/reports/{await SendAsync(network, network.Therapists[0])}");
        }),
        new("report-read", async app =>
        {
            var network = await Network.MakeAsync(app);
            var report = await SendAsync(network, network.Therapists[0]);
            await app.SignedIn(network.Therapists[0]).SubmitFormAsync($"/reports/{report}", "form[action$='/open']");
            return new Visit(network.Therapists[0], $"/reports/{report}");
        }),
    ];

    internal static async Task<string> DraftAsync(Network network, AppUser therapist)
    {
        var trainer = network.App.SignedIn(network.Trainer);
        var page = await trainer.PageAsync(network.PrepareUrl);
        var button = page.QuerySelector($"input[value='{therapist.Id}']")!.Closest("form")!;
        button.Id = "pressed";
        var started = await trainer.SendFormAsync(page, "#pressed");
        return started.RequestMessage!.RequestUri!.Segments[^2].Trim('/'); // on a real port redirects are followed
    }

    private static async Task<string> SendAsync(Network network, AppUser therapist)
    {
        var report = await DraftAsync(network, therapist);
        var trainer = network.App.SignedIn(network.Trainer);
        var day = network.App.Today.AddDays(9);
        await trainer.SubmitFormAsync(
            $"/reports/{report}/review", "form[action$='/review']",
            ("Input.Paragraph", "I look forward to our talk."), ("Input.Day", $"{day:yyyy-MM-dd}"), ("Input.Hour", "10:00"));
        await trainer.SubmitFormAsync($"/reports/{report}/review", "form[action$='/send']");
        return report;
    }
}
