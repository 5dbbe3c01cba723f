using MediatR;

namespace TrainingLMS.Web.Pipeline;

/// <summary>Reads and changes nothing.</summary>
public interface IQuery<out TResponse> : IRequest<TResponse>;

/// <summary>Changes something, in one transaction.</summary>
public interface ICommand<out TResponse> : IRequest<TResponse>;

/// <summary>A request whose answer shows a case, a rating or a report; each one is noted in the access log.</summary>
public interface IViews
{
    Guid? CaseId => null;

    Guid? ReportId => null;
}
