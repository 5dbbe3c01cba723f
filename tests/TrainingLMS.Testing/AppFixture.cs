using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Jobs;

namespace TrainingLMS.Testing;

/// <summary>
/// The real application on a real SQLite file of its own, migrated as in production. One for the whole run: tests make
/// their own people and programmes and share none, so nothing is cleaned up and they run side by side. A test that
/// moves the clock makes a fixture of its own.
/// </summary>
public class AppFixture : WebApplicationFactory<Program>
{
    /// <summary>A Wednesday, noon in UTC; 13:00 in Berlin and 7:00 in Toronto.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _starting = new();
    private readonly StatementCounter _statements = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-").FullName;

    public FakeTimeProvider Clock { get; } = new(Start);

    public DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    /// <summary>Asked for first, so that starting the application is not among what is counted.</summary>
    public StatementCounter Statements => Services.GetRequiredService<StatementCounter>();

    /// <summary>The factory lets two tests that come first start it twice, on one database.</summary>
    public override IServiceProvider Services
    {
        get
        {
            lock (_starting)
                return base.Services;
        }
    }

    /// <summary>Where the database and whatever else the application keeps lie; gone afterwards.</summary>
    public string Folder => _folder;

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "traininglms.db")}";

    /// <summary>A member of staff, with a second factor as far as <see cref="SignedIn"/> is concerned.</summary>
    public async Task<AppUser> UserAsync(string displayName = "Ada Berg", bool administrator = false)
    {
        var id = Guid.CreateVersion7();
        var address = $"{id:N}@example.test";
        var user = new AppUser
        {
            Id = id,
            UserName = address,
            NormalizedUserName = address.ToUpperInvariant(),
            Email = address,
            NormalizedEmail = address.ToUpperInvariant(),
            EmailConfirmed = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            DisplayName = displayName,
            TimeZone = "America/Toronto",
            Language = "en",
            IsInstallationAdministrator = administrator,
            CreatedAt = Clock.GetUtcNow(),
        };
        await SaveAsync(user);
        return user;
    }

    public async Task<Programme> ProgrammeAsync(
        DisclosureKind disclosure = DisclosureKind.Sealed, int disclosureSession = 0, bool synthetic = false)
    {
        var organisation = new Organisation { Name = "Practice Research Network" };
        var programme = new Programme
        {
            OrganisationId = organisation.Id,
            Code = "P" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12].ToUpperInvariant(),
            Name = "Alliance training",
            TimeZone = "America/Toronto",
            Language = "en",
            Disclosure = disclosure,
            DisclosureSession = disclosureSession,
            CrisisText = "In a crisis call 988.",
            CrisisTextFrench = "En cas de crise, composez le 988.",
            Synthetic = synthetic,
            CreatedAt = Clock.GetUtcNow(),
        };
        await SaveAsync(organisation, programme);
        return programme;
    }

    /// <summary>A new member of staff with one role in the programme, since a month ago.</summary>
    public async Task<AppUser> MemberAsync(Programme programme, Role role, string? displayName = null)
    {
        var user = await UserAsync(displayName ?? $"{role} {Guid.NewGuid().ToString("N")[..6]}");
        await JoinAsync(user, programme, role);
        return user;
    }

    /// <summary>One role more for somebody.</summary>
    public Task JoinAsync(AppUser user, Programme programme, Role role) => SaveAsync(new Membership
    {
        ProgrammeId = programme.Id,
        PersonId = user.Id,
        Role = role,
        From = Today.AddMonths(-1),
    });

    /// <summary>Asks the database directly, with every programme in sight.</summary>
    public async Task<T> ReadAsync<T>(Func<AppDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.OpenEverything();
        return await read(db);
    }

    /// <summary>Changes something directly, as an import or an earlier month would have.</summary>
    public Task WriteAsync(Func<AppDbContext, Task> write) => ReadAsync(db => db.WriteAsync(async () =>
    {
        await write(db);
        return true;
    }));

    public Task SaveAsync(params object[] entities) => WriteAsync(db =>
    {
        db.AddRange(entities);
        return Task.CompletedTask;
    });

    /// <summary>Does a job's work now, lease and all.</summary>
    /// <returns>False where another node has the lease.</returns>
    public async Task<bool> WorkAsync<TWork>()
        where TWork : IWork
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LeasedRun<TWork>>().RunAsync();
    }

    /// <summary>A browser of nobody: keeps cookies, does not follow redirects.</summary>
    public HttpClient Stranger()
    {
        _ = Services; // started once
        return CreateClient(new WebApplicationFactoryClientOptions
        {
            AllowAutoRedirect = false,
            BaseAddress = ClientOptions.BaseAddress, // another one where the application listens on a real port
        });
    }

    /// <summary>A browser of this person, second factor shown; keeps cookies, does not follow redirects.</summary>
    public HttpClient SignedIn(AppUser user)
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Add(TestSignIn.Header, user.Id.ToString());
        return client;
    }

    /// <summary>The same with the password only.</summary>
    public HttpClient HalfSignedIn(AppUser user)
    {
        var client = SignedIn(user);
        client.DefaultRequestHeaders.Add(TestSignIn.HalfHeader, "1");
        return client;
    }

    /// <summary>For a test that reads the log.</summary>
    protected virtual bool KeepsLog => false;

    /// <summary>For a fixture that needs another setting or service.</summary>
    protected virtual void Adapt(IWebHostBuilder builder)
    {
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Test");
        builder.UseContentRoot(AppContext.BaseDirectory); // as in production: beside the program
        builder.UseSetting("ConnectionStrings:TrainingLMS", ConnectionString);
        builder.UseSetting(JobSetup.Setting, "false"); // a test runs the work it is about, when it is due
        if (!KeepsLog)
            builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton(_statements);
            services.Configure<TestServerOptions>(server => server.PreserveExecutionContext = true); // statements counted
            services.ConfigureDbContext<AppDbContext>(options => options.AddInterceptors(_statements));
            var real = new RealSignIn();
            services.AddSingleton(real);
            services.AddAuthentication()
                .AddScheme<AuthenticationSchemeOptions, TestSignIn>(TestSignIn.Name, configureOptions: null);
            services.PostConfigure<AuthenticationOptions>(authentication =>
            {
                real.Scheme = authentication.DefaultAuthenticateScheme ?? authentication.DefaultScheme;
                authentication.DefaultAuthenticateScheme = TestSignIn.Name;
            });
        });
        Adapt(builder);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
