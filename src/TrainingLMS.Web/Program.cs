using TrainingLMS.Web;
using TrainingLMS.Web.Infrastructure;

var app = WebSetup.Build(args);
await app.Services.MigrateAsync();
await app.RunAsync();

/// <summary>Named so that tests can start the application.</summary>
public sealed partial class Program;
