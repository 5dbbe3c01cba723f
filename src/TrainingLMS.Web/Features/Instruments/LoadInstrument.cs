using MediatR;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Instruments;

/// <summary>Looks at a form before it is published: everything that is wrong with it, or how both raters would see it.</summary>
public static class LoadInstrument
{
    /// <param name="Text">Our file, a FHIR Questionnaire or a REDCap dictionary; nothing yet where empty.</param>
    public sealed record Query(string? Text) : IQuery<Form>;

    /// <param name="Text">In our own format, whatever it came as.</param>
    /// <param name="Converted">It came as something else.</param>
    /// <param name="Problems">What must be put right first.</param>
    /// <param name="Preview">The form, where nothing is wrong.</param>
    public sealed record Form(
        string Text, bool Converted, IReadOnlyList<InstrumentProblem> Problems, InstrumentDefinition? Preview);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
        [
            Allow.To<Query>(Who.ProgrammeAdministrator, "new forms", (_, _, _) => Task.FromResult(true)),
            Allow.To<Query>(Who.InstallationAdministrator, "new forms", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler : IRequestHandler<Query, Form>
    {
        public Task<Form> Handle(Query request, CancellationToken cancellationToken) => Task.FromResult(Look(request.Text));

        private static Form Look(string? text)
        {
            if (text is null)
                return new Form("", Converted: false, [], Preview: null);

            if (text.Length > InstrumentFormats.LongestFile)
                return Wrong("", "This file is too long: at most 256 KB.");

            if (string.IsNullOrWhiteSpace(text))
                return Wrong("", "Choose a file, or paste its text.");

            try
            {
                var ours = InstrumentFormats.ToOurs(text);
                var reading = InstrumentFile.Read("form", ours);
                return new Form(ours, Converted: ours != text, reading.Problems, reading.Definition);
            }
            catch (Exception e) when (e is FormatException or CsvHelper.CsvHelperException)
            {
                return Wrong(text, e.Message.Split('\n')[0]);
            }
        }

        private static Form Wrong(string text, string what) => new(text, Converted: false, [new InstrumentProblem("form", 1, what)], Preview: null);
    }
}
