using TrainingLMS.Domain.People;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Imports;

/// <summary>Who may take files in: the programme's administrators and trainers.</summary>
internal static class ImportRights
{
    public static IReadOnlyList<Grant<T>> Of<T>(Func<T, Guid> programme) =>
        [Allow.InProgramme(Role.ProgrammeAdministrator, programme), Allow.InProgramme(Role.Trainer, programme)];
}
