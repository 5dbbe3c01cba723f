using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using TrainingLMS.Congruence;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;

namespace TrainingLMS.UnitTests.Reports;

public sealed partial class FeedbackReportTests
{
    public static TheoryData<ReportVariant, string> All => new()
    {
        { ReportVariant.Feedback, "en" }, { ReportVariant.Feedback, "fr" }, { ReportVariant.Sealed, "en" },
            { ReportVariant.Sealed, "fr" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Paper_and_page_say_the_same_words_and_numbers(ReportVariant variant, string language)
    {
        var report = Sample(variant, language);
        var text = ReportText.From(report);
        var pdf = Pdfs.Text(FeedbackReportDocument.Render(report));
        var html = Pdfs.Plain(new HtmlParser().ParseDocument(FeedbackReportHtml.Document(report)).Body!.TextContent);

        var sentences = text.FirstPageSentences.Concat(text.Cases.Select(c => c.Sentence.ToString()))
            .Concat(text.Read.SelectMany(s => s.Paragraphs).Select(p => p.ToString())).Select(Pdfs.Plain).ToList();
        Assert.True(sentences.Count > 12);
        Assert.All(sentences, s => Assert.Contains(s, html, StringComparison.Ordinal));
        Assert.All(sentences, s => Assert.Contains(Squeezed(s), Squeezed(pdf), StringComparison.Ordinal));
        Assert.All(text.Figures.Rows.Concat(text.Cases.SelectMany(c => c.Table!.Rows)).SelectMany(r => r.Skip(1)),
            cell =>
        {
            Assert.Contains(Squeezed(cell), Squeezed(pdf), StringComparison.Ordinal);
            Assert.Contains(Pdfs.Plain(cell), html, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_numbers_on_the_first_page_are_those_of_the_record()
    {
        var report = FeedbackReportJson.Read(FeedbackReportJson.Write(Sample(ReportVariant.Feedback, "en")));
        var pages = Pdfs.Pages(FeedbackReportDocument.Render(report));
        var figures = report.Figures;

        Assert.Contains(
            $"Your patients rated the work with you {Tenths(figures.PatientMean)} on average, and you rated it {Tenths(figures.OwnMeanPaired)}", pages[0], StringComparison.Ordinal);
        Assert.Contains(
            $"the difference is {Tenths(figures.GapThesePatients)} points", pages[0], StringComparison.Ordinal);
        Assert.Equal(
            figures.OwnMeanPaired.Value!.Value - figures.PatientMean.Value!.Value,
            figures.GapThesePatients.Value!.Value, 1e-12);
        Assert.Contains($"goes up by about {Tenths(figures.TrackingNetwork)}", pages[0], StringComparison.Ordinal);

        static string Tenths(Figure figure) => Math.Round(figure.Value!.Value, 1, MidpointRounding.AwayFromZero)
            .ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_report_reads_in_order_and_every_page_says_where_it_is(ReportVariant variant, string language)
    {
        var report = Sample(variant, language);
        var text = ReportText.From(report);
        var pages = Pdfs.Pages(FeedbackReportDocument.Render(report));
        var whole = string.Join(' ', pages);

        Assert.InRange(pages.Count, 3, 5);
        Assert.All(pages, (page, i) =>
            Assert.Contains(
            Pdfs.Plain(text.Words.Plain("page.of", ("page", $"{i + 1}"), ("pages", $"{pages.Count}"))), page,
            StringComparison.Ordinal));
        Assert.All(pages, page => Assert.Contains(report.DataHash[..12], page, StringComparison.Ordinal));
        string[] headings =
            [text.Title, text.StandsOut.Heading, text.Try.Heading, text.Sure.Heading, text.Consultation.Heading,
            text.PlanHeading, text.CasesIntro.Heading, text.FiguresIntro.Heading, text.ReadHeading];
        var places = headings.Select(h => whole.IndexOf(Pdfs.Plain(h), StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains(Pdfs.Plain(text.PlanLabels[^1]), pages[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_record_is_the_same_bytes(ReportVariant variant, string language)
    {
        var report = Sample(variant, language);

        Assert.Equal(
            FeedbackReportDocument.Render(report),
            FeedbackReportDocument.Render(FeedbackReportJson.Read(FeedbackReportJson.Write(report))));
        Assert.Equal(FeedbackReportHtml.Document(report), FeedbackReportHtml.Document(report));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_survives_being_stored(ReportVariant variant, string language)
    {
        var json = FeedbackReportJson.Write(Sample(variant, language) with
        {
            TrainerName = "Jonas",
            TrainerParagraph = "Two\n\nparagraphs.",
            Consultation = new(new DateOnly(2026, 5, 12), new TimeOnly(14, 0), "Europe/Paris"),
        });

        Assert.Equal(json, FeedbackReportJson.Write(FeedbackReportJson.Read(json)));
        Assert.Throws<System.Text.Json.JsonException>(
            () => FeedbackReportJson.Read(json.Replace("\"format\": 1", "\"format\": 9", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void A_sealed_report_holds_no_answer_of_a_patient(string language)
    {
        // The therapist's patients answer with numbers nobody else uses; the network is large enough to be told.
        var sessions = SampleNetwork.Sessions().Where(s => s.Therapist != "T03").ToList();
        sessions.AddRange(
            from c in Enumerable.Range(1, 4)
            from n in Enumerable.Range(1, 6)
            select new ReportSession(
                "T03", $"S{c}", n, 5, 6.91 + 0.01 * c, 87.25 + n)
            { Released = true, Date = new DateOnly(2026, 2, n) });

        var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(ReportVariant.Sealed, language))
            .Build("T03");
        var json = FeedbackReportJson.Write(report);
        var everywhere = Digits()
            .Replace($"{Pdfs.Text(FeedbackReportDocument.Render(report))} {Visible(report)} {json}", "");

        Assert.Equal(ReportVariant.Sealed, report.Variant);
        Assert.All(
            new[] { "6.9", "6,9", "6.92", "6.93", "6.94", "6.95", "88", "89", "90", "91", "92", "93", "88.25",
                "93.25" },
            planted => Assert.DoesNotMatch($@"(?<![\d.,]){Regex.Escape(planted)}(?![\d]|[.,]\d)", everywhere));
        Assert.DoesNotContain("\"patient\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\"wellbeing\":", json.Replace("\"wellbeing\": {", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("\"fields\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"dips\": [\n", json, StringComparison.Ordinal);
        Assert.DoesNotContain("polygon", FeedbackReportHtml.Document(report), StringComparison.Ordinal);
        Assert.DoesNotContain(
            ReportText.From(report).Words["heading.together"], FeedbackReportHtml.Document(report),
            StringComparison.Ordinal);
        Assert.All(new[] { report.Figures.PatientMean, report.Figures.GapThesePatients, report.Figures.GapInGeneral,
            report.Figures.OwnMeanPaired, report.Figures.TrackingOwn }, f =>
            Assert.Equal(SuppressionRule.SealedPatients, f.Withheld!.Rule));
        Assert.True(report.Figures.GapNetwork.IsShown);
    }

    [Fact]
    public void A_sealed_report_does_not_change_with_what_its_patients_answered()
    {
        // Below five therapists no value of the network is told either, so nothing may move at all.
        var sessions = SampleNetwork.Sessions(therapists: 3);
        var others =
            sessions.ConvertAll(
            s => s with
            {
                PatientAlliance = s.PatientAlliance is null ? null : 1 + 6 * ((s.Session * 0.37) % 1),
                Wellbeing = s.Wellbeing is null ? null : 3
            });
        var options = SampleNetwork.Options(ReportVariant.Sealed);

        Assert.Equal(
            FeedbackReportJson.Write(FeedbackReportBuilder.For(sessions, options).Build("T02")),
                FeedbackReportJson.Write(FeedbackReportBuilder.For(others, options).Build("T02")));
    }

    [Fact]
    public void A_number_that_may_not_be_told_is_in_no_file()
    {
        // Two paired sessions a case: no gap of a case, none of the therapist, and no value of so small a network.
        var sessions = SampleNetwork.Sessions(therapists: 2).Where(s => s.Session <= 2).ToList();
        var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(ReportVariant.Feedback)).Build("T01");

        Assert.All(
            new[] { report.Figures.PatientMean, report.Figures.OwnMeanPaired, report.Figures.GapThesePatients,
                report.Figures.GapInGeneral, report.Figures.GapNetwork, report.Figures.TrackingNetwork },
            f => Assert.True(f is { Value: null, Low95: null, High95: null, Lambda: null, Withheld: not null }));
        Assert.Null(report.Model.TruthMean);
        var pdf = Pdfs.Text(FeedbackReportDocument.Render(report));
        Assert.Contains("Not told", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("You rated it", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("goes up by", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("moved the same way", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_sealed_patients_are_not_described_together_beside_one_released_pair()
    {
        // The engine may describe five sealed patients at once; here that would stand beside the therapist's own ratings.
        var sessions = SampleNetwork.Sessions().Where(s => s.Therapist != "T01").ToList();
        foreach (var sealedCase in new[] { "A", "B", "C", "D", "E" })
            sessions.AddRange(Enumerable.Range(1, 4).Select(n => Pair("T01", sealedCase, n, 4, 5) with { Released = false }));
        sessions.Add(Pair("T01", "F", 1, 4, 5));

        var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(ReportVariant.Feedback)).Build("T01");

        Assert.Equal(SuppressionRule.SealedPatients, report.Figures.GapThesePatients.Withheld!.Rule);
        Assert.Null(report.Figures.PatientMean.Value);
    }

    [Fact]
    public void A_report_without_anything_released_does_not_speak_of_a_promise()
    {
        var sessions = SampleNetwork.Sessions().Select(s => s.Therapist == "T01" ? s with { Released = false } : s);

        var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(ReportVariant.Feedback)).Build("T01");
        var pdf = Pdfs.Text(FeedbackReportDocument.Render(report));

        Assert.True(report is { Awaiting: true, Variant: ReportVariant.Sealed });
        Assert.Contains("has been released to you yet", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("promised", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_report_holds_the_network_to_a_tenth_and_no_mean_of_the_patients()
    {
        var report = SampleNetwork.Builder(ReportVariant.Sealed, "en").Build("T01");

        Assert.Null(report.Model.TruthMean);
        Assert.All(
            new[] { report.Figures.GapNetwork, report.Figures.TrackingNetwork },
            f => Assert.Equal(Math.Round(f.Value!.Value, 1), f.Value!.Value));
        Assert.All(
            ReportText.From(report).Figures.Rows.SelectMany(r => r.Skip(1)),
            cell => Assert.DoesNotMatch(@"\d\.\d\d", cell)); // nor does the page print more
    }

    [Fact]
    public void Made_up_data_say_so_on_every_page()
    {
        var report = SampleNetwork.Builder(ReportVariant.Feedback, "en").Build("T01") with { Synthetic = true };

        Assert.All(
            Pdfs.Pages(FeedbackReportDocument.Render(report)),
            page => Assert.Contains("Made-up data for demonstration.", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Six_pairs_are_needed_before_moving_together_is_counted()
    {
        var sessions = SampleNetwork.Sessions().Where(s => s.Therapist != "T01").ToList();
        sessions.AddRange(Enumerable.Range(1, 6).Select(n => Pair("T01", "A", n, 4 + n % 2, 5 + n % 2)));
        sessions.AddRange(Enumerable.Range(1, 5).Select(n => Pair("T01", "B", n, 4 + n % 2, 5 + n % 2)));

        var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(ReportVariant.Feedback)).Build("T01");

        Assert.Equal((5, 5), (report.Cases[0].MovedTogether, report.Cases[0].MovedOf));
        Assert.Null(report.Cases[1].MovedTogether);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Twenty_cases_flow_over_pages(ReportVariant variant, string language)
    {
        var sessions = SampleNetwork.Sessions(therapists: 2, patients: 20);
        var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(variant, language)).Build("T02");
        var pages = Pdfs.Pages(FeedbackReportDocument.Render(report));

        Assert.Equal(20, report.Cases.Count);
        Assert.InRange(pages.Count, 5, 9);
        var places =
            report.Cases.Select(
            c => pages.Select((p, i) => (p, i)).First(x => x.i > 0 && x.p.Contains(c.Code, StringComparison.Ordinal)).i)
            .ToList();
        Assert.Equal(places.Order(), places);
        Assert.All(places.GroupBy(p => p), page =>
            Assert.InRange(page.Count(), 1, variant == ReportVariant.Feedback ? 6 : 10));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Without_a_case_the_report_says_what_will_appear(ReportVariant variant, string language)
    {
        var report = SampleNetwork.Builder(variant, language).Build("T99");
        var pdf = Pdfs.Text(FeedbackReportDocument.Render(report));

        Assert.False(report.Readiness.IsReady);
        Assert.Empty(report.Cases);
        Assert.Contains(Pdfs.Plain(ReportText.From(report).Words["cases.none"]), pdf, StringComparison.Ordinal);
        Assert.Contains(
            Pdfs.Plain(ReportText.From(report).Words["level.none"]), Pdfs.Plain(Visible(report)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Anne-Sophie Marguerite de la Rochefoucauld-Montmorency von und zu Hohenlohe-Langenburg-Schillingsfürst der Jüngeren, Dipl.-Psych.", false)]
    [InlineData("<script>alert(1)</script> & **Bo**", false)]
    [InlineData("王小明 ليلى 🌿", true)]
    public void Long_and_odd_names_neither_break_the_page_nor_the_markup(string name, bool replaced)
    {
        var sessions = SampleNetwork.Sessions(therapists: 6)
            .ConvertAll(s => s with { Case = s.Case == "P001" ? new string('W', 60) : s.Case });
        var report = FeedbackReportBuilder.For(sessions, SampleNetwork.Options(ReportVariant.Feedback))
            .Build("T01", new ReportRecipient(name)) with
        {
            TrainerName = name,
            TrainerParagraph =
                string.Join("\n\n", Enumerable.Repeat($"{name} has a long story to tell. ".PadRight(900, 'x'), 8)),
        };
        var pages = Pdfs.Pages(FeedbackReportDocument.Render(report));
        var page = new HtmlParser().ParseDocument(FeedbackReportHtml.Document(report));

        Assert.Equal(replaced, string.Join(' ', pages).Contains("could not be drawn", StringComparison.Ordinal));
        Assert.Contains("What surprised me", pages[0], StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Contains(name, page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_twin_has_headings_in_order_text_for_every_figure_and_no_inline_style(
        ReportVariant variant, string language)
    {
        var page = new HtmlParser().ParseDocument(FeedbackReportHtml.Document(Sample(variant, language)));

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        var levels = page.QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(h => h.TagName[1] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Empty(page.QuerySelectorAll("[style],script,[onclick],link,img"));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var charts = page.QuerySelectorAll("svg");
        Assert.Equal(variant == ReportVariant.Feedback ? 4 : 3, charts.Length);
        Assert.All(charts, c =>
        {
            Assert.Equal("img", c.GetAttribute("role"));
            Assert.All(c.GetAttribute("aria-labelledby")!.Split(' '), id =>
                Assert.NotEmpty(page.GetElementById(id)!.TextContent));
        });
        Assert.All(page.QuerySelectorAll("table"), t => Assert.NotEmpty(t.QuerySelector("caption")!.TextContent));
        Assert.All(page.QuerySelectorAll("th"), h => Assert.True(h.HasAttribute("scope")));
        Assert.Empty(
            new HtmlParser().ParseDocument(FeedbackReportHtml.Fragment(Sample(variant, language)))
            .QuerySelectorAll("h1,main,nav,header,footer,section,aside"));
    }

    [Fact]
    public void A_suggestion_links_to_its_module_where_an_address_is_known()
    {
        var links = SentenceRules.Try.ToDictionary(
            r => r.Key, r => $"https://example.org/{r.Key}", StringComparer.Ordinal);
        var report =
            FeedbackReportBuilder.For(
            SampleNetwork.Sessions(), SampleNetwork.Options(ReportVariant.Sealed) with { Links = links }).Build("T01");

        Assert.Contains(
            "href=\"https://example.org/try.", FeedbackReportHtml.Fragment(report), StringComparison.Ordinal);
        using var pdf = UglyToad.PdfPig.PdfDocument.Open(FeedbackReportDocument.Render(report));
        Assert.Contains(
            pdf.GetPage(1).GetHyperlinks(), l =>
            l.Uri.StartsWith("https://example.org/try.", StringComparison.Ordinal));
    }

    private static string Visible(FeedbackReport report) =>
        new HtmlParser().ParseDocument(FeedbackReportHtml.Document(report)).Body!.TextContent;

    private static FeedbackReport Sample(ReportVariant variant, string language) =>
        SampleNetwork.Builder(variant, language).Build("T02", new ReportRecipient("Élise Côté"));

    private static ReportSession Pair(string therapist, string code, int n, double own, double patient) =>
        new(therapist, code, n, own, patient, 50) { Released = true, Date = new DateOnly(2026, 2, n) };

    // Columns wrap where they are narrow, so the words are compared without the spaces between them.
    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    // Numbers of the network stand in the record in full, and the hash may hold any digits.
    [GeneratedRegex(@"-?\d+\.\d{3,}(E-?\d+)?|[0-9a-f]{8,64}")]
    private static partial Regex Digits();
}
