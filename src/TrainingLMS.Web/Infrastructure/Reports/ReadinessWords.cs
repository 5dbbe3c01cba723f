using TrainingLMS.Congruence;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure.RatingsFiles;

namespace TrainingLMS.Web.Infrastructure.Reports;

/// <summary>Why a report is not ready, for whoever makes it: what is missing, never what was answered.</summary>
public static class ReadinessWords
{
    public static Remark? Of(Readiness readiness) => readiness switch
    {
        { IsReady: true } => null,
        { Reason: { Rule: SuppressionRule.PairedSessions, Present: 0, Needed: <= 1 } } =>
            new Remark("The therapist has not rated a session yet."),
        { Reason: { Rule: SuppressionRule.PairedSessions } why } =>
            new Remark("Not enough sessions rated by both yet: {0} of {1}.", why.Present, why.Needed),
        { Reason: { Rule: SuppressionRule.SealedPatients } } =>
            new Remark("What the patients answered is sealed, and the network is still too small for values of its own."),
        { Reason: { Rule: SuppressionRule.NetworkTherapists } why } =>
            new Remark("Not enough therapists in the network yet: {0} of {1}.", why.Present, why.Needed),
        { Reason: { Rule: SuppressionRule.NetworkPatients } why } =>
            new Remark("Not enough patients in the network yet: {0} of {1}.", why.Present, why.Needed),
        _ => new Remark("There is nothing yet that could be said."),
    };
}
