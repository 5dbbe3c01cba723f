using System.Globalization;
using TrainingLMS.Domain.Instruments;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>Something in a content file that must be put right first.</summary>
public sealed record InstrumentProblem(string File, long Line, string What)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {What}");
}

/// <summary>What reading one file gave: a definition, or everything that is wrong with it.</summary>
public sealed record InstrumentReading(string File, InstrumentDefinition? Definition, IReadOnlyList<InstrumentProblem> Problems);

/// <summary>Reads rating forms from content/instruments and says what is wrong with them, all of it at once.</summary>
public static class InstrumentFile
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "content", "instruments");

    private static readonly IDeserializer _yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithTypeConverter(new DayConverter())
        .WithTypeMapping<IReadOnlyList<InstrumentItem>, List<InstrumentItem>>()
        .WithTypeMapping<IReadOnlyList<InstrumentTranslation>, List<InstrumentTranslation>>()
        .WithTypeMapping<IReadOnlyList<ScoringExample>, List<ScoringExample>>()
        .WithTypeMapping<IReadOnlyList<string>, List<string>>()
        .WithTypeMapping<IReadOnlyList<double?>, List<double?>>()
        .WithEnforceRequiredMembers()
        .WithDuplicateKeyChecking()
        .Build();

    public static IReadOnlyList<InstrumentReading> ReadFolder(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(path => Read(Path.GetFileName(path), File.ReadAllText(path))),
    ];

    public static InstrumentReading Read(string file, string text)
    {
        try
        {
            var definition = _yaml.Deserialize<InstrumentDefinition>(text);
            var lines = text.Split('\n');
            InstrumentProblem[] problems =
            [
                .. InstrumentCheck.Problems(definition).Select(p => new InstrumentProblem(file, LineOf(lines, p.Near), p.What)),
            ];
            return new InstrumentReading(file, problems.Length == 0 ? definition : null, problems);
        }
        catch (YamlException e)
        {
            return new InstrumentReading(file, null, [new InstrumentProblem(file, e.Start.Line, Innermost(e))]);
        }
    }

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;

    private static long LineOf(string[] lines, string near) =>
        Math.Max(0, Array.FindIndex(lines, l => l.Contains(near, StringComparison.Ordinal))) + 1;

    private sealed class DayConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(DateOnly);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var scalar = parser.Consume<YamlDotNet.Core.Events.Scalar>();
            return DateOnly.TryParseExact(scalar.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is not a day; write 2026-11-23.");
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
            throw new NotSupportedException("Forms are read, not written.");
    }
}
