using System.Text;
using Microsoft.AspNetCore.DataProtection;
using TrainingLMS.Domain.Consent;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>
/// Closes and opens a patient's address, which no page ever shows; and makes the token with which somebody who gets our
/// messages stops them.
/// </summary>
public sealed class PatientContacts(IDataProtectionProvider protection)
{
    private readonly IDataProtector _stop = protection.CreateProtector("PatientContacts.Stop");

    public byte[] Close(Guid caseId, string address) => Protector(caseId).Protect(Encoding.UTF8.GetBytes(address.Trim()));

    public string Open(PatientContact contact) =>
        Encoding.UTF8.GetString(Protector(contact.CaseId).Unprotect(contact.Encrypted));

    public string StopToken(PatientContact contact) =>
        Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(_stop.Protect(contact.Id.ToByteArray()));

    /// <summary>The row that the token speaks of; none where it was not ours.</summary>
    public Guid? ContactOf(string token)
    {
        try
        {
            return new Guid(_stop.Unprotect(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token)));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private IDataProtector Protector(Guid caseId) => protection.CreateProtector("PatientContacts", $"{caseId:N}");
}
