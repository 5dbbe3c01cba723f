using System.Globalization;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Days in words, in the language of the page.</summary>
public static class DayWords
{
    /// <param name="day">The day.</param>
    /// <param name="format">Custom format with a day of the month, such as "d MMMM yyyy".</param>
    public static string Words(this DateOnly day, string format = "d MMMM yyyy")
    {
        var culture = CultureInfo.CurrentCulture;
        var isFirst = day.Day == 1 && culture.TwoLetterISOLanguageName == "fr";

        // Only the first of the month is an ordinal in French.
        return day.ToString(isFirst ? format.Replace("d MMMM", "1'er' MMMM", StringComparison.Ordinal) : format, culture);
    }
}
