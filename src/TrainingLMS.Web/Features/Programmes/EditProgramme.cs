using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Programmes;

/// <summary>A programme's settings, for its administrators. The policy is fixed once somebody has agreed to it.</summary>
public static class EditProgramme
{
    /// <param name="ProgrammeId">Empty: the first one that the person administers.</param>
    public sealed record Query(Guid? ProgrammeId) : IQuery<Form>;

    public sealed record Command : ProgrammeInput, ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }
    }

    public sealed record Form
    {
        public required string Code { get; init; }

        public required int SessionsPerCase { get; init; }

        public required bool PolicyIsFixed { get; init; }

        /// <summary>Others that the person administers, to change over to.</summary>
        public IReadOnlyList<(Guid Id, string Name)> Others { get; init; } = [];

        public required Command Input { get; init; }
    }

    public sealed class Access : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants =>
        [
            Allow.To<Query>(Who.ProgrammeAdministrator, "programme", (q, user, _) => Task.FromResult(
                q.ProgrammeId is not { } programme || user.Holds(Role.ProgrammeAdministrator, programme))),
        ];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants =>
            [Allow.InProgramme<Command>(Role.ProgrammeAdministrator, c => c.ProgrammeId)];
    }

    public sealed class Validator : ProgrammeInputValidator<Command>;

    public sealed class FormHandler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken)
        {
            var mine = user.ProgrammesAs(Role.ProgrammeAdministrator);
            var id = request.ProgrammeId ?? mine[0];
            var others = await db.Programmes.Where(p => mine.Contains(p.Id) && p.Id != id).OrderBy(p => p.Name)
                .Select(p => new { p.Id, p.Name }).ToListAsync(cancellationToken);
            var isFixed = await db.ConsentRecords.AnyAsync(c => c.ProgrammeId == id, cancellationToken);
            return await db.Programmes.Where(p => p.Id == id)
                .Select(p => new Form
                {
                    Code = p.Code,
                    SessionsPerCase = p.SessionsPerCase,
                    PolicyIsFixed = isFixed,
                    Others = others.Select(o => ValueTuple.Create(o.Id, o.Name)).ToList(),
                    Input = new Command
                    {
                        ProgrammeId = p.Id,
                        Name = p.Name,
                        TimeZone = p.TimeZone,
                        Language = p.Language,
                        Disclosure = p.Disclosure,
                        DisclosureSession = p.DisclosureSession == 0 ? null : p.DisclosureSession,
                        RatingWindowHours = p.RatingWindowHours,
                        Reminders = p.Reminders,
                        QuietFromHour = p.QuietFromHour,
                        QuietUntilHour = p.QuietUntilHour,
                        CrisisText = p.CrisisText,
                        CrisisTextFrench = p.CrisisTextFrench,
                    },
                })
                .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException();
        }
    }

    public sealed class Handler(AppDbContext db) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var programme = await db.Programmes.SingleAsync(p => p.Id == request.ProgrammeId, cancellationToken);
            programme.ChangePolicy(
                request.Policy(),
                await db.ConsentRecords.AnyAsync(c => c.ProgrammeId == programme.Id, cancellationToken));
            programme.Name = request.Name!.Trim();
            programme.TimeZone = request.TimeZone!;
            programme.Language = request.Language!;
            programme.RatingWindowHours = request.RatingWindowHours!.Value;
            programme.Reminders = request.Reminders;
            programme.QuietFromHour = request.QuietFromHour!.Value;
            programme.QuietUntilHour = request.QuietUntilHour!.Value;
            programme.CrisisText = request.CrisisText!.Trim();
            programme.CrisisTextFrench = request.CrisisTextFrench!.Trim();
            return programme.Id;
        }
    }
}
