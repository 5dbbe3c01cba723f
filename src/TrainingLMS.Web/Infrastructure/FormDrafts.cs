using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Closes half a form for the database and opens it for sending; bound to its session, so it fits no other.</summary>
public sealed class FormDrafts(IDataProtectionProvider protection)
{
    public byte[] Close(Guid sessionId, Occasion occasion, IReadOnlyDictionary<string, string?> answers) =>
        Protector(sessionId, occasion).Protect(JsonSerializer.SerializeToUtf8Bytes(answers));

    /// <summary>Nothing where the keys are gone: the questions are then asked again.</summary>
    public IReadOnlyDictionary<string, string?> Open(FormDraft draft)
    {
        try
        {
            var answers = Protector(draft.SessionId, draft.Occasion).Unprotect(draft.Encrypted);
            return JsonSerializer.Deserialize<Dictionary<string, string?>>(answers)!;
        }
        catch (CryptographicException)
        {
            return new Dictionary<string, string?>(StringComparer.Ordinal);
        }
    }

    private IDataProtector Protector(Guid sessionId, Occasion occasion) =>
        protection.CreateProtector("FormDrafts", $"{sessionId:N}", $"{occasion}");
}
