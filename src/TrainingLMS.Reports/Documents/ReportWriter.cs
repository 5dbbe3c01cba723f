using TrainingLMS.Congruence;
using TrainingLMS.Reports.Charts;
using TrainingLMS.Reports.Drawing;
using TrainingLMS.Reports.Pdf;

namespace TrainingLMS.Reports.Documents;

/// <summary>Turns the facts of a report into its words, by the rules of <see cref="SentenceRules"/>.</summary>
internal sealed class ReportWriter(FeedbackReport report)
{
    private readonly Wording _words = Wording.For(report.Language);

    private bool IsSealed => report.Variant == ReportVariant.Sealed;

    private string Low => _words.Bound(report.Alliance.Lowest);

    private string High => _words.Bound(report.Alliance.Highest);

    private string ShortHash => report.DataHash[..Math.Min(12, report.DataHash.Length)];

    public ReportText Write() => new()
    {
        Language = report.Language,
        Words = _words,
        Title = _words["page.title"],
        For = _words.Plain("page.for", ("name", report.TherapistName ?? report.TherapistId)),
        Subject = _words[IsSealed ? "page.subject-sealed" : "page.subject"],
        Private = report.Synthetic ? $"{_words["page.private"]} {_words["page.synthetic"]}" : _words["page.private"],
        Footer = _words.Plain(
            report.CutOff is null ? "page.footer-all" : "page.footer", ("cutoff", CutOff()),
            ("sessions", IsSealed ? _words.Count("session", report.Counts.TherapistRated)
                : _words.Count("paired", report.Counts.PairedShown)),
            ("version", _words.Whole(report.Format)), ("hash", ShortHash)),
        KeyFacts = [.. KeyFacts()],
        StandsOut = new(_words["heading.stands-out"], [.. StandsOut()]),
        Try = Try(),
        Sure = new(_words["heading.sure"], [.. Sure()]),
        Trainer = Trainer(),
        Consultation = new(_words["heading.consultation"], [Consultation(), _words.Say("consultation.bring")]),
        PlanHeading = _words["heading.plan"],
        PlanLabels = [_words["plan.what"], _words["plan.with-whom"], _words["plan.by-when"], _words["plan.noticed"]],
        CasesIntro = new(
            _words[IsSealed ? "heading.cases-sealed" : "heading.cases"],
            [_words.Say(report.Cases.Count == 0 ? "cases.none" : report.Awaiting ? "cases.intro-awaiting"
                : IsSealed ? "cases.intro-sealed" : "cases.intro")]),
        Cases = [.. report.Cases.Select(Case)],
        Together = IsSealed ? null : Together(),
        FiguresIntro =
            new(_words["heading.figures"],
            [_words.Say(IsSealed ? "figures.intro-sealed" : "figures.intro", ("low", Low), ("high", High))]),
        Figures = Figures(),
        FiguresNotes = new("", [.. FiguresNotes()]),
        ReadHeading = _words["heading.how-to-read"],
        Read = [.. HowToRead()],
    };

    private IEnumerable<(string, string)> KeyFacts()
    {
        if (report.Programme is { } programme)
            yield return (_words["facts.programme"], programme);
        if (report is { PeriodFrom: { } from, PeriodTo: { } to })
            yield return (
                _words["facts.period"],
                _words.Plain("facts.period-value", ("from", _words.Date(from)), ("to", _words.Date(to))));
        yield return (_words[report.CutOff is null ? "facts.data" : "facts.cut-off"], CutOff());
        yield return (_words["facts.cases"], _words.Whole(report.Counts.Cases));
        var held = ("held", _words.Whole(report.Counts.SessionsHeld));
        yield return (_words["facts.sessions"], _words.Plain(
            "facts.sessions-value", ("rated", _words.Whole(report.Counts.TherapistRated)), held));
        yield return (_words[report.Counts.ExcludedLate > 0 ? "facts.paired-in-time" : "facts.paired"], _words.Plain(
            IsSealed || report.Counts.Paired == report.Counts.PairedShown ? "facts.paired-value" : "facts.paired-released",
            ("paired", _words.Whole(report.Counts.Paired)), held,
                ("shown", _words.Whole(report.Counts.PairedShown))));
    }

