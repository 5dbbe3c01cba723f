using System.Globalization;

namespace TrainingLMS.Congruence.Simulation;

/// <summary>A study that never took place: every session of every case, some ratings missing.</summary>
/// <param name="Arms">Arm of each therapist's code; allocation has nothing to do with the order of the codes.</param>
/// <param name="Sessions">By therapist, case and session; every planned session is there.</param>
/// <param name="Truth">What makes each therapist differ from the others of their arm, which no study ever sees.</param>
public sealed record SimulatedStudy(
    IReadOnlyDictionary<string, StudyArm> Arms,
    IReadOnlyList<RatedSession> Sessions,
    IReadOnlyDictionary<string, TherapistTruth> Truth);

/// <summary>One therapist's own part: points added to the gap, and to the tracking slope.</summary>
public sealed record TherapistTruth(double Bias, double Tracking);

/// <summary>Makes a two-arm study of session ratings from a seed; ratings are clipped to 1-7 and rounded to .01.</summary>
public static class StudySimulator
{
    /// <summary>
    /// The demonstration's seed. With the parameters as they stand, nine of its forty therapists have enough patients
    /// and λ of at least .5 to be told something about themselves in general; the others see the network's value.
    /// </summary>
    public const ulong DemoSeed = 20;

    /// <summary>The demonstration's parameters: the study's own, nothing enlarged.</summary>
    public static StudyParameters DemoParameters { get; } = new();

    public static SimulatedStudy Simulate(ulong seed, StudyParameters? parameters = null)
    {
        var p = parameters ?? new StudyParameters();

        if (p.Patients < p.Therapists * p.FewestPatients || p.Patients > p.Therapists * p.MostPatients)
        {
            throw new ArgumentOutOfRangeException(
                nameof(parameters), p.Patients, $"These patients do not fit the caseloads of {p.Therapists} therapists.");
        }

        return new Run(new RandomSource(seed), p).Study();
    }

    private sealed class Run(RandomSource random, StudyParameters p)
    {
        private readonly List<RatedSession> _sessions = [];

        public SimulatedStudy Study()
        {
            var caseloads = Caseloads();
            StudyArm[] allocation = [.. Enumerable.Range(0, p.Therapists)
                .Select(k => k % 2 == 0 ? StudyArm.NoTraining : StudyArm.Training)];
            random.Shuffle(allocation);
            var arms = new Dictionary<string, StudyArm>(StringComparer.Ordinal);
            var truth = new Dictionary<string, TherapistTruth>(StringComparer.Ordinal);
            var patient = 0;

            for (var k = 0; k < p.Therapists; k++)
            {
                var therapist = Therapist(Code('T', k + 1, p.Therapists), allocation[k]);
                arms[therapist.Code] = allocation[k];
                truth[therapist.Code] = new TherapistTruth(therapist.Bias, therapist.Tracking);

                for (var j = 0; j < caseloads[k]; j++)
                    Case(therapist, Code('P', ++patient, p.Patients));
            }

            return new SimulatedStudy(arms, _sessions, truth);
        }

        // Everyone starts with the fewest; the rest come one by one to whoever still has room.
        private int[] Caseloads()
        {
            var loads = new int[p.Therapists];
            Array.Fill(loads, p.FewestPatients);

            for (var left = p.Patients - loads.Sum(); left > 0;)
            {
                var k = random.Below(p.Therapists);

                if (loads[k] == p.MostPatients)
                    continue;

                loads[k]++;
                left--;
            }

            return loads;
        }

        private TherapistTraits Therapist(string code, StudyArm arm) => new(
            code,
            arm,
            random.Normal(0, p.PatientSdBetweenTherapists),
            random.Normal(0, p.BiasSdBetweenTherapists),
            random.Normal(0, p.TrackingSdBetweenTherapists),
            random.Normal(0, p.WellBeingSdBetweenTherapists));

        private void Case(TherapistTraits therapist, string code)
        {
            var patient = PatientRatings(therapist);
            var judgement = TherapistRatings(therapist, patient);
            var wellBeing = WellBeing(therapist, patient, judgement);

            for (var s = 0; s < p.Sessions; s++)
            {
                _sessions.Add(new RatedSession(
                    therapist.Code,
                    code,
                    s + 1,
                    Missing(p.TherapistMissing) ? null : Math.Round(judgement[s], 2),
                    Missing(p.PatientMissing) ? null : Math.Round(patient[s], 2),
                    Missing(p.WellBeingMissing) ? null : Math.Round(Math.Clamp(wellBeing[s], 0, 100), 1)));
            }
        }

        private double[] PatientRatings(TherapistTraits therapist)
        {
            var level = p.PatientMean + therapist.Level + random.Normal(0, p.PatientSdBetweenPatients);
            var growth = random.Normal(p.PatientGrowth, p.PatientGrowthSd);
            var noise = random.Autoregressive(p.Sessions, p.PatientAutocorrelation, p.PatientSdWithin);

            return [.. noise.Select((e, s) => Math.Clamp(level + growth * s + e, 1, 7))];
        }

        private double[] TherapistRatings(TherapistTraits therapist, double[] patient)
        {
            var bias = p.Bias + therapist.Bias + random.Normal(0, p.BiasSdBetweenDyads);
            var tracking = p.Tracking.For(therapist.Arm)
                + therapist.Tracking + random.Normal(0, p.TrackingSdBetweenDyads);
            var trend = p.TherapistTrend.For(therapist.Arm);
            var noise = random.Autoregressive(p.Sessions, p.TherapistAutocorrelation, p.TherapistSdWithin);
            var mean = patient.Average();
            var level = p.GrandMean + bias + p.BetweenSlope * (mean - p.GrandMean);

            return
            [
                .. noise.Select((e, s) => Math.Clamp(
                    level + tracking * (patient[s] - mean) + trend * (s - (p.Sessions - 1) / 2.0) + e, 1, 7)),
            ];
        }

        private double[] WellBeing(TherapistTraits therapist, double[] patient, double[] judgement)
        {
            var level = p.WellBeingMean + therapist.WellBeing + random.Normal(0, p.WellBeingSdBetweenPatients);
            var surface = therapist.Arm == StudyArm.Training ? p.TrainedSurface : p.UntrainedSurface;
            var wellBeing = new double[p.Sessions];

            for (var s = 0; s < p.Sessions; s++)
            {
                wellBeing[s] = level + p.WellBeingGrowth * s + random.Normal(0, p.WellBeingSdWithin);

                if (s == 0)
                    continue;

                // The usual gap is added back to the therapist's rating, so that "both as usual" is the origin.
                wellBeing[s] += surface.At(patient[s - 1] - p.GrandMean, judgement[s - 1] - p.GrandMean - p.Bias)
                    + p.WellBeingCarryOver * (wellBeing[s - 1] - level - p.WellBeingGrowth * (s - 1));
            }

            return wellBeing;
        }

        private bool Missing(double share) => random.Uniform() < share;

        private static string Code(char letter, int number, int last) =>
            letter + number.ToString(CultureInfo.InvariantCulture)
                .PadLeft(last.ToString(CultureInfo.InvariantCulture).Length, '0');
    }

    private sealed record TherapistTraits(
        string Code, StudyArm Arm, double Level, double Bias, double Tracking, double WellBeing);
}
