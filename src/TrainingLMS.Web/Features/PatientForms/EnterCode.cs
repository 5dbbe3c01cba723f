using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>A typed code instead of a link. Wrong tries from one address make the next one wait.</summary>
public static class EnterCode
{
    public sealed record Command : ICommand<Guid>, IThrottled
    {
        public string? Code { get; init; }

        public IReadOnlyList<ThrottleLane> Lanes(CurrentUser user) =>
            [ThrottleLane.FromPlace("form-code", user.Address), ThrottleLane.FromAnywhere("form-code")];
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } = [Allow.Anyone<Command>()];
    }

    /// <summary>Finds the form also where its time has passed or a newer code replaced it: its first page says so.</summary>
    public sealed class Handler(AppDbContext db) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var hash = Tokens.Hash(Tokens.Clean(request.Code ?? ""));
            return await db.FormTickets.IgnoreQueryFilters()
                .Where(t => t.CodeHash == hash).Select(t => (Guid?)t.Id).SingleOrDefaultAsync(cancellationToken)
                ?? throw new RuleBrokenException(
                    "This code is not known. Check it letter by letter, or ask your therapist for a new one.");
        }
    }
}
