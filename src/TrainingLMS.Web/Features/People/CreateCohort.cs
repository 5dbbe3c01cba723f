using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>The cohorts of a programme, and a new one.</summary>
public static class CreateCohort
{
    public sealed record Query(Guid ProgrammeId) : IQuery<Form>;

    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public string? Name { get; init; }

        public DateOnly? From { get; init; }

        public DateOnly? To { get; init; }

        public int? Capacity { get; init; }
    }

    public sealed record Form(string Programme, IReadOnlyList<Line> Cohorts, Command Input);

    public sealed record Line(Guid Id, string Name, DateOnly From, DateOnly? To, int? Capacity, int Enrolled);

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants => [PeopleRules.Administrator<Query>(q => q.ProgrammeId)];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().WithMessage("Name the cohort.").MaximumLength(200);
            RuleFor(c => c.From).NotNull().WithMessage("Say on which day it begins.");
            RuleFor(c => c.To).Must((c, to) => to is null || c.From is null || to >= c.From)
                .WithMessage("The last day comes after the first.");
            RuleFor(c => c.Capacity).InclusiveBetween(1, 1000).WithMessage("Between 1 and 1000 places.");
        }
    }

    public sealed class FormHandler(AppDbContext db) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var cohorts = await db.Cohorts.Where(c => c.ProgrammeId == request.ProgrammeId)
                .OrderByDescending(c => c.From).ThenBy(c => c.Name)
                .Select(c => new Line(
                    c.Id, c.Name, c.From, c.To, c.Capacity,
                    db.Enrolments.Count(e => e.CohortId == c.Id && e.To == null)))
                .ToListAsync(cancellationToken);
            var name = await db.Programmes.Where(p => p.Id == request.ProgrammeId).Select(p => p.Name)
                .SingleAsync(cancellationToken);
            return new Form(name, cohorts, new Command { ProgrammeId = request.ProgrammeId });
        }
    }

    public sealed class Handler(AppDbContext db) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var name = request.Name!.Trim();
            if (await db.Cohorts.AnyAsync(c => c.ProgrammeId == request.ProgrammeId && c.Name == name, cancellationToken))
                throw new RuleBrokenException("There is a cohort {0} already.", name);

            var cohort = new Cohort
            {
                ProgrammeId = request.ProgrammeId,
                Name = name,
                From = request.From!.Value,
                To = request.To,
                Capacity = request.Capacity,
            };
            db.Cohorts.Add(cohort);
            return cohort.Id;
        }
    }
}
