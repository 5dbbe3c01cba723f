using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using TrainingLMS.Data;

namespace TrainingLMS.SqlServerTests;

/// <summary>What SQL Server refuses or warns of only once it runs, and its schema model does not report.</summary>
public sealed class SchemaRuleTests
{
    private const int LongestPrimaryKey = 900;
    private const int LongestIndexKey = 1700;

    /// <summary>Identity's own: a credential id of up to 1024 bytes; real ones are far shorter.</summary>
    private static readonly string[] _longKeysOfOthers = ["PK_PersonPasskeys"];

    private static readonly IModel _model = Model.Of(DatabaseProvider.SqlServer);

    [Fact]
    public void No_table_is_reached_by_two_cascades()
    {
        // Error 1785: two routes of cascades from one table to another, or a circle.
        var cascades = _model.GetEntityTypes().SelectMany(e => e.GetForeignKeys())
            .Where(k => k.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull && !k.IsOwnership)
            .Select(k => (From: k.PrincipalEntityType.GetTableName()!, To: k.DeclaringEntityType.GetTableName()!))
            .ToLookup(k => k.From, k => k.To, StringComparer.Ordinal);
        var problems = new List<string>();

        foreach (var root in cascades.Select(c => c.Key))
            Walk(root, root, new HashSet<string>(StringComparer.Ordinal));

        Assert.Empty(problems);

        void Walk(string root, string table, HashSet<string> seen)
        {
            foreach (var next in cascades[table])
            {
                if (next == root || !seen.Add(next))
                    problems.Add($"from {root} to {next} by way of {table}");
                else
                    Walk(root, next, seen);
            }
        }
    }

    [Fact]
    public void Keys_fit_into_what_SQL_Server_can_index()
    {
        var keys = _model.GetEntityTypes().Where(e => !e.IsMappedToJson())
            .SelectMany(e => e.GetKeys())
            .Where(k => k.Properties.Sum(Bytes) > LongestPrimaryKey)
            .Select(k => k.GetName());
        var indexes = _model.GetEntityTypes().Where(e => !e.IsMappedToJson())
            .SelectMany(e => e.GetIndexes())
            .Where(i => i.Properties.Sum(Bytes) > LongestIndexKey)
            .Select(i => i.GetDatabaseName());

        Assert.Equal(_longKeysOfOthers, keys);
        Assert.Empty(indexes);
    }

    private static long Bytes(IProperty property)
    {
        var type = property.GetColumnType();
        if (type.Contains("(max)", StringComparison.Ordinal))
            return int.MaxValue;

        return type switch
        {
            _ when type.StartsWith("nvarchar", StringComparison.Ordinal) => 2L * property.GetMaxLength()!.Value,
            _ when type.StartsWith("varbinary", StringComparison.Ordinal) => property.GetMaxLength()!.Value,
            _ => 16,
        };
    }
}
