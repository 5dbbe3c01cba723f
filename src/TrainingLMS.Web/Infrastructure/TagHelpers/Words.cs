using System.Text;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>A name from the code as people read it: ProgrammeAdministrator is "Programme administrator".</summary>
public static class Words
{
    public static string Of(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append(' ').Append(char.ToLowerInvariant(letter));
            else
                words.Append(letter);
        }

        return words.ToString();
    }
}
