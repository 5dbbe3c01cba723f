using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace TrainingLMS.Web.Infrastructure.Mail;

public enum TextOutcome
{
    Taken,

    /// <summary>Not now: the provider is busy or cannot be reached.</summary>
    Later,

    /// <summary>Never: there is no such number, or it takes nothing from us.</summary>
    Refused,
}

/// <summary>The way by which text messages leave. Off unless an installation has a provider.</summary>
public interface ITextMessages
{
    bool IsOn { get; }

    /// <param name="id">Of the message: the same one twice is one message to a provider that looks.</param>
    /// <param name="to">The number, with + and country.</param>
    /// <param name="text">What it says.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task<TextOutcome> SendAsync(Guid id, string to, string text, CancellationToken cancellationToken);
}

/// <summary>Settings of the HTTP adapter: "Sms:Url" (empty: off) and "Sms:Token".</summary>
public sealed class TextSettings
{
    public const string Section = "Sms";

    public Uri? Url { get; set; }

    public string? Token { get; set; }
}

/// <summary>
/// For any provider, or a small relay in front of one: POST to Sms:Url, "Authorization: Bearer" with Sms:Token,
/// "Idempotency-Key" with the message's id, and the JSON body {"id": "...", "to": "+1...", "text": "..."}. 2xx means taken;
/// 408, 429 and 5xx mean later; any other answer means refused.
/// </summary>
public sealed class HttpTextMessages(IHttpClientFactory clients, IOptionsMonitor<TextSettings> settings) : ITextMessages
{
    public const string Client = "text-messages";

    public bool IsOn => settings.CurrentValue.Url is not null;

    public async Task<TextOutcome> SendAsync(Guid id, string to, string text, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.CurrentValue.Url)
        {
            Content = JsonContent.Create(new { id, to, text }),
        };
        request.Headers.Add("Idempotency-Key", id.ToString());
        if (settings.CurrentValue.Token is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.SendAsync(request, cancellationToken);
            return answer switch
            {
                { IsSuccessStatusCode: true } => TextOutcome.Taken,
                { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => TextOutcome.Later,
                _ => TextOutcome.Refused,
            };
        }
        catch (Exception e) when (e is HttpRequestException || e is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return TextOutcome.Later;
        }
    }
}
