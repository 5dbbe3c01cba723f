using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Metadata;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Data;

/// <summary>
/// What each column holds: its own <see cref="HoldsAttribute"/>, or, for columns that Identity and Data Protection
/// bring along, the table below. A column with neither fails a test.
/// </summary>
public static class ColumnClasses
{
    private static readonly Dictionary<(Type Declaring, string Property), HoldsAttribute> _brought = new()
    {
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.Id))] = new(Privacy.Technical),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.UserName))] = new(Privacy.Personal, Export.Identifying),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.NormalizedUserName))] = new(Privacy.Personal),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.Email))] = new(Privacy.Personal, Export.Identifying),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.NormalizedEmail))] = new(Privacy.Personal),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.EmailConfirmed))] = new(Privacy.Personal),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.PasswordHash))] = new(Privacy.Secret),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.SecurityStamp))] = new(Privacy.Secret),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.ConcurrencyStamp))] = new(Privacy.Technical),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.PhoneNumber))] = new(Privacy.Personal, Export.Identifying),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.PhoneNumberConfirmed))] = new(Privacy.Personal),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.TwoFactorEnabled))] = new(Privacy.Personal),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.LockoutEnd))] = new(Privacy.Technical),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.LockoutEnabled))] = new(Privacy.Technical),
        [(typeof(IdentityUser<Guid>), nameof(IdentityUser.AccessFailedCount))] = new(Privacy.Technical),
        [(typeof(IdentityUserClaim<Guid>), nameof(IdentityUserClaim<>.Id))] = new(Privacy.Technical),
        [(typeof(IdentityUserClaim<Guid>), nameof(IdentityUserClaim<>.UserId))] = new(Privacy.Technical),
        [(typeof(IdentityUserClaim<Guid>), nameof(IdentityUserClaim<>.ClaimType))] = new(Privacy.Technical),
        [(typeof(IdentityUserClaim<Guid>), nameof(IdentityUserClaim<>.ClaimValue))] = new(Privacy.Personal),
        [(typeof(IdentityUserLogin<Guid>), nameof(IdentityUserLogin<>.LoginProvider))] = new(Privacy.Technical),
        [(typeof(IdentityUserLogin<Guid>), nameof(IdentityUserLogin<>.ProviderKey))] = new(Privacy.Secret),
        [(typeof(IdentityUserLogin<Guid>), nameof(IdentityUserLogin<>.ProviderDisplayName))] = new(Privacy.Technical),
        [(typeof(IdentityUserLogin<Guid>), nameof(IdentityUserLogin<>.UserId))] = new(Privacy.Technical),
        [(typeof(IdentityUserToken<Guid>), nameof(IdentityUserToken<>.UserId))] = new(Privacy.Technical),
        [(typeof(IdentityUserToken<Guid>), nameof(IdentityUserToken<>.LoginProvider))] = new(Privacy.Technical),
        [(typeof(IdentityUserToken<Guid>), nameof(IdentityUserToken<>.Name))] = new(Privacy.Technical),
        [(typeof(IdentityUserToken<Guid>), nameof(IdentityUserToken<>.Value))] = new(Privacy.Secret),
        [(typeof(IdentityUserPasskey<Guid>), nameof(IdentityUserPasskey<>.UserId))] = new(Privacy.Technical),
        [(typeof(IdentityUserPasskey<Guid>), nameof(IdentityUserPasskey<>.CredentialId))] = new(Privacy.Secret),
        [(typeof(IdentityUserPasskey<Guid>), nameof(IdentityUserPasskey<>.Data))] = new(Privacy.Secret),
        [(typeof(DataProtectionKey), nameof(DataProtectionKey.Id))] = new(Privacy.Technical),
        [(typeof(DataProtectionKey), nameof(DataProtectionKey.FriendlyName))] = new(Privacy.Technical),
        [(typeof(DataProtectionKey), nameof(DataProtectionKey.Xml))] = new(Privacy.Secret),
    };

    /// <summary>The class of a mapped property; null where nobody has declared one.</summary>
    public static HoldsAttribute? Of(IReadOnlyPropertyBase property) => Of(property.PropertyInfo);

    /// <summary>The class of a property of an entity; null where nobody has declared one.</summary>
    public static HoldsAttribute? Of(PropertyInfo? property) =>
        property is null
            ? null
            : property.GetCustomAttribute<HoldsAttribute>()
                ?? _brought.GetValueOrDefault((property.DeclaringType!, property.Name));
}
