using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Demo;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Keys;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.Web.Commands;

/// <summary>Serves the application with made-up programmes in a database of its own.</summary>
public static class DemoVerb
{
    public const string DefaultFile = "traininglms-demo.db";

    public static Command Make(VerbContext context)
    {
        var remove = new Option<bool>("--remove") { Description = "Delete the demonstration database and stop." };
        var prepare = new Option<bool>("--prepare") { Description = "Make the demonstration database, print the sign-ins and stop." };
        var data = new Option<FileInfo>("--data")
        {
            Description = "The demonstration's database file.",
            HelpName = "FILE",
            DefaultValueFactory = _ => new FileInfo(DefaultFile),
        };
        var urls = new Option<string>("--urls")
        {
            Description = "Where to serve; an address of this machine only.",
            HelpName = "URL",
            DefaultValueFactory = _ => WebSetup.DefaultUrl,
        };
        urls.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsLoopback(token.Value))
                result.AddError("--urls: the demonstration signs people in without a password, so it is served on this machine only, such as http://localhost:5080.");
        });
        var verb = new Command("demo", "Serve the application with two made-up programmes, and print a sign-in link for each role.")
        {
            remove, prepare, data, urls,
        };
        verb.SetAction((parsed, cancellationToken) =>
        {
            var file = parsed.GetRequiredValue(data).FullName;
            return parsed.GetValue(remove)
                ? RemoveAsync(context, file, cancellationToken)
                : RunAsync(context, file, parsed.GetRequiredValue(urls), parsed.GetValue(prepare), cancellationToken);
        });
        return verb;
    }

    private static bool IsLoopback(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .All(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback);

    private static async Task<int> RunAsync(
        VerbContext context, string file, string urls, bool prepareOnly, CancellationToken cancellationToken)
    {
        var settings = Settings(file, urls);
        await using (var services = context.Services(settings))
        {
            await PrepareAsync(context.Terminal, services, file, cancellationToken);
            await PrintSignInsAsync(context.Terminal, services, cancellationToken);
        }

        if (prepareOnly)
            return CommandLine.Done;

        context.Terminal.Say("Stop with Ctrl+C. \u201cdemo --remove\u201d deletes the demonstration.");
        settings["ConnectionStrings:TrainingLMS"] = $"Data Source={file}";
        await using var app = WebSetup.Build([.. settings.Select(s => $"--{s.Key}={s.Value}")]);
        await app.RunAsync(cancellationToken);
        return CommandLine.Done;
    }

    private static async Task PrepareAsync(
        Terminal terminal, IServiceProvider services, string file, CancellationToken cancellationToken)
    {
        var isThere = File.Exists(file);
        await using var db = services.OpenEverything();
        if (isThere)
            await RefuseRealAsync(db, file, cancellationToken);

        await services.MigrateAsync();
        if (await db.Programmes.AnyAsync(cancellationToken))
        {
            terminal.Say($"Using the demonstration in {file}.");
            return;
        }

        await terminal.WithProgressAsync("Making two programmes up", async progress =>
        {
            progress(.1);
            await DemoSeeder.SeedAsync(services, ConnectionTo(file), cancellationToken);
            progress(1);
            return true;
        });
        terminal.Say($"Made a demonstration in {file}. Every person in it is made up.");
    }

    private static async Task PrintSignInsAsync(
        Terminal terminal, IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = services.OpenEverything();
        var roles = await DemoSeeder.RolesAsync(db, services.GetRequiredService<TimeProvider>(), cancellationToken);
        var links = await DemoSignIns.CreateAsync(
            db, services.GetRequiredService<TimeProvider>(), [.. roles.Select(r => r.PersonId)]);
        var address = services.GetRequiredService<PublicAddress>();

        terminal.Say("Sign in, on this machine, as");
        foreach (var (role, path) in roles.Zip(links))
        {
            await terminal.Out.WriteLineAsync($"  {role.Who,-38} {role.Name,-22} {address.Of(path)}".AsMemory(), cancellationToken);
        }

        await terminal.Out.FlushAsync(cancellationToken);
    }

    private static async Task<int> RemoveAsync(VerbContext context, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            context.Terminal.Say($"There is no demonstration at {file}.");
            return CommandLine.Done;
        }

        await using (var services = context.Services(Settings(file, WebSetup.DefaultUrl)))
        await using (var db = services.OpenEverything())
            await RefuseRealAsync(db, file, cancellationToken);

        SqliteFiles.RefuseIfInUse(file);
        foreach (var path in new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists))
            File.Delete(path);

        context.Terminal.Say($"Removed the demonstration at {file}.");
        return CommandLine.Done;
    }

    /// <summary>Whatever is at that place, it is not overwritten or deleted unless all of it is made up.</summary>
    private static async Task RefuseRealAsync(AppDbContext db, string file, CancellationToken cancellationToken)
    {
        if (new FileInfo(file).Length == 0)
            return;

        var refusal = new RefusedException($"{file} is not a demonstration: it was left as it is. Choose another file with --data.");
        try
        {
            if (!(await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
                throw refusal;

            // A demonstration that was stopped while it was made is empty; so is somebody's new installation.
            var isUnfinished = Path.GetFileName(file) == DefaultFile
                && !await db.Programmes.AnyAsync(cancellationToken) && !await db.Users.AnyAsync(cancellationToken);
            if (!isUnfinished && !await DemoSignIns.IsSyntheticAsync(db, cancellationToken))
                throw refusal;
        }
        catch (SqliteException e) when (!e.IsLocked())
        {
            throw refusal;
        }
    }

    private static string ConnectionTo(string file) => $"Data Source={file};Pooling=False";

    private static Dictionary<string, string?> Settings(string file, string urls) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Database:Provider"] = nameof(DatabaseProvider.Sqlite),
        ["ConnectionStrings:TrainingLMS"] = ConnectionTo(file),
        ["urls"] = urls,
        [PublicAddress.Setting] = urls.Split(';')[0],
        ["environment"] = "Demo",

        // Made-up data need no secret; a key of their own leaves no key file beside somebody's real database.
        [MasterKey.Variable] = Convert.ToBase64String(SHA256.HashData("made-up data only"u8)),
    };
}
