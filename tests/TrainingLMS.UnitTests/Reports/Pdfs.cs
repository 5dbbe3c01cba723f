using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace TrainingLMS.UnitTests.Reports;

internal static class Pdfs
{
    /// <summary>The text of each page in drawing order, spaces and line ends made one plain space.</summary>
    public static IReadOnlyList<string> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages().Select(p => Plain(ContentOrderTextExtractor.GetText(p)))];
    }

    public static string Text(byte[] pdf) => string.Join(' ', Pages(pdf));

    public static string Plain(string text) =>
        string.Join(' ',
            text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
