using TrainingLMS.Congruence;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;

namespace TrainingLMS.UnitTests.Reports;

public sealed class FeedbackReportBuilderTests
{
    private static readonly ReportOptions _feedback = SampleNetwork.Options(ReportVariant.Feedback);

    [Fact]
    public void The_gap_is_the_plain_mean_over_cases_with_three_pairs()
    {
        List<ReportSession> sessions =
        [
            Pair("A", 1, 5, 6), Pair("A", 2, 5, 5.5), Pair("A", 3, 5, 6),   // gaps -1, -0.5, -1
            Pair("B", 1, 7, 1), Pair("B", 2, 7, 1),                         // two pairs: a picture, no number
        ];

        var report = FeedbackReportBuilder.For(sessions, _feedback).Build("T1");

        Assert.Equal(-2.5 / 3, report.Figures.GapThesePatients.Value!.Value, 1e-12);
        Assert.Equal(17.5 / 3, report.Figures.PatientMean.Value!.Value, 1e-12);
        Assert.Null(report.Figures.GapThesePatients.Low95);   // no network, so no residual variance to take it from
        Assert.True(report.Cases[1].ShowsPatient);
        Assert.Equal(new Withheld(SuppressionRule.PairedSessions, 2, 3), report.Cases[1].MeanGap.Withheld);
        Assert.Equal(5, report.Counts.PairedShown);
        Assert.Equal(new FieldCounts(4, 3, 0, 2, 0), report.Fields);
    }

    [Fact]
    public void A_patient_answer_that_is_not_released_stays_out_of_a_feedback_report()
    {
        List<ReportSession> sessions =
        [
            .. Enumerable.Range(1, 4).Select(n => Pair("A", n, 5, 6)),
            .. Enumerable.Range(1, 4).Select(n => Pair("B", n, 5, 2.34) with { Released = false }),
            .. Enumerable.Range(1, 3).Select(n => Pair("C", n, 5, 5)), Pair("C", 4, 5, 2.34) with { Released = false },
            new ReportSession("T1", "C", 5, null, 2.34, 50) { Released = true, Date = new DateOnly(2026, 2, 5) },
        ];

        var report = FeedbackReportBuilder.For(sessions, _feedback).Build("T1");

        Assert.DoesNotContain(report.Cases.SelectMany(c => c.Sessions), s => s.Patient is 2.34);
        Assert.False(report.Cases[1].ShowsPatient);
        Assert.Equal("case.sealed-here", SentenceRules.Choose(SentenceRules.Case, report.Cases[1]));
        Assert.Equal(-4.0 / 7, report.Figures.GapThesePatients.Value!.Value, 1e-12);
        Assert.DoesNotContain("2.34", FeedbackReportJson.Write(report), StringComparison.Ordinal);
        // The hidden ones are too few to hide in a figure that holds them.
        Assert.Equal(SuppressionRule.SealedPatients, report.Figures.GapInGeneral.Withheld!.Rule);
    }

    [Fact]
    public void Where_nothing_is_released_the_sealed_report_is_made()
    {
        var sessions = Enumerable.Range(1, 4).Select(n => Pair("A", n, 5, 6) with { Released = false });

        Assert.Equal(ReportVariant.Sealed, FeedbackReportBuilder.For(sessions, _feedback).Build("T1").Variant);
    }

    [Fact]
    public void Late_sessions_and_those_after_the_cut_off_are_left_out_of_every_figure()
    {
        var early = Enumerable.Range(1, 4).Select(n => Pair("A", n, 5, 6)).ToList();
        var more = early.Append(Pair("A", 5, 1, 7) with { TherapistLate = true })
            .Append(Pair("A", 6, 1, 7) with { Date = new DateOnly(2026, 5, 1) });

        var report = FeedbackReportBuilder.For(more, _feedback).Build("T1");

        Assert.Equal(-1, report.Figures.GapThesePatients.Value);
        Assert.Equal((4, 1), (report.Counts.Paired, report.Counts.ExcludedLate));
        Assert.Equal(new DateOnly(2026, 2, 5), report.PeriodTo); // held, and rated late
        Assert.All(report.Cases[0].Sessions.Where(s => s.Session > 4), s => Assert.Null(s.Therapist));
    }

