namespace TrainingLMS.Web.Infrastructure.Imports;

public static class ImportSetup
{
    /// <summary>Taking files in, from the command line and from a page.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddScoped<RatingsImport>();
        services.AddSingleton<SealedUpload>();
        return services;
    }
}
