using System.Globalization;
using Microsoft.Extensions.Localization;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>The one mail about a report: that it is there, and the way to it. Never the file, a score or a code.</summary>
public sealed class ReportMails(Outbox outbox, IStringLocalizer<MailText> text, PublicAddress address)
{
    public void Sent(FeedbackReport report, AppUser therapist)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(therapist.Language);
            outbox.Add(
                $"report-sent/{report.Id}/{therapist.Id}",
                therapist.Id,
                therapist.Email!,
                text["Your feedback report is ready"],
                text["A feedback report is ready for you. Sign in to read it:\n\n{0}\n\nIt comes with a proposed time to talk about it.", address.Of($"/reports/{report.Id}")],
                report.ProgrammeId);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
