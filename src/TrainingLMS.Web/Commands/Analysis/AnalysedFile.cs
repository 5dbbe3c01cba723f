namespace TrainingLMS.Web.Commands.Analysis;

/// <summary>What was analysed by what, so that a table can be told from one of another day's file.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
/// <param name="Engine">Version of the program.</param>
internal sealed record AnalysedFile(string Name, string Sha256, string Engine);
