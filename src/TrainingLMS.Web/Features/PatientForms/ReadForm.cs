using MediatR;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>What the patient's link, code or cookie leads to. Reads and changes nothing, whoever fetches it.</summary>
public static class ReadForm
{
    public sealed record Query : IQuery<Visit>;

    /// <summary>Anyone, because an unknown link gets an answer too: one that says nothing about anybody.</summary>
    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } = [Allow.Anyone<Query>()];
    }

    public sealed class Handler(VisitReader visits, CurrentUser user) : IRequestHandler<Query, Visit>
    {
        public Task<Visit> Handle(Query request, CancellationToken cancellationToken) =>
            visits.ReadAsync(user.FormTicketId, cancellationToken);
    }
}
