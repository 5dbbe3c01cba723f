using TrainingLMS.Web;
using TrainingLMS.Web.Commands;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;

if (!CommandLine.MeansServe(args))
    return await CommandLine.RunAsync(args, Terminal.OfProcess());

try
{
    var app = WebSetup.Build(args);
    await app.Services.MigrateAsync();
    await FirstStart.PrintAsync(app.Services, Console.Out);
    await app.RunAsync();
    return CommandLine.Done;
}
catch (Exception e) when (CommandLine.Sentence(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return CommandLine.Refused;
}

/// <summary>Named so that tests can start the application.</summary>
public sealed partial class Program;
