using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>A cohort's therapists, and one more.</summary>
public static class EnrolTherapist
{
    public sealed record Query(Guid ProgrammeId, Guid CohortId) : IQuery<Form>;

    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid CohortId { get; init; }

        public Guid? PersonId { get; init; }
    }

    public sealed record Form
    {
        public required string Name { get; init; }

        public required DateOnly From { get; init; }

        public DateOnly? To { get; init; }

        public int? Capacity { get; init; }

        public IReadOnlyList<Line> Enrolled { get; init; } = [];

        public IReadOnlyList<(Guid Id, string Name)> Others { get; init; } = [];

        public required Command Input { get; init; }
    }

    public sealed record Line(Guid EnrolmentId, Guid PersonId, string Name, string? Code, DateOnly From);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [PeopleRules.Administrator<Query>(q => q.ProgrammeId)];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.PersonId).NotNull().WithMessage("Choose a therapist.");
    }

    public sealed class FormHandler(AppDbContext db) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var (programme, cohort) = (request.ProgrammeId, request.CohortId);
            var form = await db.Cohorts.Where(c => c.Id == cohort && c.ProgrammeId == programme)
                .Select(c => new Form
                {
                    Name = c.Name,
                    From = c.From,
                    To = c.To,
                    Capacity = c.Capacity,
                    Input = new Command { ProgrammeId = programme, CohortId = cohort },
                })
                .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException();
            var enrolled = await (
                from enrolment in db.Enrolments
                where enrolment.CohortId == cohort && enrolment.To == null
                join person in db.Users on enrolment.PersonId equals person.Id
                orderby person.DisplayName
                select new Line(
                    enrolment.Id, person.Id, person.DisplayName,
                    db.TherapistProfiles.Where(p => p.ProgrammeId == programme && p.PersonId == person.Id)
                        .Select(p => p.Code).FirstOrDefault(),
                    enrolment.From)).ToListAsync(cancellationToken);
            var others = await (
                from membership in db.Memberships
                where membership.ProgrammeId == programme && membership.Role == Role.Therapist && membership.To == null
                    && !db.Enrolments.Any(e => e.CohortId == cohort && e.PersonId == membership.PersonId && e.To == null)
                join person in db.Users on membership.PersonId equals person.Id
                orderby person.DisplayName
                select new { person.Id, person.DisplayName }).ToListAsync(cancellationToken);
            return form with { Enrolled = enrolled, Others = [.. others.Select(o => (o.Id, o.DisplayName))] };
        }
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var cohort = await db.Cohorts.SingleOrDefaultAsync(
                c => c.Id == request.CohortId && c.ProgrammeId == request.ProgrammeId, cancellationToken)
                ?? throw new NotFoundException();
            if (!await db.Memberships.AnyAsync(
                m => m.ProgrammeId == cohort.ProgrammeId && m.PersonId == request.PersonId && m.Role == Role.Therapist
                    && m.To == null,
                cancellationToken))
                throw new RuleBrokenException("Choose a therapist of this programme.");

            var open = db.Enrolments.Where(e => e.CohortId == cohort.Id && e.To == null);
            if (await open.AnyAsync(e => e.PersonId == request.PersonId, cancellationToken))
                throw new RuleBrokenException("This therapist is in the cohort already.");
            if (await open.CountAsync(cancellationToken) >= cohort.Capacity)
                throw new RuleBrokenException("The cohort is full: {0} places.", cohort.Capacity);

            db.Enrolments.Add(new Enrolment
            {
                ProgrammeId = cohort.ProgrammeId,
                CohortId = cohort.Id,
                PersonId = request.PersonId!.Value,
                From = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
            });
            return cohort.Id;
        }
    }
}
