using Spectre.Console;

namespace TrainingLMS.Web.Commands;

/// <summary>Where a verb speaks: data on one stream, words to people on the other.</summary>
public sealed class Terminal(TextWriter output, TextWriter error, Func<string?>? answers = null)
{
    /// <summary>Data, and nothing else.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Sentences for the person who watches.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Somebody is there to answer.</summary>
    public bool CanAsk => answers is not null;

    /// <summary>A bar that moves needs a screen; in a file it would be noise.</summary>
    public bool ShowsProgress { get; private init; }

    public static Terminal OfProcess() => new(
        Console.Out, Console.Error, Console.IsInputRedirected ? null : Console.ReadLine)
    {
        ShowsProgress = !Console.IsErrorRedirected,
    };

    public void Say(string sentence) => Error.WriteLine(sentence);

    /// <summary>Only a clear yes is a yes.</summary>
    public bool Confirms(string question)
    {
        Error.Write($"{question} [y/N] ");
        return answers!()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>Runs work that can say how far it is, from 0 to 1, and shows a bar where there is a screen.</summary>
    public async Task<T> WithProgressAsync<T>(string what, Func<Action<double>, Task<T>> work)
    {
        if (!ShowsProgress)
            return await work(_ => { });

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });
        return await console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var bar = context.AddTask(Markup.Escape(what), maxValue: 1);
            return await work(share => bar.Value = share);
        });
    }
}
