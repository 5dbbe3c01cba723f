using TrainingLMS.Web.Infrastructure.Jobs;

namespace TrainingLMS.Web.Infrastructure.Mail;

public static class MailSetup
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddScoped<Outbox>();
        services.AddScoped<Recipients>();
        services.AddOptions<TextSettings>().BindConfiguration(TextSettings.Section);
        services.AddHttpClient(HttpTextMessages.Client, client => client.Timeout = TimeSpan.FromSeconds(20));
        services.AddSingleton<ITextMessages, HttpTextMessages>();
        services.AddWork<SendTexts>(every: TimeSpan.FromSeconds(20));
        services.AddWork<RemindPatients>(every: TimeSpan.FromMinutes(10));
        services.AddOptions<MailSettings>().BindConfiguration(MailSettings.Section);
        return services.AddWork<SendOutbox>(every: TimeSpan.FromSeconds(20));
    }
}
