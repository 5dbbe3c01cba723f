using TrainingLMS.Benchmarks;

// dotnet run -c Release --project tests/TrainingLMS.Benchmarks [-- start report file cases]
var wanted = args.Length == 0 ? ["start", "report", "file", "cases"] : args;

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
        default:
            Console.Error.WriteLine($"No benchmark is called {one}: choose start, report, file or cases.");
            return 2;
    }
}

return 0;
