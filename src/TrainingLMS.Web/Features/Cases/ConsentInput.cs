using FluentValidation;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>The part of a form in which a patient's consent is written down.</summary>
public interface IConsentInput
{
    DateOnly? ConsentOn { get; }

    string? ConsentLanguage { get; }

    ConsentScopes[] Scopes { get; }
}

/// <summary>What can be agreed to, and what must be said about it.</summary>
public static class ConsentChoices
{
    /// <summary>In a sealed programme nothing is ever shown, so agreeing to feedback would mean nothing.</summary>
    public static IReadOnlyList<ConsentScopes> Of(DisclosurePolicy policy) => policy.Kind == DisclosureKind.Sealed
        ? [ConsentScopes.TakePart, ConsentScopes.Research, ConsentScopes.Contact]
        : [ConsentScopes.TakePart, ConsentScopes.Feedback, ConsentScopes.Consultant, ConsentScopes.Research, ConsentScopes.Contact];

    /// <summary>What was agreed to, without what would mean nothing in this programme.</summary>
    public static IEnumerable<ConsentScopes> Told(DisclosurePolicy policy, ConsentScopes scopes) =>
        from scope in Enum.GetValues<ConsentScopes>()
        where scope != ConsentScopes.None && scopes.HasFlag(scope)
        where policy.Kind != DisclosureKind.Sealed || scope is not (ConsentScopes.Feedback or ConsentScopes.Consultant)
        select scope;

    public static string Words(ConsentScopes scope) => scope switch
    {
        ConsentScopes.TakePart => "to fill in the forms",
        ConsentScopes.Feedback => "that I see the scores, as the text says",
        ConsentScopes.Consultant => "that my consultant sees the same scores",
        ConsentScopes.Research => "to research with the scores under the code",
        ConsentScopes.Contact => "that links to the forms come by e-mail or text message",
        ConsentScopes.Recording => "to recordings",
        _ => "to nothing",
    };

    public static IEnumerable<SelectListItem> Options(DisclosurePolicy policy, IStringLocalizer<Text> text) =>
        Of(policy).Select(s => new SelectListItem(text[Words(s)], s.ToString()));

    public static ConsentScopes All(IEnumerable<ConsentScopes> scopes) =>
        scopes.Aggregate(ConsentScopes.None, (all, scope) => all | scope);

    /// <summary>Rules for a consent that is being written down; the day is judged in the zone of the case.</summary>
    public static void Check<T>(ValidationContext<T> context, IConsentInput input, Programme programme, string zone, DateTimeOffset now)
    {
        if (input.ConsentOn is null)
            context.AddFailure(nameof(input.ConsentOn), "Say on which day the patient agreed.");
        else if (input.ConsentOn > LocalDay.Of(now, zone))
            context.AddFailure(nameof(input.ConsentOn), "The day of the consent cannot lie ahead.");

        if (!WebSetup.Languages.Contains(input.ConsentLanguage, StringComparer.Ordinal))
            context.AddFailure(nameof(input.ConsentLanguage), "Choose the language of the text.");

        if (!input.Scopes.Contains(ConsentScopes.TakePart))
            context.AddFailure(nameof(input.Scopes), "Without agreeing to the forms there is nothing to record.");
        else if (input.Scopes.Except(Of(programme.Policy)).Any())
            context.AddFailure(nameof(input.Scopes), "Choose from the list.");
    }

    public static ConsentRecord Record(IConsentInput input, Guid programmeId, Guid caseId, string version, string zone, Guid by, DateTimeOffset now) => new()
    {
        ProgrammeId = programmeId,
        CaseId = caseId,
        TextVersion = version,
        Language = input.ConsentLanguage!,
        Scopes = All(input.Scopes),
        GivenAt = input.ConsentOn == LocalDay.Of(now, zone) ? now : LocalDay.StartOf(input.ConsentOn!.Value, zone),
        RecordedAt = now,
        RecordedById = by,
    };
}
