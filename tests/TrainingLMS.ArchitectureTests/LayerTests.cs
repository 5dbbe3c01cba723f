using TrainingLMS.Congruence;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.ArchitectureTests;

/// <summary>Which assembly may lean on which. Read from the compiled references, so nothing hides.</summary>
public sealed class LayerTests
{
    private static readonly string _reports = Path.Combine(AppContext.BaseDirectory, "TrainingLMS.Reports.dll");

    public static TheoryData<string, string[]> Layers => new()
    {
        { typeof(Entity).Assembly.Location, [] },
        { typeof(RatedSession).Assembly.Location, ["MathNet.Numerics"] },
        {
            _reports,
            ["TrainingLMS.Congruence", "SkiaSharp", "SkiaSharp.HarfBuzz", "HarfBuzzSharp", "ScottPlot", "YamlDotNet"]
        },
        { typeof(AppDbContext).Assembly.Location, ["TrainingLMS.Domain", "Microsoft.*"] },
        { Migrations("Sqlite"), ["TrainingLMS.Data", "Microsoft.*"] },
        { Migrations("SqlServer"), ["TrainingLMS.Data", "Microsoft.*"] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void An_assembly_leans_only_on_what_it_may(string file, string[] allowed)
    {
        var others = Code.References(file)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && !IsAllowed(name));

        Assert.Empty(others);

        bool IsAllowed(string name) => allowed.Any(a => a.EndsWith(".*", StringComparison.Ordinal)
            ? name.StartsWith(a[..^1], StringComparison.Ordinal)
            : name == a);
    }

    private static string Migrations(string provider) =>
        Path.Combine(AppContext.BaseDirectory, $"TrainingLMS.Migrations.{provider}.dll");
}