    private string CutOff() => report.CutOff is { } cutOff ? _words.Date(cutOff) : _words["facts.cut-off-none"];

    private IEnumerable<Prose> StandsOut()
    {
        var figures = report.Figures;
        yield return _words.Say(
            SentenceRules.Choose(SentenceRules.Level, report),
            ("sessions", OwnSessions()), ("who", Who()), ("basis", Basis()),
                ("own", TenthsOf(figures.PatientMean.IsShown && !IsSealed ? figures.OwnMeanPaired : figures.OwnMean)),
            ("patient", TenthsOf(figures.PatientMean)), ("low", Low), ("high", High),
            ("needed", _words.Whole(SmallNumbers.PairsForMeanGap)));

        var direction = SentenceRules.Choose(SentenceRules.Direction, report);
        var gap = figures.GapThesePatients.IsShown ? figures.GapThesePatients : figures.GapNetwork;
        yield return _words.Say(
            direction, ("gap", _words.GapInWords(gap.Value ?? 0)), ("why", Why(figures.GapNetwork)),
                ("these", _words[Compared.Count == 1 ? "these.one" : "these.many"]));

        var slope = (figures.TrackingOwn.IsShown ? figures.TrackingOwn : figures.TrackingNetwork).Value ?? 0;
        yield return _words.Say(
            SentenceRules.Choose(SentenceRules.CoMovement, report), ("slope", _words.Tenths(Math.Abs(slope))),
                ("trend", TenthsOf(figures.TrackingNetworkBeyondTrend)),
                ("why", Why(figures.TrackingNetwork)));
    }

    /// <summary>The cases behind the difference of these patients.</summary>
    private List<CaseFacts> Compared => [.. report.Cases.Where(c => c.MeanGap.IsShown)];

    private string OwnSessions()
    {
        var rated = _words.Count("session", report.Counts.TherapistRated);
        return report.Counts.TherapistLate is > 0 and var late && late < report.Counts.TherapistRated
            ? _words.Plain("count.with-late", ("sessions", rated), ("late", _words.Whole(late)))
            : rated;
    }

    /// <summary>The patients behind the means, as the subject of "rated": one is never called several.</summary>
    private string Who()
    {
        var (compared, shown) = (Compared.Count, report.Cases.Count(c => c.ShowsPatient));
        var which = compared == report.Cases.Count ? "all" : compared == shown ? "released" : "comparable";
        return _words.Plain(
            $"who.{which}.{(compared == 1 ? "one" : "other")}", ("n", _words.Whole(compared)));
    }

    private string Basis()
    {
        var sessions = Compared.Sum(c => c.Sessions.Count(s => s is { Therapist: not null, Patient: not null }));
        return _words.Plain(
            "count.basis", ("sessions", _words.Count("session", sessions)),
                ("patients", _words.Count("patient", Compared.Count)));
    }

    private Suggestion Try()
    {
        var key = SentenceRules.Choose(SentenceRules.Try, report);
        var dipped = report.Cases.FirstOrDefault(c => c.Dips.Count > 0);

        return new Suggestion(
            _words["heading.try"], _words[$"{key}.title"],
            _words.Say($"{key}.text", ("case", dipped?.Code ?? ""),
                ("session", _words.Whole(dipped?.Dips[^1].Session ?? 0))),
            _words[$"{key}.module"], report.Links.GetValueOrDefault(key));
    }

