using TrainingLMS.Web.Infrastructure.Jobs;

namespace TrainingLMS.Web.Infrastructure.Mail;

public static class MailSetup
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddScoped<Outbox>();
        services.AddOptions<MailSettings>().BindConfiguration(MailSettings.Section);
        return services.AddWork<SendOutbox>(every: TimeSpan.FromSeconds(20));
    }
}
