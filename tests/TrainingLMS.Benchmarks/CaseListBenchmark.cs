using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;
using TrainingLMS.Web.Demo;

namespace TrainingLMS.Benchmarks;

/// <summary>The therapist's list of cases over HTTP, twenty people at once, on the demonstration's data.</summary>
internal static class CaseListBenchmark
{
    private const int People = 20;
    private const int Requests = 100;

    public static async Task<string> RunAsync()
    {
        await using var app = new AppFixture();
        app.UseKestrel(port: 0);
        app.StartServer();
        await using (var scope = app.Services.CreateAsyncScope())
            await DemoSeeder.SeedAsync(scope.ServiceProvider, app.ConnectionString);

        var therapists = await app.ReadAsync(db => (
            from person in db.Users
            join membership in db.Memberships on person.Id equals membership.PersonId
            join programme in db.Programmes on membership.ProgrammeId equals programme.Id
            where membership.Role == Role.Therapist && programme.Disclosure == DisclosureKind.AfterSession
            orderby person.Id
            select person).Take(People).ToListAsync());
        var clients = therapists.ConvertAll(person =>
        {
            var client = new HttpClient { BaseAddress = app.ClientOptions.BaseAddress };
            client.DefaultRequestHeaders.Add(TestSignIn.Header, person.Id.ToString());
            return client;
        });

        await Task.WhenAll(clients.Select(client => AskAsync(client, 10)));
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(clients.Select(client => AskAsync(client, Requests)));
        var rate = People * Requests / watch.Elapsed.TotalSeconds;
        process.Refresh();
        var work = (process.TotalProcessorTime - before).TotalMilliseconds / (People * Requests);
        return $"{new Figures(times.SelectMany(t => t))}, {rate:0} pages/s, {work:0.00} ms of processor a page, "
            + "asked and answered on the same machine";
    }

    private static async Task<List<double>> AskAsync(HttpClient client, int times)
    {
        var taken = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync("/cases");
            await answer.Content.ReadAsByteArrayAsync();
            answer.EnsureSuccessStatusCode();
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }

        return taken;
    }
}
