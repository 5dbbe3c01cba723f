using TrainingLMS.Web.Commands;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>What a verb left behind: its exit code, its data and its words.</summary>
internal sealed record Ran(int Code, string Out, string Error);

/// <summary>Runs a verb as the program would, without a process of its own.</summary>
internal static class Verbs
{
    public static Task<Ran> RunAsync(string[] args, params (string Key, string Value)[] settings) =>
        RunAsync(args, answers: null, settings);

    /// <param name="args">Verb and options.</param>
    /// <param name="answers">What a person at the terminal types, line by line; null where nobody is there.</param>
    /// <param name="settings">Configuration.</param>
    public static async Task<Ran> RunAsync(string[] args, string[]? answers, (string Key, string Value)[] settings)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var typed = new Queue<string>(answers ?? []);
        var terminal = new Terminal(output, error, answers is null ? null : () => typed.TryDequeue(out var line) ? line : null);
        var code = await CommandLine.RunAsync(
            args, terminal, settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.OrdinalIgnoreCase),
            TestContext.Current.CancellationToken);

        return new Ran(code, output.ToString(), error.ToString());
    }
}
