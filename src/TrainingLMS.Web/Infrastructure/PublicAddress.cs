namespace TrainingLMS.Web.Infrastructure;

/// <summary>
/// Where people reach the application, from configuration and never from a request: a link in a mail must not
/// follow a forged host.
/// </summary>
public sealed class PublicAddress(IConfiguration configuration)
{
    public const string Setting = "PublicAddress";

    private readonly Uri _root = new(
        configuration[Setting] ?? configuration["urls"]?.Split(';')[0].Replace("*", "localhost", StringComparison.Ordinal)
            ?? WebSetup.DefaultUrl);

    /// <summary>Then cookies are Secure and carry the __Host- prefix.</summary>
    public bool IsHttps => _root.Scheme == Uri.UriSchemeHttps;

    /// <summary>Nobody but this machine opens it: the demo, tests and a first look.</summary>
    public bool IsLoopback => _root.IsLoopback;

    public int Port => _root.Port;

    public string Of(string path) => new Uri(_root, path).AbsoluteUri;

    public override string ToString() => _root.GetLeftPart(UriPartial.Authority);
}
