using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using TrainingLMS.Data;
using TrainingLMS.Data.Study;

namespace TrainingLMS.Web.Infrastructure.Keys;

public static class KeySetup
{
    /// <summary>The key ring in the database, the master key outside it, and what lies under each.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<MasterKey>();
        services.AddDataProtection().SetApplicationName("TrainingLMS").PersistKeysToDbContext<AppDbContext>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyRingProtection>();
        services.AddSingleton(provider => new SealKey(provider.GetRequiredService<MasterKey>().ForArms));
        services.AddScoped<ArmVault>();
        return services;
    }
}
