using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Data.Study;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Infrastructure.RatingsFiles;

namespace TrainingLMS.Web.Infrastructure.Imports;

/// <summary>
/// Takes a file of ratings into a programme. A session that holds a rating already stays as it is, so the same file can
/// come twice. Unknown therapists become people who cannot sign in until they are invited; cases come without a consent,
/// so nothing of theirs is shown to anyone.
/// </summary>
public sealed class RatingsImport(AppDbContext db, RatingIntake intake, ArmVault vault, TimeProvider clock)
{
    private const int CasesAtOnce = 200;

    /// <summary>What a file for this programme is held against: the scales of the forms that it uses.</summary>
    public async Task<RatingsFileRules> RulesAsync(Guid programmeId, CancellationToken cancellationToken)
    {
        var forms = await FormsAsync(programmeId, cancellationToken);
        return new RatingsFileRules
        {
            Alliance = Ends(Measure.Alliance, ScaleEnds.OneToSeven),
            WellBeing = Ends(Measure.WellBeing, ScaleEnds.Hundred),
            LongestCode = Code.Longest,
        };

        ScaleEnds Ends(Measure measure, ScaleEnds usual) =>
            forms.TryGetValue((measure, Rater.Patient), out var form) ? new(form.Form.LowestScore, form.Form.HighestScore) : usual;
    }

    /// <summary>Looks, and changes nothing.</summary>
    public async Task<ImportPreview> PreviewAsync(
        Programme programme, RatingsFile file, CancellationToken cancellationToken)
    {
        var here = await HereAsync(programme.Id, cancellationToken);
        var kept = new RatingsFileRules().KeptProblems;
        var problems = new List<CellProblem>(file.Problems);
        var count = file.ProblemCount;
        var conflicting = new HashSet<int>();
        foreach (var problem in Conflicts(programme, file, here))
        {
            count++;
            conflicting.Add(problem.Line);
            if (problems.Count < kept)
                problems.Add(problem);
        }

        // A row is counted once: bad, here already, or new.
        var good = file.Rows.Where(r => !conflicting.Contains(r.Line)).ToList();
        var fresh = good.Where(r => !here.Has(r)).ToList();
        return new ImportPreview
        {
            New = fresh.Count,
            AlreadyHere = good.Count - fresh.Count,
            BadRows = file.BadRows + conflicting.Count,
            NewTherapists = fresh.Select(r => Code.Normalise(r.Therapist)).Distinct(StringComparer.Ordinal).Count(t => !here.Therapists.ContainsKey(t)),
            NewCases = fresh.Select(r => Code.Normalise(r.Patient)).Distinct(StringComparer.Ordinal).Count(p => !here.Cases.ContainsKey(p)),
            NewArms = file.Arms.Keys.Count(t => !here.IsAllocated(Code.Normalise(t))),
            Warnings = file.Warnings,
            Problems = problems,
            ProblemCount = count,
        };
    }

