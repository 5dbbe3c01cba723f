using TrainingLMS.Data.Ratings;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Web.Infrastructure;

public static class RatingsSetup
{
    /// <summary>The seal, the intake, and the forms that are filled in.</summary>
    public static IServiceCollection AddRatings(this IServiceCollection services)
    {
        services.AddScoped<Seal>();
        services.AddScoped<RatingIntake>();
        services.AddSingleton<InstrumentPublisher>();
        return services;
    }
}
