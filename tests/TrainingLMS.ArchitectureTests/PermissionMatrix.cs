using System.Collections;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.ArchitectureTests;

/// <summary>Who may send which request about whose things, as a table, one row a request.</summary>
internal static class PermissionMatrix
{
    private const string Head =
        """
        # Who may do what

        Written by a test from the access rule beside each request; a request without a rule is refused, and refused
        looks like not found. A cell says on whose things. To write it anew after a change:
        `UPDATE_DOCS=1 dotnet test --project tests/TrainingLMS.ArchitectureTests`

        """;

    public static string Of(IServiceProvider services, IEnumerable<Type> requests)
    {
        var who = Enum.GetValues<Who>();
        var text = new StringBuilder(Head.ReplaceLineEndings("\n")).Append('\n');
        Row(text, ["Request", .. who.Select(Spaced)]);
        Row(text, ["---", .. who.Select(_ => "---")]);

        foreach (var feature in requests.GroupBy(FeatureOf, StringComparer.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            foreach (var request in feature)
            {
                var grants = GrantsOf(services, request);
                Row(text, [
                    $"{feature.Key} · {RequestName.Of(request)}",
                    .. who.Select(w => string.Join(", ", grants.Where(g => g.Who == w).Select(g => g.Whose).Distinct(StringComparer.Ordinal))),
                ]);
            }
        }

        return text.ToString();
    }

    private static List<(Who Who, string Whose)> GrantsOf(IServiceProvider services, Type request) =>
    [
        .. from rule in services.GetServices(typeof(IAccess<>).MakeGenericType(request))
           from grant in ((IEnumerable)Property(typeof(IAccess<>).MakeGenericType(request), rule!, nameof(IAccess<>.Grants)))
               .Cast<object>()
           let type = typeof(Grant<>).MakeGenericType(request)
           select ((Who)Property(type, grant, nameof(Grant<>.Who)), (string)Property(type, grant, nameof(Grant<>.Whose))),
    ];

    // Asked of the interface: one class often answers for a query and a command at once.
    private static object Property(Type type, object of, string name) => type.GetProperty(name)!.GetValue(of)!;

    private static string FeatureOf(Type request) => request.Namespace!.Split('.')[^1];

    private static string Spaced(Who who) => string.Concat(who.ToString().Select((c, i) =>
        i > 0 && char.IsUpper(c) ? " " + char.ToLower(c, CultureInfo.InvariantCulture) : c.ToString()));

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