    [Fact]
    public void Sessions_held_are_what_ratings_are_counted_out_of_and_a_late_one_is_a_rating()
    {
        List<ReportSession> sessions =
        [
            .. Enumerable.Range(1, 3).Select(n => Pair("A", n, 5, 6)),
            Pair("A", 4, 2, 6) with { TherapistLate = true },
            Pair("B", 1, 5, 6) with { PatientLate = true, PatientAlliance = null },
            new ReportSession("T1", "B", 2, null, null, null) { Held = false, Date = new DateOnly(2026, 2, 9) },
        ];

        foreach (var variant in Enum.GetValues<ReportVariant>())
        {
            var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(variant)).Build("T1");
            var counts = report.Counts;

            Assert.Equal((12, 5, 7), (counts.SessionsPlanned, counts.SessionsHeld, counts.NotHeld));
            Assert.Equal((5, 5, 0, 0), (counts.TherapistRated, counts.PatientRated, counts.TherapistMissing, counts.PatientMissing));
            Assert.Equal((3, 2, 1), (counts.Paired, counts.ExcludedLate, counts.TherapistLate));
            Assert.Equal(5, report.Figures.OwnMean.Value!.Value, 1e-12); // the late 2 is not in it

            var text = ReportText.From(report);
            Assert.Contains(("Rated by you", "5 of 5 held"), text.KeyFacts);
            Assert.Contains(text.FiguresNotes.Paragraphs, p => p.ToString().Contains(
                "Sessions held: 5. Not rated by you: 0.", StringComparison.Ordinal));
            Assert.Contains(text.FiguresNotes.Paragraphs, p => p.ToString().Contains(
                "not held yet, as far as these data say: 7.", StringComparison.Ordinal));
            Assert.Equal(["Session", "1", "2", "3", "4"], text.Cases[0].Table!.Head);
            Assert.Equal("late", text.Cases[0].Table!.Rows[0][^1]);
            Assert.NotEqual("Rate while it is fresh", text.Try.Title);
        }

