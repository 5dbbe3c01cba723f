using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.Razor;
using TrainingLMS.Web.Features.PatientForms;
using TrainingLMS.Web.Features.Shared;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Jobs;
using TrainingLMS.Web.Infrastructure.Keys;
using TrainingLMS.Web.Infrastructure.Imports;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Infrastructure.Logging;
using TrainingLMS.Web.Infrastructure.Mail;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Infrastructure.Transport;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web;

/// <summary>The web application: its services, then its middleware, in order.</summary>
public static class WebSetup
{
    public const string DefaultUrl = "http://localhost:5080";

    public static readonly string[] Languages = ["en", "fr"];

    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adapt = null)
    {
        // Views, styles and forms lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))
                ? null
                : AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null)
            builder.WebHost.UseUrls(DefaultUrl);

        builder.AddLog();
        adapt?.Invoke(builder);
        AddServices(builder.Services, builder.Configuration);
        builder.AddJobs();

        var app = builder.Build();
        TransportRules.Check(
            app.Services.GetRequiredService<PublicAddress>(), app.Configuration, app.Environment);
        UseMiddleware(app);
        return app;
    }

    /// <summary>What the verbs of the command line share with the web application.</summary>
    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddAppDatabase(configuration);
        services.AddKeys();
        services.AddPipeline(typeof(WebSetup).Assembly);
        services.AddScoped<CurrentUser>();
        services.AddMail();
        services.AddWork<ExtendAuditChain>(every: TimeSpan.FromMinutes(1));
        services.AddNightlyWork<VerifyAuditChain>(hour: 2);
        services.AddRatings();
        services.AddLearning();

        services.AddLocalization();
        services.AddControllersWithViews().AddViewLocalization();
        services.Configure<RazorViewEngineOptions>(razor =>
        {
            razor.ViewLocationFormats.Clear();
            razor.ViewLocationFormats.Add("/Features/{1}/{0}.cshtml");
            razor.ViewLocationFormats.Add("/Features/Shared/{0}.cshtml");
        });
        services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
        services.Configure<RequestLocalizationOptions>(localization =>
        {
            localization.SetDefaultCulture(Languages[0])
                .AddSupportedCultures(Languages)
                .AddSupportedUICultures(Languages);
            localization.ApplyCurrentCultureToResponseHeaders = true;
            localization.RequestCultureProviders =
                [new CookieRequestCultureProvider(), new PersonsLanguage(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        services.AddExceptionHandler<NotFoundExceptionHandler>();
        services.AddExceptionHandler<DatabaseExceptionHandler>();
        services.AddProblemDetails();
        services.AddAntiforgery();
        services.AddTransport();
        services.AddFrame();
        services.AddStaffSignIn();
        services.AddReports();
        services.AddImports();
    }

    private static void UseMiddleware(WebApplication app)
    {
        app.UseTransport();
        app.Use(HeadRequests.Answer);
        app.UseMiddleware<RequestLog>();

        // Outside the exception handler, so that what it answers without a body gets its page too.
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/problem/500",
            CreateScopeForErrors = true, // a broken answer about who comes is not asked for again
        });
        app.MapStaticAssets();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<CurrentUserMiddleware>();
        app.UseMiddleware<PatientMiddleware>();
        app.UseRequestLocalization(); // after the person, whose language it follows
        app.MapControllers();
    }
}
