using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;
using TrainingLMS.Web.Pipeline;
using Facts = TrainingLMS.Reports.Documents.FeedbackReport;

namespace TrainingLMS.Web.Infrastructure.Reports;

/// <summary>
/// From a programme's ratings to reports. The network's values come from everything that was rated; a therapist's own
/// figures hold only what policy and consent release now, so nothing is kept longer than a request.
/// </summary>
public sealed class ProgrammeReports(AppDbContext db, Seal seal)
{
    private (Data Data, FeedbackReportBuilder Builder)? _fitted;

    /// <summary>
    /// Fits the programme's network at this cut-off. A fit takes seconds, so there is none inside a transaction: there it
    /// must have been made before, of the very same ratings.
    /// </summary>
    /// <exception cref="OutdatedException">In a transaction: a rating or a consent has come or gone since the fit.</exception>
    public async Task<FeedbackReportBuilder> BuilderAsync(
        Programme programme, DateOnly cutOff, DateOnly madeOn, string language, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(programme, cutOff, madeOn, language, cancellationToken);
        if (_fitted is not { } fitted || !fitted.Data.IsSameAs(read))
        {
            if (db.Database.CurrentTransaction is not null)
                throw new OutdatedException("New ratings are coming in just now. Wait a moment, then try again.");

            _fitted = fitted = (read, FeedbackReportBuilder.For(read.Sessions, read.Options));
        }

        return fitted.Builder;
    }

    /// <summary>What a report would say now about its therapist alone; without a fit.</summary>
    public async Task<OwnFacts> OwnAsync(
        Programme programme, string therapistCode, DateOnly cutOff, DateOnly madeOn, string language,
        CancellationToken cancellationToken)
    {
        var read = await ReadAsync(programme, cutOff, madeOn, language, cancellationToken);
        return FeedbackReportBuilder.OwnOf(therapistCode, read.Sessions, read.Options);
    }

    /// <summary>What a report shows of patients, session by session.</summary>
    public static IReadOnlyList<ShownRating> Shown(Facts facts) =>
    [
        .. from item in facts.Cases
           from session in item.Sessions
           where session.Patient is not null || session.Wellbeing is not null
           select new ShownRating(item.Code, session.Session),
    ];

    /// <summary>
    /// Whether everything that a stored report shows may still be shown to this therapist: a patient may have taken back
    /// consent since, or the case may have been handed over.
    /// </summary>
    public async Task<bool> MayStillShowAsync(
        Guid programmeId, Guid therapistId, Facts facts, CancellationToken cancellationToken)
    {
        var shown = Shown(facts);
        if (shown is [])
            return true;

        var ratings = await seal.ForNetworkAsync(programmeId, cutOff: null, cancellationToken);
        var released = ratings.Where(r => r.TherapistId == therapistId && IsReleased(r))
            .Select(r => new ShownRating(r.CaseCode, r.SessionNumber)).ToHashSet();

        return shown.All(released.Contains);
    }

    /// <summary>The bytes that are kept: the record, and the PDF drawn from it.</summary>
    public static ReportContent Draw(Guid programmeId, Guid reportId, Facts facts)
    {
        var content = new ReportContent { ProgrammeId = programmeId, ReportId = reportId, Model = "", Pdf = [], Hash = "" };
        Redraw(content, facts);
        return content;
    }

    public static void Redraw(ReportContent content, Facts facts)
    {
        content.Model = FeedbackReportJson.Write(facts);
        content.Pdf = FeedbackReportDocument.Render(facts);
        content.Hash = Convert.ToHexStringLower(SHA256.HashData(content.Pdf));
    }

    /// <summary>A report shows a session as a whole: where one of its ratings is sealed, none of them is shown.</summary>
    private static bool IsReleased(NetworkRating rating) =>
        rating.Released && (rating.WellBeing is null || rating.WellBeingReleased);

    private async Task<Dictionary<Measure, InstrumentDefinition>> FormsAsync(
        Guid programmeId, CancellationToken cancellationToken)
    {
        var rows = await (
            from chosen in db.ProgrammeInstruments
            where chosen.ProgrammeId == programmeId && chosen.Rater == Rater.Patient
            join version in db.InstrumentVersions on chosen.InstrumentVersionId equals version.Id
            select new { chosen.Measure, version.Definition }).ToListAsync(cancellationToken);
        var forms = rows.ToDictionary(r => r.Measure, r => InstrumentDefinition.FromJson(r.Definition));
        foreach (var measure in Enum.GetValues<Measure>().Where(m => !forms.ContainsKey(m)))
        {
            // Before the first session no form has been chosen: the newest one for the purpose will be.
            var definitions = await db.InstrumentVersions.OrderByDescending(v => v.PublishedAt)
                .Select(v => v.Definition).ToListAsync(cancellationToken);
            forms[measure] = definitions.Select(InstrumentDefinition.FromJson).First(d => d.Measure == measure);
        }

        return forms;
    }

    private async Task<Data> ReadAsync(
        Programme programme, DateOnly cutOff, DateOnly madeOn, string language, CancellationToken cancellationToken)
    {
        var ratings = await seal.ForNetworkAsync(programme.Id, cutOff, cancellationToken);
        var forms = await FormsAsync(programme.Id, cancellationToken);

        return new Data(
            [
                .. ratings.Select(r => new ReportSession(
                    r.TherapistCode, r.CaseCode, r.SessionNumber, r.TherapistAlliance, r.PatientAlliance, r.WellBeing)
                {
                    Released = IsReleased(r),
                    TherapistLate = r.TherapistLate,
                    PatientLate = r.PatientLate,
                    RatedAfterReveal = r.RevealedBefore,
                    Date = r.HeldOn,
                }),
            ],
            new ReportOptions
            {
                Variant = programme.Disclosure == DisclosureKind.Sealed ? ReportVariant.Sealed : ReportVariant.Feedback,
                Date = madeOn,
                Language = language,
                CutOff = cutOff,
                Programme = programme.Name,
                Synthetic = programme.Synthetic,
                SessionsPlanned = programme.SessionsPerCase,
                Alliance = Form(forms[Measure.Alliance], language),
                Wellbeing = Form(forms[Measure.WellBeing], language),
            });
    }

    private static InstrumentFacts Form(InstrumentDefinition form, string language) => new(
        form.Name.In(language), form.Version, form.LowestScore, form.HighestScore, form.Validated,
        $"{form.Licence.Holder}, {form.Licence.Id}");

    /// <summary>What a fit is made of.</summary>
    private sealed record Data(List<ReportSession> Sessions, ReportOptions Options)
    {
        public bool IsSameAs(Data other) =>
            Sessions.SequenceEqual(other.Sessions) && Options == other.Options with { Links = Options.Links };
    }
}