    /// <summary>Takes in what is new. Runs inside the caller's transaction: all of it or nothing.</summary>
    /// <exception cref="RuleBrokenException">There is a problem in the file after all.</exception>
    public async Task<ImportPreview> WriteAsync(
        Programme programme, RatingsFile file, CancellationToken cancellationToken)
    {
        var preview = await PreviewAsync(programme, file, cancellationToken);
        if (preview.ProblemCount > 0)
            throw new RuleBrokenException("This file has {0} problems; nothing was taken in.", preview.ProblemCount);

        await InstrumentPublisher.EnsureForProgrammeAsync(db, programme.Id, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var forms = await FormsAsync(programme.Id, cancellationToken);
        var here = await HereAsync(programme.Id, cancellationToken);
        var fresh = file.Rows.Where(r => !here.Has(r)).ToList();
        var therapists = await TherapistsAsync(programme, file, fresh, here, cancellationToken);

        foreach (var cases in fresh.GroupBy(r => Code.Normalise(r.Patient), StringComparer.Ordinal).Chunk(CasesAtOnce))
        {
            var codes = cases.Select(c => c.Key).ToList();
            var known = await db.Cases.Include(c => c.Sessions)
                .Where(c => c.ProgrammeId == programme.Id && codes.Contains(c.Code))
                .ToDictionaryAsync(c => c.Code, StringComparer.Ordinal, cancellationToken);
            foreach (var rows in cases)
            {
                var therapist = therapists[Code.Normalise(rows.First().Therapist)];
                var item = known.GetValueOrDefault(rows.Key) ?? NewCase(programme, rows.Key, [.. rows], therapist);
                AddSessions(programme, item, [.. rows.OrderBy(r => r.Session)], therapist, forms);
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return preview;
    }

    private async Task<Here> HereAsync(Guid programmeId, CancellationToken cancellationToken)
    {
        var therapists = await db.TherapistProfiles.Where(t => t.ProgrammeId == programmeId)
            .ToDictionaryAsync(t => t.Code, t => t.PersonId, StringComparer.Ordinal, cancellationToken);
        var sessions = await (
            from s in db.Sessions
            where s.ProgrammeId == programmeId
            select new { s.CaseId, s.Number, s.HeldOn, Asked = db.Administrations.Any(a => a.SessionId == s.Id) })
            .ToListAsync(cancellationToken);
        var of = sessions.ToLookup(s => s.CaseId);
        var holders = (await db.CasesOf.Where(o => o.ProgrammeId == programmeId && o.To == null).ToListAsync(cancellationToken))
            .ToDictionary(o => o.CaseId, o => o.TherapistId);
        var cases = await db.Cases.Where(c => c.ProgrammeId == programmeId)
            .Select(c => new { c.Id, c.Code, c.EndedOn }).ToListAsync(cancellationToken);

        return new Here(
            therapists,
            cases.ToDictionary(
                c => c.Code,
                c => new KnownCase(
                    holders.TryGetValue(c.Id, out var holder) ? holder : null,
                    of[c.Id].Where(s => s.Asked).Select(s => s.Number).ToHashSet(),
                    of[c.Id].Where(s => s.HeldOn is not null).ToDictionary(s => s.Number, s => s.HeldOn!.Value)),
                StringComparer.Ordinal),
            await vault.AllocatedAsync(programmeId, cancellationToken));
    }

    private IEnumerable<CellProblem> Conflicts(Programme programme, RatingsFile file, Here here)
    {
        var today = LocalDay.Of(clock.GetUtcNow(), programme.TimeZone);
        foreach (var rows in file.Rows.GroupBy(r => Code.Normalise(r.Patient), StringComparer.Ordinal))
        {
            var known = here.Cases.GetValueOrDefault(rows.Key);
            var first = rows.First();
            if (known is not null && known.Therapist != here.TherapistOf(first))
            {
                yield return CellProblem.At(
                    first.Line, "patient_id", first.Patient, "This patient is with another therapist here. Give a transferred patient a new code.");
                continue;
            }

            var days = known is null ? [] : new Dictionary<int, DateOnly>(known.Days);
            foreach (var row in rows.Where(r => r.Date is not null).OrderBy(r => r.Session))
            {
                if (row.Date > today)
                    yield return CellProblem.At(row.Line, "session_date", Iso(row.Date!.Value), "This day lies ahead.");
                else if (known is not null && known.Days.TryGetValue(row.Session, out var said) && said != row.Date)
                    yield return CellProblem.At(row.Line, "session_date", Iso(row.Date!.Value), "Here this session was on {0}.", Iso(said));
                else if (days.Any(d => d.Key < row.Session ? d.Value > row.Date : d.Key > row.Session && d.Value < row.Date))
                    yield return CellProblem.At(row.Line, "session_date", Iso(row.Date!.Value), "The sessions of this patient are not in the order of their dates.");
                else
                    days[row.Session] = row.Date!.Value;
            }
        }

        static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<Dictionary<string, Guid>> TherapistsAsync(
        Programme programme, RatingsFile file, List<RatingRow> fresh, Here here, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var therapists = new Dictionary<string, Guid>(here.Therapists, StringComparer.Ordinal);
        var sites = await db.Sites.Where(s => s.OrganisationId == programme.OrganisationId)
            .ToDictionaryAsync(s => s.Name, StringComparer.OrdinalIgnoreCase, cancellationToken);
        foreach (var rows in fresh.GroupBy(r => Code.Normalise(r.Therapist), StringComparer.Ordinal).Where(g => !therapists.ContainsKey(g.Key)))
        {
            var person = Placeholder(programme, rows.Key, now);
            therapists[rows.Key] = person.Id;
            db.Add(person);
            db.Add(new TherapistProfile { ProgrammeId = programme.Id, PersonId = person.Id, Code = rows.Key });
            db.Add(new Membership
            {
                ProgrammeId = programme.Id,
                PersonId = person.Id,
                Role = Role.Therapist,
                SiteId = rows.Select(r => r.Site).FirstOrDefault(s => s is not null) is { } site ? SiteOf(site).Id : null,
                From = rows.Min(r => r.Date) ?? LocalDay.Of(now, programme.TimeZone),
            });
        }

        foreach (var (code, arm) in file.Arms.Select(a => (Code.Normalise(a.Key), a.Value)).Where(a => !here.IsAllocated(a.Item1)))
        {
            if (therapists.TryGetValue(code, out var therapist))
                vault.Seal(programme.Id, therapist, arm, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return therapists;

        Site SiteOf(string name)
        {
            if (!sites.TryGetValue(name, out var site))
                db.Add(sites[name] = site = new Site { OrganisationId = programme.OrganisationId, Name = name });

            return site;
        }
    }

    /// <summary>Somebody known by a code alone: no address and no password, so nobody can sign in as them.</summary>
    private static AppUser Placeholder(Programme programme, string code, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        var name = $"imported-{id:N}";
        return new AppUser
        {
            Id = id,
            UserName = name,
            NormalizedUserName = name.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            DisplayName = code,
            TimeZone = programme.TimeZone,
            Language = programme.Language,
            CreatedAt = now,
            Synthetic = programme.Synthetic,
        };
    }

    private Case NewCase(Programme programme, string code, IReadOnlyList<RatingRow> rows, Guid therapist)
    {
        var started = rows.Min(r => r.Date) ?? LocalDay.Of(clock.GetUtcNow(), programme.TimeZone);
        var item = new Case
        {
            ProgrammeId = programme.Id,
            Code = code,
            TimeZone = programme.TimeZone,
            Language = programme.Language,
            StartedOn = started,
        };
        db.Add(item);
        db.Add(new CaseOf { ProgrammeId = programme.Id, CaseId = item.Id, TherapistId = therapist, From = started });
        return item;
    }

    private void AddSessions(
        Programme programme, Case item, IReadOnlyList<RatingRow> rows, Guid therapist,
        Dictionary<(Measure, Rater), (Guid Version, InstrumentDefinition Form)> forms)
    {
        var now = clock.GetUtcNow();
        item.PlanSessions(Math.Max(programme.SessionsPerCase, rows.Max(r => r.Session)));
        foreach (var row in rows)
        {
            var session = item.Sessions.Single(s => s.Number == row.Session);
            if (row.Date is { } day && session.HeldOn is null)
                item.Recall(row.Session, day, now);

            if (db.Entry(session).State == EntityState.Detached)
                db.Add(session);

            Add(Measure.WellBeing, Rater.Patient, row.WellBeing);
            Add(Measure.Alliance, Rater.Patient, row.PatientAlliance);
            Add(Measure.Alliance, Rater.Therapist, row.TherapistAlliance);

            void Add(Measure measure, Rater rater, double? score)
            {
                var (version, _) = forms[(measure, rater)];
                var at = row.Date is { } held ? LocalDay.EndOf(held, programme.TimeZone).AddSeconds(-1) : now;
                if (at > now)
                    at = now;

                if (score is not null)
                {
                    intake.AddImported(
                        new ImportedRating
                        {
                            Session = session,
                            InstrumentVersionId = version,
                            Measure = measure,
                            Rater = rater,
                            Score = score,
                            SubmittedAt = at,
                            Language = item.Language,
                            RecordedById = rater == Rater.Therapist ? therapist : null,
                        },
                        row.RevealedAt is null ? null : therapist,
                        row.RevealedAt);
                    return;
                }

                // A missing rating stays missing: its form was asked for, and its time is over.
                var missing = new Administration
                {
                    ProgrammeId = programme.Id,
                    SessionId = session.Id,
                    InstrumentVersionId = version,
                    Measure = measure,
                    Rater = rater,
                    Perspective = Perspective.Own,
                    Occasion = measure == Measure.WellBeing ? Occasion.Before : Occasion.After,
                };
                missing.OpenWindow(at, at);
                db.Add(missing);
            }
        }
    }

    private async Task<Dictionary<(Measure, Rater), (Guid Version, InstrumentDefinition Form)>> FormsAsync(
        Guid programmeId, CancellationToken cancellationToken)
    {
        var rows = await (
            from chosen in db.ProgrammeInstruments
            where chosen.ProgrammeId == programmeId && chosen.Perspective == Perspective.Own
            join version in db.InstrumentVersions on chosen.InstrumentVersionId equals version.Id
            select new { chosen.Measure, chosen.Rater, version.Id, version.Definition }).ToListAsync(cancellationToken);

        return rows.ToDictionary(r => (r.Measure, r.Rater), r => (r.Id, InstrumentDefinition.FromJson(r.Definition)));
    }

    private sealed record KnownCase(Guid? Therapist, IReadOnlySet<int> Asked, IReadOnlyDictionary<int, DateOnly> Days);

    private sealed record Here(
        IReadOnlyDictionary<string, Guid> Therapists, IReadOnlyDictionary<string, KnownCase> Cases, IReadOnlySet<Guid> Allocated)
    {
        public bool Has(RatingRow row) =>
            Cases.TryGetValue(Code.Normalise(row.Patient), out var known) && known.Asked.Contains(row.Session);

        public Guid? TherapistOf(RatingRow row) =>
            Therapists.TryGetValue(Code.Normalise(row.Therapist), out var person) ? person : null;

        public bool IsAllocated(string therapist) =>
            Therapists.TryGetValue(therapist, out var person) && Allocated.Contains(person);
    }
}
