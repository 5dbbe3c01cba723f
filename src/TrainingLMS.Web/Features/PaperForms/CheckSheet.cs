using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PaperForms;

/// <summary>
/// The second entry of a sheet, made without seeing the first. Where the two differ, the page says at which questions;
/// what is then confirmed from the sheet counts, and the first entry stays as superseded.
/// </summary>
public static class CheckSheet
{
    public sealed record Query(Guid CaseId, int Number, Occasion Occasion) : IQuery<Form>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command : ICommand<Outcome>
    {
        public Guid CaseId { get; init; }

        public int Number { get; init; }

        public Occasion Occasion { get; init; }

        /// <summary>The sheet was looked at once more, and this is what it says.</summary>
        public bool Confirmed { get; init; }

        public Dictionary<string, string?> Answers { get; init; } = new(StringComparer.Ordinal);
    }

    /// <param name="Done">Nothing is left to look at.</param>
    /// <param name="Differing">Fields in which the entries differ.</param>
    public sealed record Outcome(bool Done, IReadOnlyList<string> Differing);

    public sealed record Form(
        Guid CaseId, string Code, int Number, Occasion Occasion, IReadOnlyList<InstrumentDefinition> Forms, Command Input)
    {
        public IReadOnlyList<string> Differing { get; init; } = [];
    }

    public sealed class Access(PaperRights rights) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.SiteStaff, "programme, not own patients", (q, user, stop) => rights.MayAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.SiteStaff, "programme, not own patients", (c, user, stop) => rights.MayAsync(c.CaseId, user, stop))];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(SheetReader sheets) => RuleFor(c => c).CustomAsync(async (c, context, cancellationToken) =>
        {
            var sheet = await sheets.ReadAsync(c.CaseId, c.Number, c.Occasion, cancellationToken);
            foreach (var (field, problem) in sheet.Problems(c.Answers))
                context.AddFailure($"Answers[{field}]", problem);
        });
    }

    public sealed class FormHandler(AppDbContext db, SheetReader sheets) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var sheet = await sheets.ReadAsync(request.CaseId, request.Number, request.Occasion, cancellationToken);
            var ids = sheet.Forms.Select(f => f.Form.Id).ToList();
            if (!await db.PaperChecks.AnyAsync(c => ids.Contains(c.AdministrationId) && c.DoneAt == null, cancellationToken))
                throw new NotFoundException();

            return new Form(
                sheet.Case.Id, sheet.Case.Code, sheet.Session.Number, request.Occasion,
                [.. sheet.Forms.Select(f => f.Definition)], new Command());
        }
    }

    public sealed class Handler(
        AppDbContext db, SheetReader sheets, PaperEntries entries, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Outcome>
    {
        public async Task<Outcome> Handle(Command request, CancellationToken cancellationToken)
        {
            var sheet = await sheets.ReadAsync(request.CaseId, request.Number, request.Occasion, cancellationToken);
            var differing = new List<string>();
            for (var n = 0; n < sheet.Forms.Count; n++)
            {
                var form = sheet.Forms[n].Form;
                var check = await db.PaperChecks
                    .SingleOrDefaultAsync(c => c.AdministrationId == form.Id && c.DoneAt == null, cancellationToken);
                if (check is null)
                    continue;

                var answers = FormAnswers.Values(sheet.AnswersTo(n, request.Answers));
                var found = await entries.DifferencesAsync(form.Id, answers, cancellationToken);
                check.Found(found.Count);
                if (found.Count > 0 && !request.Confirmed)
                {
                    differing.AddRange(found.Select(item => $"{n}-{item}"));
                    continue;
                }

                if (found.Count > 0)
                    await entries.CorrectAsync(form, answers, "Second entry of the paper sheet", user.Id, cancellationToken);
                check.Finish(user.Id, clock.GetUtcNow());
            }

            return new Outcome(differing.Count == 0, differing);
        }
    }
}
