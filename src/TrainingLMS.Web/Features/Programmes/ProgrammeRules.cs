using FluentValidation;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Programmes;

/// <summary>What a programme says about itself; the same whether it is made or changed.</summary>
public abstract record ProgrammeInput
{
    public const int LongestWindow = 24 * 14;

    public string? Name { get; init; }

    public string? TimeZone { get; init; }

    public string? Language { get; init; }

    public DisclosureKind? Disclosure { get; init; }

    public int? DisclosureSession { get; init; }

    public int? RatingWindowHours { get; init; }

    public bool Reminders { get; init; }

    public int? QuietFromHour { get; init; } = 20;

    public int? QuietUntilHour { get; init; } = 8;

    public string? CrisisText { get; init; }

    public string? CrisisTextFrench { get; init; }

    public DisclosurePolicy Policy() => new(Disclosure!.Value, DisclosureSession ?? 0);
}

public abstract class ProgrammeInputValidator<T> : AbstractValidator<T>
    where T : ProgrammeInput
{
    protected ProgrammeInputValidator()
    {
        RuleFor(p => p.Name).NotEmpty().WithMessage("Name the programme.").MaximumLength(200);
        RuleFor(p => p.TimeZone).Must(TimeZones.IsKnown).WithMessage("Choose a time zone.");
        RuleFor(p => p.Language).Must(l => WebSetup.Languages.Contains(l)).WithMessage("Choose a language.");
        RuleFor(p => p.Disclosure).NotNull().WithMessage("Choose when therapists see their patients' ratings.");
        RuleFor(p => p.DisclosureSession).InclusiveBetween(1, 50)
            .WithMessage("Say after which session ratings are shown: 1 or later.")
            .When(p => p.Disclosure == DisclosureKind.AfterSession);
        RuleFor(p => p.DisclosureSession).NotNull()
            .WithMessage("Say after which session ratings are shown: 1 or later.")
            .When(p => p.Disclosure == DisclosureKind.AfterSession);
        RuleFor(p => p.RatingWindowHours).NotNull().WithMessage("Say how many hours a rating is in time.")
            .InclusiveBetween(1, ProgrammeInput.LongestWindow).WithMessage("Between 1 and 336 hours (two weeks).");
        RuleFor(p => p.QuietFromHour).NotNull().WithMessage("An hour from 0 to 23.")
            .InclusiveBetween(0, 23).WithMessage("An hour from 0 to 23.");
        RuleFor(p => p.QuietUntilHour).NotNull().WithMessage("An hour from 0 to 23.")
            .InclusiveBetween(0, 23).WithMessage("An hour from 0 to 23.");
        RuleFor(p => p.CrisisText).NotEmpty().WithMessage("Patients must be told whom to call. Write it in English, too.")
            .MaximumLength(Programme.LongestCrisisText).WithMessage("Use at most 1000 characters.");
        RuleFor(p => p.CrisisTextFrench).NotEmpty().WithMessage("Patients must be told whom to call. Write it in French, too.")
            .MaximumLength(Programme.LongestCrisisText).WithMessage("Use at most 1000 characters.");
    }
}

/// <summary>A policy in plain words, for whoever chooses it and for whoever is asked to agree.</summary>
public static class PolicyWords
{
    public static string Of(DisclosureKind kind) => kind switch
    {
        DisclosureKind.Sealed =>
            "Never. Therapists do not see what a patient of theirs has rated; reports show averages of the whole network.",
        DisclosureKind.AfterSession =>
            "After a session that you choose: once both have rated up to it, the therapist sees the patient's ratings, if the patient has agreed to that.",
        DisclosureKind.AfterBothRated =>
            "After each session, once both have rated it and the therapist's own rating is locked, if the patient has agreed to that.",
    };
}
