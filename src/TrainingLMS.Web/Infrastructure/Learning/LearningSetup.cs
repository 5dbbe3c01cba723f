using TrainingLMS.Data.Learning;
using TrainingLMS.Web.Features.Learning;
using TrainingLMS.Web.Infrastructure.Content;

namespace TrainingLMS.Web.Infrastructure.Learning;

public static class LearningSetup
{
    public static void AddLearning(this IServiceCollection services)
    {
        services.AddSingleton<ModuleMarkdown>();
        services.AddScoped<ModulePublisher>();
        services.AddScoped<LearningRecord>();
        services.AddScoped<OwnEnrolments>();
        services.AddScoped<WritingVault>();
        services.AddScoped<LearningDesk>();
    }
}
