using System.Net;
using TrainingLMS.Web.Commands;

namespace TrainingLMS.Web.Infrastructure.Transport;

/// <summary>Plain http is for this machine alone. Whoever else can reach the application does so by https.</summary>
public static class TransportRules
{
    /// <exception cref="RefusedException">Production would send passwords or ratings over a network in clear.</exception>
    public static void Check(PublicAddress address, IConfiguration configuration, IHostEnvironment environment)
    {
        if (!environment.IsProduction() || address.IsHttps)
            return;

        if (!address.IsLoopback)
        {
            throw new RefusedException(
                $"The public address {address} is not https, so passwords and ratings would travel in clear. "
                + $"Set {PublicAddress.Setting} to the https address that people open, or use a loopback address.");
        }

        if (Listened(configuration).FirstOrDefault(url => !IsLoopback(url)) is { } open)
        {
            throw new RefusedException(
                $"The application would listen on {open}, where other machines reach it, without https. "
                + $"Listen on a loopback address, or set {PublicAddress.Setting} to the https address of the proxy in front.");
        }
    }

    internal static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    private static IEnumerable<string> Listened(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>();
        var urls = Split(configuration["urls"]);
        var ports = Split(configuration["http_ports"]).Select(port => $"http://*:{port}");
        return [.. endpoints, .. urls.Length > 0 ? urls : ports];

        static string[] Split(string? list) =>
            list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }
}
