using TrainingLMS.Domain.Learning;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>What reading one module's folder gave, with everything that is wrong with it.</summary>
/// <param name="Id">The folder's name.</param>
/// <param name="Content">As far as it could be read; to be published only without problems.</param>
/// <param name="Quiz">The pool of the quiz at the end.</param>
/// <param name="PreTest">The pool that is asked before.</param>
/// <param name="Problems">In all files of the folder.</param>
public sealed record ModuleReading(
    string Id, ModuleContent Content, QuizPool Quiz, QuizPool PreTest, IReadOnlyList<ContentProblem> Problems);