    private IEnumerable<Prose> Sure()
    {
        var figures = report.Figures;
        yield return _words.Say(
            SentenceRules.Choose(SentenceRules.Sure, report),
            ("paired", _words.Count("paired", report.Counts.PairedShown)),
            ("patients",
                _words.Count(
                "patient", report.Cases.Count(
                c => c.Sessions.Any(s => s is { Therapist: not null, Patient: not null })))));

        if (SentenceRules.Choose(SentenceRules.SureOfGap, report) is { Length: > 0 } ofGap)
            yield return _words.Say(
                ofGap, [("value", TenthsOf(figures.GapThesePatients)), .. RangeOf(figures.GapThesePatients)]);

        var general = SentenceRules.Choose(SentenceRules.SureInGeneral, report);
        yield return _words.Say(
            general,
            [
                ("value", TenthsOf(figures.GapInGeneral)), .. RangeOf(figures.GapInGeneral),
                    ("share", OthersShare(figures.GapInGeneral)),
                ("why", Why(general == "sure.network-none" ? figures.GapNetwork : figures.GapInGeneral)),
                    ("network", TenthsOf(figures.GapNetwork)),
                ("gaprange", Range(figures.GapNetwork)), ("trackrange", Range(figures.TrackingNetwork)),
                ("therapists", _words.Count("therapist", report.Counts.NetworkTherapists)),
                ("patients", _words.Count("patient", report.Counts.NetworkPatients)),
            ]);

        if (report.NetworkAsOf is { } asOf)
            yield return _words.Say("sure.network-as-of", ("date", _words.Date(asOf)));
    }

    private ReportSection? Trainer() => string.IsNullOrWhiteSpace(report.TrainerParagraph)
        ? null
        : new(
            report.TrainerName is { } name ? _words.Plain("heading.trainer", ("name", name))
                : _words["heading.trainer-unnamed"],
            [.. report.TrainerParagraph.ReplaceLineEndings("\n")
                .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(Prose.Plain)]);

    private Prose Consultation() => report.Consultation is { } proposed
        ? _words.Say("consultation.proposed", ("when", _words.DayAndHour(proposed)))
        : _words.Say("consultation.open");

    private CaseText Case(CaseFacts facts)
    {
        var rated = facts.Sessions.Where(s => s.Therapist is not null).ToList();
        var late = facts.Sessions.Count(s => s.TherapistLate);
        var key = IsSealed ? SentenceRules.Choose(SentenceRules.OwnCase, facts)
            : SentenceRules.Choose(SentenceRules.Case, facts);
        var sentence = _words.Say(
            key,
            ("rated", _words.Whole(rated.Count + late)), ("held", _words.Whole(facts.SessionsHeld)),
            ("own", rated.Count > 0 ? _words.Tenths(rated.Average(s => s.Therapist!.Value)) : ""),
            ("present", _words.Whole(facts.PairedSessions)),
            ("needed", _words.Whole(key == "case.picture" ? SmallNumbers.PairsForMeanGap : SmallNumbers.PairsForLines)),
            ("session", _words.Whole(facts.Dips.Count > 0 ? facts.Dips[^1].Session : 0)),
            ("gap", _words.GapInWords(facts.MeanGap.Value ?? 0)));
        if (facts is { MovedTogether: { } together, MovedOf: { } of }
            && key.StartsWith("case.gap", StringComparison.Ordinal))
            sentence = Prose.Join(
                [sentence, _words.Say("case.together", ("k", _words.Whole(together)), ("n", _words.Whole(of)))]);
        if (late + facts.Sessions.Count(s => s.PatientLate && facts.ShowsPatient) is > 0 and var left)
            sentence = Prose.Join([sentence, _words.Say("case.late", ("late", _words.Whole(left)))]);

        return new CaseText(
            facts.Code, sentence, facts.SessionsHeld == 0 ? null : Chart(facts), facts.SessionsHeld == 0 ? null
            : Table(facts));
    }

