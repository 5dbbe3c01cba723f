using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace TrainingLMS.Web.Infrastructure.Logging;

/// <summary>
/// Log lines go to standard error, and to a file a day where Log:File names one. Docs/log-inventory.md lists them all.
/// </summary>
public static class LogSetup
{
    private const int DaysKept = 31;

    private const string Line =
        "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext} {Message:lj} {RequestId}{NewLine}{Exception}";

    public static void AddLog(this WebApplicationBuilder builder)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Information()

            // The framework's own lines name whole addresses, tokens and queries included, and at Debug even keys.
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Warning)

            // A refused duplicate is answered to the person; its message on SQL Server quotes the value.
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Update", LogEventLevel.Fatal)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .Enrich.With(new WithoutTokens())
            .WriteTo.Console(
                outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose);
        if (builder.Configuration["Log:File"] is { Length: > 0 } file)
        {
            log.WriteTo.File(
                file, outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day, retainedFileCountLimit: DaysKept);
        }

        // Levels are the logger's own: a setting that turned everything on would write keys and tokens.
        builder.Logging.ClearProviders().AddSerilog(log.CreateLogger(), dispose: true);
    }

    /// <summary>The server adds each request's path to every line of it; that path may be a patient's link.</summary>
    private sealed class WithoutTokens : ILogEventEnricher
    {
        private const string Path = "RequestPath";

        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.TryGetValue(Path, out var value) && value is ScalarValue { Value: string path })
                logEvent.AddOrUpdateProperty(propertyFactory.CreateProperty(Path, LogPaths.Redacted(path)));
        }
    }
}
