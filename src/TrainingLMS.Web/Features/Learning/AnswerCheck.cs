using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>An option of a check is chosen. The first finishes the block, right or wrong; others may be tried for what they say.</summary>
public static class AnswerCheck
{
    public sealed record Command : ICommand<int>, IInModule
    {
        public Guid EnrolmentId { get; init; }

        [ValidateNever] // from the route
        public string ModuleId { get; init; } = "";

        [ValidateNever]
        public string BlockId { get; init; } = "";

        /// <summary>From 1.</summary>
        public int? Option { get; init; }
    }

    public sealed class Access(OwnEnrolments enrolments) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => LearningRights.OwnModule<Command>(enrolments);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Option).NotNull().WithMessage("Choose an answer.");
    }

    public sealed class Handler(LearningDesk desk) : IRequestHandler<Command, int>
    {
        public async Task<int> Handle(Command request, CancellationToken cancellationToken)
        {
            var (path, module, block) = await desk.OpenBlockAsync(request.EnrolmentId, request.ModuleId, request.BlockId, cancellationToken);
            var content = await desk.ContentAsync(module, cancellationToken);
            var options = content.Find(request.BlockId)!.Options.Count;
            if (block.Block.Kind != BlockKind.Check || request.Option is not { } option || option < 1 || option > options)
                throw new RuleBrokenException("This answer does not belong to this block. Nothing was recorded.");

            if (!block.Answered.Contains(option))
                desk.Record(path, module, LearningEventKind.Answered, request.BlockId, option);

            if (block.State != BlockState.Finished)
                desk.Record(path, module, LearningEventKind.Finished, request.BlockId);

            return option;
        }
    }
}