    private CaseChart Chart(CaseFacts facts)
    {
        var rated = facts.Sessions.Count(s => s.Therapist is not null);
        var size = facts.ShowsPatient
            ? _words.Plain(
                "chart.size", ("paired", _words.Whole(facts.PairedSessions)),
                ("held", _words.Whole(facts.SessionsHeld)))
            : _words.Plain(
                "chart.size-own", ("rated", _words.Whole(rated)), ("held", _words.Whole(facts.SessionsHeld)));

        return new CaseChart(
            [.. facts.Sessions.Select(s => new ChartSession(s.Session, s.Therapist, s.Patient, Share(s.Wellbeing)))],
            report.Alliance.Lowest, report.Alliance.Highest, facts.ShowsPatient,
            new(
                _words.Plain("chart.alliance", ("low", Low), ("high", High)), _words["chart.you"],
                    _words["chart.patient"],
                _words["chart.wellbeing"], _words["chart.session"], size))
        {
            Title = _words.Plain("chart.title", ("case", facts.Code)),
            Description = _words.Plain(
                facts.ShowsPatient ? "chart.description" : "chart.description-own", ("low", Low), ("high", High),
                ("you", Series(facts, s => s.Therapist, s => s.TherapistLate, _words.Tenths)),
                    ("patient", Series(facts, s => s.Patient, s => s.PatientLate, _words.Tenths)),
                ("wellbeing", Series(facts, s => s.Wellbeing, _ => false, _words.Whole))),
        };
    }

    // The strip is drawn from 0 to 100 whatever the form's own scale is.
    private double? Share(double? wellbeing) =>
        100 * (wellbeing - report.Wellbeing.Lowest) / (report.Wellbeing.Highest - report.Wellbeing.Lowest);

    private string Series(
        CaseFacts facts, Func<SessionFacts, double?> value, Func<SessionFacts, bool> late, Func<double, string> format) =>
        string.Join(
        ", ", facts.Sessions.Where(s => s.Held).Select(s => _words.Plain(
            "chart.point", ("session", _words.Whole(s.Session)),
                ("value", value(s) is { } v ? format(v) : _words[late(s) ? "chart.late" : "chart.nothing"]))));

    private DataTable Table(CaseFacts facts)
    {
        // A session that was not held has no column: nothing is missing there.
        var held = facts.Sessions.Where(s => s.Held).ToList();
        var rows = new List<IReadOnlyList<string>>
        {
            Row("chart.you", s => s.Therapist, s => s.TherapistLate, _words.Tenths),
        };
        if (facts.ShowsPatient)
        {
            rows.Add(Row("chart.patient", s => s.Patient, s => s.PatientLate, _words.Tenths));
            rows.Add(Row("chart.wellbeing", s => s.Wellbeing, _ => false, _words.Whole));
        }

        return new DataTable(
            _words.Plain("chart.table", ("case", facts.Code)),
            [_words["chart.session"], .. held.Select(s => _words.Whole(s.Session))], rows);

        IReadOnlyList<string> Row(
            string name, Func<SessionFacts, double?> value, Func<SessionFacts, bool> late, Func<double, string> format) =>
            [
                _words[name],
                .. held.Select(s => value(s) is { } v ? format(v) : _words[late(s) ? "chart.late" : "format.none"]),
            ];
    }

    private TogetherText Together()
    {
        var key = SentenceRules.Choose(SentenceRules.Together, report);
        var fields = report.Fields ?? new FieldCounts(report.Alliance.Middle, 0, 0, 0, 0);
        var sentence = _words.Say(
            key, ("high", _words.Whole(fields.BothHigh)), ("low", _words.Whole(fields.BothLow)),
                ("all", _words.Whole(fields.All)),
            ("needed", _words.Whole(SmallNumbers.PairsForMeanGap)),
                ("present", _words.Whole(report.Counts.PairedShown)));
        if (key == "together.waiting")
            return new(_words["heading.together"], Prose.Empty, sentence, null, null, null);

        var pairs = from c in report.Cases
                    from s in c.Sessions
                    where s is { Therapist: not null, Patient: not null }
                    select new PairPoint(s.Therapist!.Value, s.Patient!.Value);
        var chart = new AgreementChart(
            [.. pairs], report.Alliance.Lowest, report.Alliance.Highest, fields.Split,
            new(
                _words["together.therapist-axis"], _words["together.patient-axis"], _words["together.same"],
                _words["together.both-high"], _words["together.both-low"], _words["together.you-higher"],
                _words["together.patient-higher"], _words.Plain("together.size", ("n", _words.Whole(fields.All)))))
        {
            Title = _words["together.title"],
            Description = _words.Plain(
                "together.description", ("bothhigh", _words.Whole(fields.BothHigh)),
                    ("bothlow", _words.Whole(fields.BothLow)),
                ("you", _words.Whole(fields.YouHigher)), ("patient", _words.Whole(fields.PatientHigher))),
        };
        var table = new DataTable(
            _words["together.table"], [_words["together.field"], _words["together.sessions"]],
            [
                [_words["together.both-high"], _words.Whole(fields.BothHigh)],
                    [_words["together.both-low"], _words.Whole(fields.BothLow)],
                [_words["together.you-higher"], _words.Whole(fields.YouHigher)],
                    [_words["together.patient-higher"], _words.Whole(fields.PatientHigher)],
            ]);

        return new(
            _words["heading.together"], _words.Say("together.intro", ("split", _words.Bound(fields.Split))), sentence,
                chart, table,
            _words.Say("together.overlap"));
    }

