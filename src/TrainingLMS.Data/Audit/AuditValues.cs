using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Data.Audit;

/// <summary>Old and new values of a row, by property: {"EndedOn": [null, "2026-03-04"]}.</summary>
internal static class AuditValues
{
    private const string Secret = "changed";
    private const int LongestText = 4000;

    public static byte[] Of(EntityEntry change)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        foreach (var property in change.Properties)
        {
            var (old, now) = change.State switch
            {
                EntityState.Added => (null, property.CurrentValue),
                EntityState.Deleted => (property.OriginalValue, null),
                _ => (property.OriginalValue, property.CurrentValue),
            };
            if (property.Metadata.IsPrimaryKey() || Same(old, now))
                continue;

            json.WritePropertyName(property.Metadata.Name);
            if (ColumnClasses.Of(property.Metadata)?.Privacy is null or Privacy.Secret)
            {
                json.WriteStringValue(Secret); // a key, a hash or a token: that it changed, never what it was
                continue;
            }

            json.WriteStartArray();
            Write(json, old);
            Write(json, now);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What a row's values belong to; a value moved to another row does not open.</summary>
    public static byte[] Owner(string entity, string? id) => Encoding.UTF8.GetBytes($"audit/{entity.Split('`')[0]}/{id}");

    private static bool Same(object? old, object? now) =>
        old is byte[] a && now is byte[] b ? a.AsSpan().SequenceEqual(b) : Equals(old, now);

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case byte[] bytes:
                json.WriteStringValue(Hash(bytes));
                break;
            case string { Length: > LongestText } text:
                json.WriteStringValue(Hash(Encoding.UTF8.GetBytes(text))); // a whole report is kept where it is
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(instant.ToUniversalTime());
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Hash(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
