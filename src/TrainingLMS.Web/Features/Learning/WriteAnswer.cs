using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using TrainingLMS.Data.Learning;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>Words for a prompt of a reflection or a moment of a practice are kept, as often as they change.</summary>
public static class WriteAnswer
{
    public sealed record Command : ICommand<DateTimeOffset>, IInModule
    {
        public Guid EnrolmentId { get; init; }

        [ValidateNever] // from the route
        public string ModuleId { get; init; } = "";

        [ValidateNever]
        public string BlockId { get; init; } = "";

        /// <summary>From 1.</summary>
        public int Part { get; init; }

        public int Try { get; init; } = 1;

        public string? Text { get; init; }
    }

    public sealed class Access(OwnEnrolments enrolments) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => LearningRights.OwnModule<Command>(enrolments);
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Text).MaximumLength(Writing.Longest).WithMessage("This is longer than 8 000 characters. Shorten it; nothing was lost.");
    }

    public sealed class Handler(LearningDesk desk, WritingVault vault, TimeProvider clock) : IRequestHandler<Command, DateTimeOffset>
    {
        public async Task<DateTimeOffset> Handle(Command request, CancellationToken cancellationToken)
        {
            var (path, module, block) = await desk.OpenBlockAsync(request.EnrolmentId, request.ModuleId, request.BlockId, cancellationToken);
            var content = await desk.ContentAsync(module, cancellationToken);
            var source = content.Find(request.BlockId)!;
            var (parts, tries) = source.Kind == BlockKind.Practice ? (source.Moments.Count, 2) : (source.Prompts.Count, 1);
            if (request.Part < 1 || request.Part > parts || request.Try < 1 || request.Try > tries)
                throw new RuleBrokenException("This answer does not belong to this block. Nothing was recorded.");

            if (request.Try == 2 && !block.Answered.Contains(request.Part))
                throw new RuleBrokenException("The second try comes after the first. Nothing was recorded.");

            var now = clock.GetUtcNow();
            var text = request.Text?.Trim() ?? "";
            await vault.SaveAsync(
                new(path.ProgrammeId, path.EnrolmentId, path.PersonId, request.ModuleId, request.BlockId, request.Part, request.Try),
                text, now, cancellationToken);

            // A reflection counts as one answer, whichever prompt it is; a practice counts its moments.
            var part = source.Kind == BlockKind.Practice ? request.Part : 1;
            if (text.Length > 0 && request.Try == 1 && !block.Answered.Contains(part))
                desk.Record(path, module, LearningEventKind.Answered, request.BlockId, part);

            return now;
        }
    }
}
