using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using TrainingLMS.Data;

namespace TrainingLMS.SqlServerTests;

/// <summary>Rules that every column keeps, whichever database it is in.</summary>
public sealed class ColumnTests
{
    private const int Convention = 256;

    /// <summary>Names, codes and keys, for which the convention is meant. Text that people write is not among them.</summary>
    private static readonly string[] _namesAndCodes =
    [
        "Cases.AgeBand",
        "Cohorts.Name",
        "DataProtectionKeys.FriendlyName",
        "Instruments.Name",
        "InstrumentVersions.LicenceHolder",
        "Organisations.Name",
        "OutboxMessages.Key",
        "People.DisplayName",
        "People.Email",
        "People.LegalName",
        "People.LicenceNumber",
        "People.NormalizedEmail",
        "People.NormalizedUserName",
        "People.UserName",
        "PersonClaims.ClaimType",
        "PersonLogins.ProviderDisplayName",
        "Programmes.Name",
        "Sites.Name",
        "StaffSessions.Browser",
        "TherapistProfiles.ExperienceBand",
        "TherapistProfiles.Orientation",
        "TherapistProfiles.Profession",
    ];

    [Fact]
    public void Text_is_as_long_as_somebody_decided_and_only_names_are_left_at_the_convention()
    {
        var left = Model.Of(DatabaseProvider.SqlServer).GetEntityTypes()
            .Where(e => !e.IsMappedToJson())
            .SelectMany(e => e.GetDeclaredProperties())
            .Where(p => p.ClrType == typeof(string) && p.GetMaxLength() == Convention)
            .Select(ColumnName)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(left.Except(_namesAndCodes, StringComparer.Ordinal));
        Assert.Empty(_namesAndCodes.Except(left, StringComparer.Ordinal));
    }

    [Fact]
    public void Each_column_declares_what_it_holds_and_whether_it_may_leave()
    {
        var undeclared = Model.Of(DatabaseProvider.SqlServer).GetEntityTypes()
            .Where(e => !e.IsMappedToJson())
            .SelectMany(e => e.GetDeclaredProperties())
            .Where(p => ColumnClasses.Of(p) is null)
            .Select(ColumnName)
            .Concat(Model.Of(DatabaseProvider.SqlServer).GetEntityTypes()
                .Where(e => e.IsMappedToJson() && e.FindOwnership() is { } o && ColumnClasses.Of(o.PrincipalToDependent!) is null)
                .Select(e => $"{e.GetContainerColumnName()} (JSON) of {e.ClrType.Name}"));

        Assert.Empty(undeclared);
    }

    [Fact]
    public void What_is_secret_or_sealed_by_name_is_declared_so()
    {
        var open = Model.Of(DatabaseProvider.SqlServer).GetEntityTypes()
            .Where(e => !e.IsMappedToJson())
            .SelectMany(e => e.GetDeclaredProperties())
            .Where(p => p.Name.Contains("Hash", StringComparison.Ordinal) && p.Name.Contains("Token", StringComparison.Ordinal)
                || p.Name.StartsWith("Encrypted", StringComparison.Ordinal)
                || p.Name.Contains("Password", StringComparison.Ordinal)
                || p.Name is "CodeHash" or "KeyHash" or "ProtectedKey" or "Score" or "Value" && p.ClrType != typeof(string))
            .Where(p => ColumnClasses.Of(p)?.Privacy is not (Domain.Common.Privacy.Secret or Domain.Common.Privacy.Sealed))
            .Select(ColumnName);

        Assert.Empty(open);
    }

    private static string ColumnName(IProperty property) =>
        $"{property.DeclaringType.ContainingEntityType.GetTableName()}.{property.GetColumnName()}";
}
