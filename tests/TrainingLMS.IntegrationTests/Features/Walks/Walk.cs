using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Walks;

/// <summary>Every address of the application that can be asked for, with what stands in its place of a parameter.</summary>
public sealed class Walk(AppFixture app, IReadOnlyDictionary<string, string[]> values)
{
    /// <summary>Templates of all GET routes, from the running application itself: a new page is walked without a word here.</summary>
    public IReadOnlyList<string> Routes { get; } =
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action
                && action.EndpointMetadata.OfType<HttpMethodMetadata>().Any(m => m.HttpMethods.Contains("GET")))
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>The route with each value that its parameters can take here; a parameter nobody thought of takes every id.</summary>
    public IEnumerable<string> AddressesOf(string route)
    {
        var parameter = Regex.Match(route, @"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.None, TimeSpan.FromSeconds(1));
        if (!parameter.Success)
            return [route, .. values["?"].Select(query => $"{route}?{query}")];

        return values.GetValueOrDefault(parameter.Groups["name"].Value, values["*"])
            .SelectMany(value => AddressesOf(string.Concat(route.AsSpan(0, parameter.Index), value, route.AsSpan(parameter.Index + parameter.Length))));
    }

    /// <summary>Asks for one address and gives everything that came back: headers, and the body as text.</summary>
    public static async Task<(HttpStatusCode Status, string Text, string? Type)> AskAsync(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return (
            answer.StatusCode,
            $"{answer.Headers}{answer.Content.Headers}{System.Text.Encoding.UTF8.GetString(body)}",
            answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Rows of every table but those named, each as its text.</summary>
    public static Dictionary<string, List<string>> Rows(AppFixture app, params string[] except)
    {
        using var connection = new SqliteConnection(app.ConnectionString);
        connection.Open();
        return Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .Except(except, StringComparer.Ordinal)
            .ToDictionary(table => table, table => Read(connection, $"SELECT * FROM \"{table}\""), StringComparer.Ordinal);
    }

    private static List<string> Read(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();

        command.CommandText = query;

        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                byte[] bytes => System.Text.Encoding.Latin1.GetString(bytes),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            })));
        }

        return rows;
    }
}
