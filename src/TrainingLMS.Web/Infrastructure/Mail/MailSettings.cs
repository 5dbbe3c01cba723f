using System.Net;
using MailKit.Security;

namespace TrainingLMS.Web.Infrastructure.Mail;

/// <summary>The mail server that messages leave by. Without a host they stay in the outbox.</summary>
public sealed class MailSettings
{
    public const string Section = "Mail";

    private const int ImplicitTlsPort = 465;

    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public string? User { get; set; }

    public string? Password { get; set; }

    public string From { get; set; } = "no-reply@localhost";

    /// <summary>Off is for a server on this machine only.</summary>
    public bool StartTls { get; set; } = true;

    public SecureSocketOptions Security => this switch
    {
        { Port: ImplicitTlsPort } => SecureSocketOptions.SslOnConnect,
        { StartTls: true } => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    /// <summary>What is wrong with them, or nothing.</summary>
    public string? Problem =>
        Security == SecureSocketOptions.None && !IsThisMachine
            ? $"Mail would go to {Host} unencrypted: set {Section}:StartTls, or use a server on this machine."
            : null;

    private bool IsThisMachine => string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
