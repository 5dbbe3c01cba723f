using System.Globalization;
using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.Consent;

/// <summary>
/// Says who sees a patient's answers and when. Made from the programme's policy and the consent itself, so it cannot
/// promise anything else than what the seal does.
/// </summary>
public sealed class ConsentWording(IStringLocalizer<PatientText> text)
{
    /// <summary>For a patient who is about to answer, in the language of the page.</summary>
    public IReadOnlyList<string> WhoSees(DisclosurePolicy policy, ConsentScopes scopes)
    {
        var feedback = scopes.HasFlag(ConsentScopes.Feedback) && policy.Kind != DisclosureKind.Sealed;
        return
        [
            .. new string?[]
            {
                Therapist(policy, feedback),
                feedback && scopes.HasFlag(ConsentScopes.Consultant)
                    ? text["You have agreed that the consultant who supports your therapist may see the same scores."].Value
                    : null,
                text["One trainer, named for it, may read your therapist’s feedback report before it is sent. The same rules hold for what is in it."],
                text["The programme works out averages over many patients from the scores."],
                scopes.HasFlag(ConsentScopes.Research)
                    ? text["You have agreed that the scores may be used under the code in the programme’s study."].Value
                    : null,
                text["Your answers are kept under a code, without your name."],
                scopes.HasFlag(ConsentScopes.Contact)
                    ? text["Your address is kept apart from your answers, encrypted, only to send you the links. No page shows it."].Value
                    : null,
            }.OfType<string>(),
        ];
    }

    private string Therapist(DisclosurePolicy policy, bool feedback) => (policy.Kind, feedback) switch
    {
        (DisclosureKind.AfterBothRated, true) =>
            text["Your therapist can see your score for a session once they have sent their own rating of it. They see the score, not your single answers."],
        (DisclosureKind.AfterSession, true) =>
            text["Your therapist can see your scores only after session {0}, once nothing is open in sessions 1 to {0} and they have sent their own ratings. They see scores, not your single answers.", policy.Session],
        _ => text["Your therapist does not see your answers or your scores: at most averages over five patients or more."],
    };

    /// <summary>The text that a patient of this programme agrees to, paragraph by paragraph.</summary>
    public string Body(Programme programme, string language)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return string.Join("\n\n", Paragraphs(programme, language));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private IEnumerable<string> Paragraphs(Programme programme, string language)
    {
        yield return text["For up to {0} sessions you are asked to fill in two short forms: one about your week before the session, one about your work together after it. Each takes about two minutes. Your therapist rates each session too, without seeing your answers.", programme.SessionsPerCase];
        yield return text["You can skip any question and stop at any time. Your care does not depend on it."];
        yield return text["Your answers are kept under a code, without your name."];

        foreach (var paragraph in Disclosure(programme.Policy))
            yield return paragraph;

        yield return text["One trainer, named for it, may read your therapist’s feedback report before it is sent. The same rules hold for what is in it."];
        yield return text["The programme works out averages over many patients from the scores. If you agree to research, the scores may also be used under the code in the programme’s study."];
        yield return text["If you agree that links come to you, your address is kept apart from your answers, encrypted, and used for nothing else. You can have it destroyed at any time."];
        yield return text["You can take this back at any time: tell your therapist. Then no form opens any more, and nothing of yours is shown to anyone any more. What you have sent stays in the averages, under the code."];
        yield return text["Nobody reads your answers at the moment you send them."];
        yield return language == "fr" ? programme.CrisisTextFrench : programme.CrisisText;
    }

    private IEnumerable<string> Disclosure(DisclosurePolicy policy)
    {
        if (policy.Kind == DisclosureKind.Sealed)
        {
            yield return text["This programme keeps your answers sealed: your therapist does not see your answers or your scores, at most averages over five patients or more."];
            yield break;
        }

        yield return policy.Kind == DisclosureKind.AfterBothRated
            ? text["If you agree to feedback, your therapist can see your score for a session once they have sent their own rating of it. They see the score, not your single answers."]
            : text["If you agree to feedback, your therapist can see your scores only after session {0}, once nothing is open in sessions 1 to {0} and they have sent their own ratings. They see scores, not your single answers.", policy.Session];
        yield return text["If you agree to sharing with the consultant as well, the consultant who supports your therapist may see the same scores."];
        yield return text["Without your agreement to feedback, your therapist does not see your answers or your scores: at most averages over five patients or more."];
    }
}