        var fitted = FeedbackReportBuilder.OwnOf("T1", sessions, SampleNetwork.Options(ReportVariant.Feedback));
        Assert.Equal(5, fitted.Counts.SessionsHeld);
    }

    [Fact]
    public void One_patient_is_never_called_several()
    {
        List<ReportSession> sessions =
        [
            .. Enumerable.Range(1, 5).Select(n => Pair("A", n, 5, 6)),
            .. Enumerable.Range(1, 6).Select(n => Pair("B", n, 5, 3) with { Released = false }),
        ];

        var text = ReportText.From(FeedbackReportBuilder.For(sessions, _feedback).Build("T1"));
        var first = string.Join(' ', text.FirstPageSentences);

        Assert.StartsWith(
            "The one patient whose ratings you may see rated the work with you", first.Replace("**", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("(5 sessions, 1 patient)", first, StringComparison.Ordinal);
        Assert.Contains("than this patient did", first, StringComparison.Ordinal);
        Assert.Contains("5 paired sessions with 1 patient", first, StringComparison.Ordinal);
        Assert.Contains(("Rated by both", "11 of 11 held; released to you: 5"), text.KeyFacts);
        Assert.DoesNotContain("Your patients", first, StringComparison.Ordinal);
        Assert.DoesNotContain("one of them", first, StringComparison.Ordinal);

        var french = ReportText.From(FeedbackReportBuilder
            .For(sessions, SampleNetwork.Options(ReportVariant.Feedback, "fr")).Build("T1"));
        Assert.StartsWith(
            "Le seul patient dont vous voyez les notes a noté le travail", french.StandsOut.Paragraphs[0].ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("Vos patients", string.Join(' ', french.FirstPageSentences), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "All data so far · 4 paired sessions")]
    [InlineData("fr", "Toutes les données à ce jour · 4 séances notées par les deux")]
    public void Without_a_cut_off_or_a_day_none_is_made_up(string language, string footer)
    {
        var sessions = Enumerable.Range(1, 4).Select(n => Pair("A", n, 5, 6) with { Date = null });
        var report = FeedbackReportBuilder
            .For(sessions, SampleNetwork.Options(ReportVariant.Feedback, language) with { CutOff = null, Date = null })
            .Build("T1");

        Assert.StartsWith(footer, ReportText.From(report).Footer, StringComparison.Ordinal);
        var json = FeedbackReportJson.Write(report);
        Assert.DoesNotContain("\"date\"", json, StringComparison.Ordinal);
        Assert.Equal(json, FeedbackReportJson.Write(FeedbackReportJson.Read(json)));
        using var pdf = UglyToad.PdfPig.PdfDocument.Open(FeedbackReportDocument.Render(report));
        Assert.Null(pdf.Information.CreationDate);
        Assert.Null(pdf.Information.ModifiedDate);
    }

    [Fact]
    public void Ready_means_that_the_first_page_has_something_to_say()
    {
        Assert.True(FeedbackReportBuilder.For(Enumerable.Range(1, 3).Select(n => Pair("A", n, 5, 6)), _feedback)
            .Build("T1").Readiness.IsReady);

        var two = FeedbackReportBuilder.For(Enumerable.Range(1, 2).Select(n => Pair("A", n, 5, 6)), _feedback)
            .Build("T1").Readiness;
        Assert.Equal(new Readiness(false, new Withheld(SuppressionRule.PairedSessions, 2, 3)), two);

        var isSealed = FeedbackReportBuilder.For([Pair("A", 1, 5, 6)], SampleNetwork.Options(ReportVariant.Sealed))
            .Build("T1");
        Assert.True(isSealed.Readiness.IsReady);
        Assert.False(
            FeedbackReportBuilder.For([Pair("A", 1, 5, 6) with { TherapistAlliance = null }], _feedback).Build("T1")
            .Readiness.IsReady);
    }

    [Fact]
    public void Values_of_the_network_need_five_therapists_and_ten_patients()
    {
        Assert.Equal(SuppressionRule.NetworkTherapists, Gap(therapists: 4, patients: 4).Withheld!.Rule);
        Assert.Equal(SuppressionRule.NetworkPatients, Gap(therapists: 5, patients: 1).Withheld!.Rule);
        Assert.True(Gap(therapists: 5, patients: 2).IsShown);

        static Figure Gap(int therapists, int patients) =>
            FeedbackReportBuilder.For(SampleNetwork.Sessions(therapists, patients), _feedback).Build("T01")
                .Figures.GapNetwork;
    }

    [Fact]
    public void The_network_is_fitted_as_the_engine_fits_it() // told to a hundredth
    {
        var sessions = SampleNetwork.Sessions();
        var fit = TrainingLMS.Congruence.Individual.CongruenceAnalysis.Of(
            sessions.Select(
                s => new RatedSession(
                s.Therapist, s.Case, s.Session, s.TherapistAlliance, s.PatientAlliance, s.Wellbeing)));
        var report = FeedbackReportBuilder.For(sessions, _feedback).Build("T02");

        Assert.Equal(
            fit.Network.Gap.Match(e => e.Value, _ => double.NaN), report.Figures.GapNetwork.Value!.Value, 0.0051);
        Assert.Equal(
            fit.Network.Tracking.Match(e => e.Interval95.Lower, _ => double.NaN),
            report.Figures.TrackingNetwork.Low95!.Value, 0.0051);
        Assert.Equal(fit.For("T02", Disclosure.Feedback).InGeneral.IsShown, report.Figures.GapInGeneral.IsShown);
        Assert.Contains("REML", report.Model.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_therapists_may_each_have_a_case_of_the_same_code()
    {
        var sessions = Enumerable.Range(1, 3)
            .SelectMany(n => new[] { Pair("C-01", n, 5, 6), Pair("C-01", n, 2, 6) with { Therapist = "T2" } });
        var builder = FeedbackReportBuilder.For(sessions, _feedback);

        Assert.Equal([-1, -4], builder.BuildAll().Select(r => r.Figures.GapThesePatients.Value!.Value));
    }

    [Fact]
    public void The_hash_follows_what_the_report_prints()
    {
        var sessions = Enumerable.Range(1, 4).Select(n => Pair("A", n, 5, 6)).ToList();
        var (first, again) = (Hash(sessions), Hash(sessions));
        sessions[0] = sessions[0] with { PatientAlliance = 5.5 };

        Assert.Equal(first, again);
        Assert.NotEqual(first, Hash(sessions));
        Assert.Equal(64, first.Length);

        static string Hash(List<ReportSession> sessions) => FeedbackReportBuilder.For(sessions, _feedback).Build("T1")
            .DataHash;
    }

    [Fact]
    public void Impossible_data_are_refused_with_the_place()
    {
        Assert.Contains("A, session 0", Refused(Pair("A", 1, 5, 6) with { Session = 0 }), StringComparison.Ordinal);
        Assert.Contains("not on its scale", Refused(Pair("A", 1, 5, 7.5)), StringComparison.Ordinal);
        Assert.Contains("not on its scale", Refused(Pair("A", 1, double.NaN, 6)), StringComparison.Ordinal);
        Assert.Contains(
            "needs the session's date", Refused(Pair("A", 1, 5, 6) with { Date = null }), StringComparison.Ordinal);

        static string Refused(ReportSession session) =>
            Assert.Throws<ArgumentException>(() => FeedbackReportBuilder.For([session], _feedback)).Message;
    }

    [Fact]
    public void A_dip_is_seen_against_the_spread_of_the_network_from_session_three_on()
    {
        var sessions = SampleNetwork.Sessions().Where(s => s.Therapist != "T01").ToList();
        double[] patient = [6, 3, 6, 6, 4.6, 6];   // session 2 is too early, session 5 counts
        sessions.AddRange(
            patient.Select(
            (p, i) => new ReportSession(
            "T01", "A", i + 1, 5, p, 50)
            { Released = true, Date = new DateOnly(2026, 2, 1 + i) }));
        double[] steady = [6, 6, 6, 6, 4.6, 6];
        sessions.AddRange(
            steady.Select(
            (p, i) => new ReportSession(
            "T01", "B", i + 1, i == 4 ? 4 : 5, p, 50)
            { Released = true, Date = new DateOnly(2026, 2, 1 + i) }));

        var report = FeedbackReportBuilder.For(sessions, _feedback).Build("T01");

        Assert.Empty(report.Cases[0].Dips);   // mean so far 5.25: 4.6 is within one and a half spreads of it
        Assert.Equal([new DipFacts(5, Silent: false)], report.Cases[1].Dips);

        var alone = FeedbackReportBuilder.For(sessions.Where(s => s.Therapist == "T01"), _feedback).Build("T01");
        Assert.Empty(alone.Cases[1].Dips);
    }

    private static ReportSession Pair(string code, int n, double own, double patient) =>
        new("T1", code, n, own, patient, 50) { Released = true, Date = new DateOnly(2026, 2, Math.Max(1, n)) };
}
