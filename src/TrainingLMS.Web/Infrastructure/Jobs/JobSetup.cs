using Quartz;

namespace TrainingLMS.Web.Infrastructure.Jobs;

public static class JobSetup
{
    public const string Setting = "Jobs:Enabled";

    /// <summary>Runs the work again and again while the web application serves; every node tries, the lease decides.</summary>
    public static IServiceCollection AddWork<TWork>(this IServiceCollection services, TimeSpan every)
        where TWork : class, IWork
    {
        services.AddScoped<TWork>();
        services.AddTransient<LeasedRun<TWork>>();
        services.AddQuartz(quartz => quartz.ScheduleJob<LeasedRun<TWork>>(
            trigger => trigger.WithIdentity(TWork.Name).WithSimpleSchedule(every),
            job => job.WithIdentity(TWork.Name)));
        return services;
    }

    /// <summary>Runs the work once a night, at this hour in UTC.</summary>
    public static IServiceCollection AddNightlyWork<TWork>(this IServiceCollection services, int hour)
        where TWork : class, IWork
    {
        services.AddScoped<TWork>();
        services.AddTransient<LeasedRun<TWork>>();
        services.AddQuartz(quartz => quartz.ScheduleJob<LeasedRun<TWork>>(
            trigger => trigger.WithIdentity(TWork.Name)
                .WithCronSchedule($"0 0 {hour} * * ?", cron => cron.InTimeZone(TimeZoneInfo.Utc)),
            job => job.WithIdentity(TWork.Name)));
        return services;
    }

    /// <summary>The web application works; a verb of the command line does not.</summary>
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue(Setting, defaultValue: true))
            builder.Services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
    }
}
