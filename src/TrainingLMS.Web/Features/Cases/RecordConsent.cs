using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Consent;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>Writes down what a patient agreed to, today or earlier; what was agreed before is taken back with it.</summary>
public static class RecordConsent
{
    public sealed record Query(Guid CaseId) : IQuery<Form>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command : ICommand<Guid>, IConsentInput
    {
        public Guid CaseId { get; init; }

        public DateOnly? ConsentOn { get; init; }

        public string? ConsentLanguage { get; init; }

        public ConsentScopes[] Scopes { get; init; } = [];
    }

    public sealed record Form(
        Guid CaseId, string Code, Programme Programme, IReadOnlyList<(string Language, string Body)> ConsentTexts,
        bool HasOne, Command Input);

    public sealed class Access(OwnCases own) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own case", (q, user, stop) => own.HasAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AppDbContext db, TimeProvider clock) =>
            RuleFor(c => c).CustomAsync(async (c, context, cancellationToken) =>
            {
                var found = await (
                    from item in db.Cases
                    join programme in db.Programmes on item.ProgrammeId equals programme.Id
                    where item.Id == c.CaseId
                    select new { item.TimeZone, Programme = programme }).SingleAsync(cancellationToken);
                ConsentChoices.Check(context, c, found.Programme, found.TimeZone, clock.GetUtcNow());
            });
    }

    public sealed class FormHandler(AppDbContext db, ConsentWording wording, TimeProvider clock) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var item = await db.Cases.SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var programme = await db.Programmes.SingleAsync(p => p.Id == item.ProgrammeId, cancellationToken);
            var current = await db.ConsentRecords
                .SingleOrDefaultAsync(r => r.CaseId == item.Id && r.WithdrawnAt == null, cancellationToken);
            return new Form(
                item.Id, item.Code, programme,
                [.. WebSetup.Languages.Select(l => (l, wording.Body(programme, l)))],
                current is not null,
                new Command
                {
                    ConsentOn = Domain.Common.LocalDay.Of(clock.GetUtcNow(), item.TimeZone),
                    ConsentLanguage = item.Language,
                    Scopes = current is null
                        ? [ConsentScopes.TakePart]
                        : [.. ConsentChoices.Of(programme.Policy).Where(s => current.Scopes.HasFlag(s))],
                });
        }
    }

    public sealed class Handler(
        AppDbContext db, ConsentTexts texts, StoppingPart stopping, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var item = await db.Cases.SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var programme = await db.Programmes.SingleAsync(p => p.Id == item.ProgrammeId, cancellationToken);
            var now = clock.GetUtcNow();
            var current = await db.ConsentRecords
                .SingleOrDefaultAsync(r => r.CaseId == item.Id && r.WithdrawnAt == null, cancellationToken);
            if (current is not null)
            {
                current.Withdraw(now);
                await db.SaveChangesAsync(cancellationToken); // one in force at a time, the index says
            }

            var version = await texts.EnsureAsync(programme, cancellationToken);
            var record = ConsentChoices.Record(request, programme.Id, item.Id, version, item.TimeZone, user.Id, now);
            db.Add(record);
            if (!record.Scopes.HasFlag(ConsentScopes.Contact))
                await stopping.ForgetContactAsync(item.Id, cancellationToken);
            return record.Id;
        }
    }
}
