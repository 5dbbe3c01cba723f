using Microsoft.AspNetCore.Identity;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Data.Identity;

/// <summary>A member of staff who can sign in. What they may do is said by memberships, never by Identity roles.</summary>
public sealed class AppUser : IdentityUser<Guid>
{
    [Holds(Privacy.Personal, Export.Identifying)]
    public required string DisplayName { get; set; }

    /// <summary>As on certificates; confirmed by the person.</summary>
    [Holds(Privacy.Personal, Export.Identifying)]
    public string? LegalName { get; set; }

    [Holds(Privacy.Personal, Export.Identifying)]
    public string? LicenceNumber { get; set; }

    /// <summary>IANA name.</summary>
    [Holds(Privacy.Personal)]
    public required string TimeZone { get; set; }

    [Holds(Privacy.Personal)]
    public required string Language { get; set; }

    /// <summary>The one right above programmes.</summary>
    [Holds(Privacy.Personal)]
    public bool IsInstallationAdministrator { get; set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset CreatedAt { get; set; }

    [Holds(Privacy.Personal)]
    public DateTimeOffset? DeactivatedAt { get; set; }

    /// <summary>The authenticator's key, encrypted.</summary>
    [Holds(Privacy.Secret)]
    public byte[]? EncryptedAuthenticatorKey { get; set; }

    /// <summary>The last 30-second step whose code was used: a code works once.</summary>
    [Holds(Privacy.Secret)]
    public long? LastAuthenticatorStep { get; set; }

    /// <summary>Made up for demonstration.</summary>
    [Holds(Privacy.Technical)]
    public bool Synthetic { get; set; }
}

/// <summary>A way back in without the authenticator, once. Only its hash is kept.</summary>
public sealed class RecoveryCode : Entity
{
    [Holds(Privacy.Technical)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Secret)]
    public required string Hash { get; init; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A session of a member of staff. It lives here and not in the cookie, so ending it works at once.</summary>
public sealed class StaffSession : Entity
{
    [Holds(Privacy.Technical)]
    public required Guid PersonId { get; init; }

    /// <summary>SHA-256 of the key in the cookie.</summary>
    [Holds(Privacy.Secret)]
    public required string KeyHash { get; init; }

    [Holds(Privacy.Secret)]
    public required byte[] Ticket { get; set; }

    /// <summary>What the browser says it is, so that the person knows the session again.</summary>
    [Holds(Privacy.Personal)]
    public string? Browser { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset StartedAt { get; init; }

    [Holds(Privacy.Personal)]
    public required DateTimeOffset LastSeenAt { get; set; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset ExpiresAt { get; set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? EndedAt { get; set; }
}

public enum OneTimePurpose
{
    /// <summary>The first administrator, from the console.</summary>
    SetUp,
    Invitation,
    PasswordReset,

    /// <summary>Sign-in of a made-up person, only in a synthetic database on loopback.</summary>
    Demo,
}

/// <summary>A link that works once. Only its hash is kept.</summary>
public sealed class OneTimeLink : Entity
{
    [Holds(Privacy.Technical)]
    public required OneTimePurpose Purpose { get; init; }

    [Holds(Privacy.Technical)]
    public Guid? PersonId { get; init; }

    [Holds(Privacy.Secret)]
    public required string TokenHash { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Wrong tries from one place at one thing; each makes the next one wait longer, nobody is locked out.</summary>
public sealed class Throttle
{
    /// <summary>SHA-256 of what is tried (an account, a code) and from where.</summary>
    [Holds(Privacy.Secret)]
    public required string Key { get; init; }

    [Holds(Privacy.Technical)]
    public required int Failures { get; set; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset LastFailureAt { get; set; }
}