    private DataTable Figures()
    {
        var figures = report.Figures;
        (string Key, Figure Figure)[] all =
        [
            ("own-mean", figures.OwnMean), ("own-mean-paired", figures.OwnMeanPaired),
                ("patient-mean", figures.PatientMean),
            ("gap-these", figures.GapThesePatients), ("gap-general", figures.GapInGeneral),
                ("gap-network", figures.GapNetwork),
            ("tracking-own", figures.TrackingOwn), ("tracking-network", figures.TrackingNetwork),
            ("tracking-trend", figures.TrackingNetworkBeyondTrend),
        ];
        var told = IsSealed
            ? all.Where(f => f.Key is "own-mean" or "gap-network" or "tracking-network" or "tracking-trend")
            : all;

        return new DataTable(
            _words["heading.figures"],
            [_words["figures.head"], _words["figures.value"], _words["figures.narrow"], _words["figures.wide"],
                _words["figures.own-share"]],
            [.. told.Select(f => Row(_words[$"figures.{f.Key}"], f.Figure))]);

        IReadOnlyList<string> Row(string name, Figure figure) => figure.IsShown
            ?
            [
                name, Number(figure.Value!.Value), Range(figure.Low80, figure.High80),
                    Range(figure.Low95, figure.High95),
                figure.Lambda is { } lambda ? Percent(lambda) : _words["format.none"],
            ]
            : [$"{name}\n{Why(figure)}", _words["figures.withheld"], _words["format.none"], _words["format.none"],
                _words["format.none"]];

        string Range(double? low, double? high) => low is { } from && high is { } to
            ? _words.Plain("format.range", ("low", Number(from)), ("high", Number(to)))
            : _words["format.none"];

        // What was rounded to tenths has no hundredths to print.
        string Number(double value) => IsSealed ? _words.Tenths(value) : _words.Hundredths(value);
    }

    private IEnumerable<Prose> FiguresNotes()
    {
        yield return _words.Say(
            "figures.missing", ("held", _words.Whole(report.Counts.SessionsHeld)),
                ("you", _words.Whole(report.Counts.TherapistMissing)),
            ("patient", _words.Whole(report.Counts.PatientMissing)));
        if (report.Counts.NotHeld > 0)
            yield return _words.Say("figures.not-held", ("n", _words.Whole(report.Counts.NotHeld)));
        if (report.Counts.RatedAfterReveal > 0)
            yield return _words.Say("figures.after-reveal", ("n", _words.Count("session", report.Counts.RatedAfterReveal)));
        if (report.Counts.ExcludedLate > 0)
            yield return _words.Say("figures.late", ("late", _words.Whole(report.Counts.ExcludedLate)));
    }

