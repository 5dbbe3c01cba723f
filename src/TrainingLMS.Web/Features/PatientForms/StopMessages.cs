using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>"No more messages", from the link in each of them. The forms stay open; nobody is told who it was.</summary>
public static class StopMessages
{
    public sealed record Command(string Token) : ICommand<bool>;

    /// <summary>Anyone, because a token that is not ours gets the same answer.</summary>
    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } = [Allow.Anyone<Command>()];
    }

    public sealed class Handler(AppDbContext db, PatientContacts contacts, TimeProvider clock) : IRequestHandler<Command, bool>
    {
        public async Task<bool> Handle(Command request, CancellationToken cancellationToken)
        {
            if (contacts.ContactOf(request.Token) is not { } id
                || await db.PatientContacts.IgnoreQueryFilters().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } contact)
                return false;

            db.Scope.Include(contact.ProgrammeId);
            contact.Stop(clock.GetUtcNow());
            return true;
        }
    }
}
