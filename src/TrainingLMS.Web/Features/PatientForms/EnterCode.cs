using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>A typed code instead of a link. Wrong tries from one address make the next one wait.</summary>
public static class EnterCode
{
    public sealed record Command : ICommand<Outcome>
    {
        public string? Code { get; init; }
    }

    /// <param name="TicketId">The form that the code opens; empty where there is none.</param>
    /// <param name="Wait">How long to wait before another try is looked at.</param>
    public sealed record Outcome(Guid? TicketId, TimeSpan? Wait);

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } = [Allow.Anyone<Command>()];
    }

    public sealed class Handler(AppDbContext db, Throttling throttling, CurrentUser user) : IRequestHandler<Command, Outcome>
    {
        public async Task<Outcome> Handle(Command request, CancellationToken cancellationToken)
        {
            ThrottleLane[] lanes = [ThrottleLane.FromPlace("form-code", user.Address), ThrottleLane.FromAnywhere("form-code")];
            if (await throttling.EnterAsync(lanes, cancellationToken) is { } wait)
                return new Outcome(null, wait);

            var hash = Tokens.Hash(Tokens.Clean(request.Code ?? ""));
            var ticket = await db.FormTickets.IgnoreQueryFilters()
                .Where(t => t.CodeHash == hash).Select(t => (Guid?)t.Id).SingleOrDefaultAsync(cancellationToken);
            if (ticket is not null)
                await throttling.ForgiveAsync(lanes, cancellationToken);

            return new Outcome(ticket, null);
        }
    }
}
