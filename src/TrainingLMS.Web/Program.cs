using TrainingLMS.Web;
using TrainingLMS.Web.Commands;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;

if (!CommandLine.MeansServe(args))
    return await CommandLine.RunAsync(args, Terminal.OfProcess());

var app = WebSetup.Build(args);
await app.Services.MigrateAsync();
await FirstStart.PrintAsync(app.Services, Console.Out);
await app.RunAsync();
return CommandLine.Done;

/// <summary>Named so that tests can start the application.</summary>
public sealed partial class Program;
