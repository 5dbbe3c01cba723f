using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TrainingLMS.Data.Conventions;

/// <summary>Instants are stored as UTC date and time: SQLite cannot order or compare an offset.</summary>
internal sealed class UtcInstantConverter() : ValueConverter<DateTimeOffset, DateTime>(
    instant => instant.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
