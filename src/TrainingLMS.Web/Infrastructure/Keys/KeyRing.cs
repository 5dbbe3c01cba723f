using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using TrainingLMS.Data.Encryption;

namespace TrainingLMS.Web.Infrastructure.Keys;

/// <summary>Closes each key of the ring with the master key before it is written into the database.</summary>
internal sealed class KeyRingEncryptor(MasterKey master) : IXmlEncryptor
{
    internal const string Purpose = "traininglms/key-ring";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var envelope = Envelope.Close(master.Derive(Purpose), content, "key-ring"u8);
        return new EncryptedXmlInfo(
            new XElement("envelope", Convert.ToBase64String(envelope)), typeof(KeyRingDecryptor));
    }
}

/// <summary>Opens it again; made by Data Protection, which hands it the services.</summary>
internal sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var master = services.GetRequiredService<MasterKey>();
        var content = Envelope.Open(
            master.Derive(KeyRingEncryptor.Purpose), Convert.FromBase64String(encryptedElement.Value), "key-ring"u8);
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(content));
    }
}

/// <summary>Says so where the ring lies open in the database: right for a look or a demo, wrong for patients' data.</summary>
internal sealed partial class KeyRingProtection(MasterKey master, ILogger<KeyRingProtection> logger)
    : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options)
    {
        if (master.IsGiven)
            options.XmlEncryptor = new KeyRingEncryptor(master);
        else
            Open();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The key ring lies unprotected in the database: for real data set " + MasterKey.Variable + " (32 bytes, base 64)")]
    private partial void Open();
}
