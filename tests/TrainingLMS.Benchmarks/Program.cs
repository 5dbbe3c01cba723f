using System.Globalization;
using TrainingLMS.Benchmarks;

// dotnet run -c Release --project tests/TrainingLMS.Benchmarks [-- start report file cases models | submit | coverage]
if (args is ["once", var times, var model])
{
    MixedModelComparison.Once(int.Parse(times, CultureInfo.InvariantCulture), model);

    return 0;
}

var wanted = args.Length == 0 ? ["start", "report", "file", "cases", "models"] : args;

foreach (var one in wanted)
{
    switch (one)
    {
        case "start":
            Console.WriteLine($"start: {await StartBenchmark.RunAsync()}");
            break;
        case "report":
            foreach (var line in ReportBenchmark.Run())
                Console.WriteLine($"report: {line}");
            break;
        case "file":
            Console.WriteLine($"report on the 702-row file: {await ReportBenchmark.RunFileAsync()}");
            break;
        case "cases":
            Console.WriteLine($"case list: {await CaseListBenchmark.RunAsync()}");
            break;
        case "submit":
            Console.WriteLine($"submit: {await SubmitBenchmark.RunAsync()}");
            break;
        case "models":
            await MixedModelComparison.RunAsync();
            break;
        case "coverage":
            CoverageCheck.Run();
            break;
        default:
            Console.Error.WriteLine($"No benchmark is called {one}: choose start, report, file, cases, submit, models or coverage.");
            return 2;
    }
}

return 0;
