using TrainingLMS.Data.Ratings;
using TrainingLMS.Web.Features.PaperForms;
using TrainingLMS.Web.Features.PatientForms;
using TrainingLMS.Web.Infrastructure.Consent;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Infrastructure.Signals;

namespace TrainingLMS.Web.Infrastructure;

public static class RatingsSetup
{
    /// <summary>The seal, the intake, and the forms that are filled in.</summary>
    public static IServiceCollection AddRatings(this IServiceCollection services)
    {
        services.AddScoped<Seal>();
        services.AddScoped<RatingIntake>();
        services.AddScoped<PaperEntries>();
        services.AddSingleton<InstrumentPublisher>();
        services.AddScoped<OwnCases>();
        services.AddScoped<ConsultedCases>();
        services.AddScoped<SessionForms>();
        services.AddSingleton(_ => SignalRules.Read());
        services.AddSingleton<NetworkSpread>();
        services.AddScoped<PaperRights>();
        services.AddScoped<SheetReader>();
        services.AddScoped<VisitReader>();
        services.AddSingleton<FormCookies>();
        services.AddSingleton<FormDrafts>();
        services.AddSingleton<PatientContacts>();
        services.AddScoped<StoppingPart>();
        services.AddScoped<PatientMessages>();
        services.AddScoped<WithdrawalNotices>();
        services.AddSingleton<ConsentWording>();
        services.AddScoped<ConsentTexts>();
        return services;
    }
}
