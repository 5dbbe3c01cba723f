using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>The patient sends the answers, once. A second send changes nothing and hears when the first came in.</summary>
public static class SendForm
{
    /// <param name="Answers">By form number and item id, such as "0.came-for": a number of the scale or "skip".</param>
    /// <param name="Language">The language of the page.</param>
    public sealed record Command(IReadOnlyDictionary<string, string?> Answers, string Language) : ICommand<Outcome>;

    /// <param name="Visit">The form afterwards.</param>
    /// <param name="Stored">These answers are the ones that were kept; otherwise nothing was changed.</param>
    public sealed record Outcome(Visit Visit, bool Stored);

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
            [Allow.To<Command>(Who.Patient, "own form", (_, user, _) => Task.FromResult(user.FormTicketId is not null))];
    }

    public sealed class Handler(
        AppDbContext db, VisitReader visits, RatingIntake intake, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Outcome>
    {
        public async Task<Outcome> Handle(Command request, CancellationToken cancellationToken)
        {
            var visit = await visits.ReadAsync(user.FormTicketId, cancellationToken);
            if (visit.State != VisitState.Open)
                return new Outcome(visit, Stored: false);

            var known = visit.Pages.SelectMany(p => p.Items.Select(p.KeyOf)).ToHashSet(StringComparer.Ordinal);
            if (request.Answers.Keys.Any(k => !known.Contains(k)))
                throw new RuleBrokenException("This form has no such question.");

            // What another device has answered counts, unless this one has answered it, too.
            var given = new Dictionary<string, string?>(visit.Kept.Where(k => known.Contains(k.Key)), StringComparer.Ordinal);
            foreach (var (question, answer) in request.Answers)
                given[question] = answer;

            var perForm = visit.Forms.Select((form, number) => (
                form, answers: visit.Pages.Where(p => p.FormNumber == number)
                    .SelectMany(p => p.Items.Select(i => (i.Id, Answer: given.GetValueOrDefault(p.KeyOf(i)))))
                    .ToDictionary(a => a.Id, a => a.Answer, StringComparer.Ordinal))).ToList();
            if (perForm.Any(f => FormAnswers.ItemProblems(f.form.Definition, f.form.Items, f.answers).Any()))
                throw new RuleBrokenException("Some questions are still open. Choose a number or skip them.");

            var values = perForm.Select(f => (f.form, values: FormAnswers.Values(f.answers))).ToList();
            if (values.All(f => f.values.Values.All(v => v is null)))
                throw new RuleBrokenException("You have skipped every question. Answer one at least, or choose “Not today”.");

            foreach (var (form, answers) in values)
            {
                await intake.SubmitAsync(
                    form.Administration, answers, form.Administration.Mode ?? CaptureMode.Link, request.Language,
                    recordedById: null, cancellationToken);
            }

            visit.Ticket!.Use(clock.GetUtcNow());
            await KeepDraft.ForgetAsync(db, visit.Ticket, cancellationToken);
            return new Outcome(visit with { State = VisitState.Sent }, Stored: true);
        }
    }
}
