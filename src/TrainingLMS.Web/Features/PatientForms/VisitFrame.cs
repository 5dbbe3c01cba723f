using System.Globalization;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>What the frame around a patient's page says: a title that gives nothing away, and whom to call.</summary>
public static class VisitFrame
{
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
