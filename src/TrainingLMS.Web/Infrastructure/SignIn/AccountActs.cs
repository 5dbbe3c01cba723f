using TrainingLMS.Data;
using TrainingLMS.Data.Audit;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>What was done to an account, by name, in the audit: the rows that change do not say it by themselves.</summary>
public sealed class AccountActs(AppDbContext db, CurrentUser user, TimeProvider clock)
{
    /// <param name="act">Such as SignedIn.</param>
    /// <param name="person">Whose account.</param>
    /// <param name="reason">Where one was asked for.</param>
    public void Note(string act, Guid person, string? reason = null) => db.AuditEntries.Add(new AuditEntry
    {
        At = clock.GetUtcNow(),
        ActorId = user.IdOrNull ?? person,
        Actor = "person",
        Action = act,
        Entity = "AppUser",
        EntityId = person.ToString(),
        SubjectId = person,
        Reason = reason,
        Address = user.Address,
    });
}
