using System.Globalization;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>What the frame around a patient's page says: a title that gives nothing away, and whom to call.</summary>
public static class VisitFrame
{
    /// <summary>The screen is not the patient's own: it clears itself.</summary>
    public const string Kiosk = "Kiosk";

    public static void Fill(ViewDataDictionary data, Visit? visit, IStringLocalizer<PatientText> text)
    {
        data["Title"] = text["Your form"];
        if (visit?.Programme is not { } programme)
            return;

        data["Crisis"] = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr"
            ? programme.CrisisTextFrench
            : programme.CrisisText;
        data["Synthetic"] = programme.Synthetic;
    }
}
