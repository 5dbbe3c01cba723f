using TrainingLMS.Web.Features.Reports;

namespace TrainingLMS.Web.Infrastructure.Reports;

public static class ReportsSetup
{
    /// <summary>Making, sending and reading feedback reports.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddScoped<ProgrammeReports>();
        services.AddScoped<NetworkLedger>();
        services.AddScoped<ReportDrawing>();
        services.AddScoped<ReportRights>();
        services.AddScoped<ReportMails>();
        return services;
    }
}
