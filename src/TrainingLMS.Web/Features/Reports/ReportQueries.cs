using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;

namespace TrainingLMS.Web.Features.Reports;

public static class ReportQueries
{
    /// <summary>
    /// Until the transaction ends nobody else changes this report: opening and recalling at the same moment come one
    /// after the other. Writing a value over itself is the one row lock that both databases know.
    /// </summary>
    public static Task HoldAsync(this AppDbContext db, Guid report, CancellationToken cancellationToken) =>
        db.FeedbackReports.Where(r => r.Id == report)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Language, r => r.Language), cancellationToken);
}
