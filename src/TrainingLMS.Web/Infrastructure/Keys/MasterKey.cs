using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using TrainingLMS.Data;
using TrainingLMS.Data.Encryption;
using TrainingLMS.Web.Commands;

namespace TrainingLMS.Web.Infrastructure.Keys;

/// <summary>
/// The one secret of an installation, given by its environment and never kept in the database. Every other key is
/// derived from it. The embedded default makes a key file beside the database instead, for arms alone.
/// </summary>
public sealed class MasterKey(IConfiguration configuration)
{
    public const string Setting = "MasterKey";
    public const string Variable = "TRAININGLMS_MASTER_KEY";
    public const string FileName = "traininglms.key";

    private readonly byte[]? _bytes = Read(configuration[Variable] ?? configuration[Setting]);

    /// <summary>Given by the environment.</summary>
    public bool IsGiven => _bytes is not null;

    /// <summary>A key for one purpose; knowing it tells nothing about the others.</summary>
    public byte[] Derive(string purpose) => Derive(
        _bytes ?? throw new InvalidOperationException("There is no master key to derive from."), purpose);

    /// <summary>The key of the arms: derived from the master key, or from the file beside an embedded database.</summary>
    /// <exception cref="RefusedException">Neither is there: the database is a server's.</exception>
    public byte[] ForArms()
    {
        const string purpose = "traininglms/arms";
        if (IsGiven)
            return Derive(purpose);

        if (KeyFile(configuration) is not { } file)
        {
            throw new RefusedException(
                $"Arms are kept under a key that is not in the database. Set {Variable} to 32 random bytes in base 64.");
        }

        return Derive(ReadOrMake(file), purpose);
    }

    /// <summary>Where the key file of an embedded database lies; null where the database is a server's.</summary>
    public static string? KeyFile(IConfiguration configuration)
    {
        if (configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite) != DatabaseProvider.Sqlite)
            return null;

        var database = new SqliteConnectionStringBuilder(
            configuration.GetConnectionString("TrainingLMS") ?? $"Data Source={DatabaseSetup.DefaultFile}").DataSource;
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database))!, FileName);
    }

    private static byte[] Derive(byte[] master, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, master, Envelope.KeyBytes, salt: null, Encoding.UTF8.GetBytes(purpose));

    private static byte[] ReadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            try
            {
                using var stream = new FileStream(file, ForOwnerAlone());
                using var writer = new StreamWriter(stream);
                writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Envelope.KeyBytes)));
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another process was quicker; its key is the key.
            }
        }

        return Read(File.ReadAllText(file)) ?? throw new RefusedException($"{file} is empty. Restore it from a backup.");
    }

    private static FileStreamOptions ForOwnerAlone()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static byte[]? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var bytes = new byte[Envelope.KeyBytes];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Envelope.KeyBytes
            ? bytes
            : throw new RefusedException(
                $"The master key is not 32 bytes in base 64. Make one with: openssl rand -base64 {Envelope.KeyBytes}");
    }
}