    private IEnumerable<ReportSection> HowToRead()
    {
        var rated = new List<Prose> { Named("read.rated.text", report.Alliance) };
        if (!IsSealed)
            rated.Add(Named("read.rated.wellbeing", report.Wellbeing));
        yield return new(_words["read.rated.title"], rated);
        if (IsSealed)
        {
            yield return Section(
                report.Awaiting ? "awaiting" : "sealed", ("therapists", _words.Whole(SmallNumbers.TherapistsForNetwork)),
                    ("patients", _words.Whole(SmallNumbers.PatientsForNetwork)));
        }

        yield return Section(IsSealed ? "gap-network" : "gap");
        yield return Section("together");
        if (!IsSealed)
        {
            yield return Section("fields");
            yield return Section("signals");
        }

        yield return Section("limits");
        yield return new(
            _words["read.research.title"],
            [
                _words.Say("read.research.text", ("d", _words.Hundredths(0.63)), ("r", _words.Hundredths(0.36))),
                _words.Say("read.research.mixed"),
            ]);
        yield return new(_words["read.sources.title"], [.. Sources()]);
    }

    private IEnumerable<Prose> Sources()
    {
        foreach (var instrument in new[] { report.Alliance, report.Wellbeing })
        {
            yield return _words.Say(
                "read.sources.instrument", ("name", instrument.Name), ("version", instrument.Version),
                    ("licence", instrument.Licence));
        }

        yield return report.Model.Line is { } line ? _words.Say("read.sources.model", ("line", line))
            : _words.Say("read.sources.model-none");
        if (report.Model.TruthMean is { } mean)
            yield return _words.Say("read.sources.truth-mean", ("mean", _words.Tenths(mean)));
        foreach (var note in report.Model.Notes)
            yield return _words.Say($"read.sources.notes.{note}");
        yield return _words.Say("read.sources.exploratory");
        yield return _words.Say("read.sources.font");
        yield return _words.Say(
            "read.sources.engine", ("engine", report.Model.Engine), ("format", _words.Whole(report.Format)),
                ("wording", _words.Version),
            ("hash", ShortHash));
        if (!Names().All(Typography.CanDraw))
            yield return _words.Say("page.contents-missing");
    }

    private IEnumerable<string> Names() =>
        [report.TherapistId, report.TherapistName ?? "", report.Programme ?? "", report.TrainerName ?? "",
            report.TrainerParagraph ?? "", .. report.Cases.Select(c => c.Code)];

    private Prose Named(string key, InstrumentFacts instrument)
    {
        var validated = _words.Say(instrument.Validated switch
        {
            true => "read.rated.validated",
            false => "read.rated.not-validated",
            null => "read.rated.unknown",
        });
        var text = _words.Say(
            key, ("name", instrument.Name), ("version", instrument.Version), ("low", _words.Bound(instrument.Lowest)),
            ("high", _words.Bound(instrument.Highest)), ("validated", ""));

        return Prose.Join(
            [text with { Runs =
            [.. text.Runs.Take(text.Runs.Count - 1), text.Runs[^1] with { Text = text.Runs[^1].Text.TrimEnd() }] },
            validated]);
    }

    private ReportSection Section(string key, params (string, string)[] values) =>
        new(_words[$"read.{key}.title"], [_words.Say($"read.{key}.text", values)]);

    private string TenthsOf(Figure figure) => figure.Value is { } value ? _words.Tenths(value) : "";

    private (string, string)[] RangeOf(Figure figure)
    {
        var (low, high) = (_words.Tenths(figure.Low95 ?? 0), _words.Tenths(figure.High95 ?? 0));
        return [("low", low), ("high", high), ("range", _words.Plain("format.range", ("low", low), ("high", high)))];
    }

    private string Range(Figure figure) => RangeOf(figure)[^1].Item2;

    // In steps of five: a share of a guess is not known to the percent.
    private string OthersShare(Figure figure) => figure.Lambda is { } lambda
        ? Percent(Math.Round((1 - lambda) * 20) / 20) : "";

    private string Percent(double share) => _words.Plain("format.percent", ("number", _words.Whole(100 * share)));

    private string Why(Figure figure) => figure.Withheld is { } reason
        ? _words.Plain(
            $"why.{reason.Rule}", ("present", _words.Whole(reason.Present)), ("needed", _words.Whole(reason.Needed)))
        : "";
}
