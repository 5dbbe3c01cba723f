using System.Globalization;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Simulation;

namespace TrainingLMS.Benchmarks;

/// <summary>
/// The study and multiples of it (40 therapists, 117 patients, 702 sessions, nothing missing), as the columns of the
/// growth model and of the three-level truth-and-bias model, in memory and as a file for the peer.
/// </summary>
internal sealed class StudyFrames
{
    public const string GrowthModel = "growth";
    public const string TruthAndBias = "truth-and-bias";

    private readonly IReadOnlyList<Column> _columns;
    private readonly GroupingFactor _therapist;
    private readonly GroupingFactor _patient;

    public StudyFrames(int times)
    {
        var study = StudySimulator.Simulate(2023, new StudyParameters
        {
            Therapists = 40 * times,
            Patients = 117 * times,
            PatientMissing = 0,
            TherapistMissing = 0,
            WellBeingMissing = 0,
        });
        var sessions = study.Sessions;
        var mean = sessions.GroupBy(s => s.Dyad, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Average(s => s.PatientAlliance!.Value), StringComparer.Ordinal);
        var centre = sessions.Average(s => s.PatientAlliance!.Value);
        _therapist = new GroupingFactor("therapist", [.. sessions.Select(s => s.Therapist)]);
        _patient = new GroupingFactor("patient", [.. sessions.Select(s => s.Dyad)]);
        _columns =
        [
            Make("time", s => s.Session - 1),
            Make("arm", s => study.Arms[s.Therapist] == StudyArm.Training ? 1 : 0),
            Make("alliance_p", s => s.PatientAlliance!.Value),
            Make("judgement", s => s.TherapistAlliance!.Value - centre),
            Make("within", s => s.PatientAlliance!.Value - mean[s.Dyad]),
            Make("between", s => mean[s.Dyad] - centre),
        ];

        Column Make(string name, Func<Congruence.RatedSession, double> value) =>
            new(name, sessions.Select(value).ToArray());
    }

    public int Rows => _columns[0].Values.Count;

    /// <summary>The model in the notation of lme4, which the peer is given.</summary>
    public static string Formula(string model) => model == GrowthModel
        ? "alliance_p ~ time * arm + (time | patient) + (1 | therapist)"
        : "judgement ~ (within + between) * arm + (within | patient) + (1 | therapist)";

    public ModelFrame Frame(string model)
    {
        var one = Column.Intercept(Rows);
        var (time, arm, within, between) = (this["time"], this["arm"], this["within"], this["between"]);

        return model == GrowthModel
            ? new ModelFrame(
                this["alliance_p"],
                [one, time, arm, time.Times(arm)],
                [new(_patient, [one, time]), new(_therapist, [one])])
            : new ModelFrame(
                this["judgement"],
                [one, within, between, arm, within.Times(arm), between.Times(arm)],
                [new(_patient, [one, within]), new(_therapist, [one])]);
    }

    public async Task WriteAsync(string path)
    {
        await using var file = new StreamWriter(path);
        await file.WriteLineAsync($"therapist,patient,{string.Join(',', _columns.Select(c => c.Name))}");

        for (var row = 0; row < Rows; row++)
        {
            var cells = _columns.Select(c => c.Values[row].ToString("R", CultureInfo.InvariantCulture));
            await file.WriteLineAsync(
                $"{_therapist.Levels[_therapist.OfRow[row]]},{_patient.Levels[_patient.OfRow[row]]},{string.Join(',', cells)}");
        }
    }

    private Column this[string name] => _columns.Single(c => c.Name == name);
}
