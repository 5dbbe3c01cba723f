namespace TrainingLMS.Domain.Cases;

/// <summary>Conditions on cases that several slices share.</summary>
public static class CaseQueries
{
    /// <summary>Holdings of cases that this therapist has on the day.</summary>
    public static IQueryable<CaseOf> HeldBy(this IQueryable<CaseOf> holdings, Guid therapistId, DateOnly today) =>
        holdings.Where(o => o.TherapistId == therapistId && (o.To == null || o.To > today));
}
