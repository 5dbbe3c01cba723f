using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Web.Infrastructure.Consent;

/// <summary>Publishes a programme's consent text in every language; a changed text is a new version, never an edit.</summary>
public sealed class ConsentTexts(AppDbContext db, ConsentWording wording, TimeProvider clock)
{
    /// <summary>The version in force, published first if there is none or its words have changed. The caller saves.</summary>
    public async Task<string> EnsureAsync(Programme programme, CancellationToken cancellationToken = default)
    {
        var published = await db.ConsentTexts.Where(t => t.ProgrammeId == programme.Id)
            .Select(t => new { t.Version, t.Language, t.Body }).ToListAsync(cancellationToken);
        var newest = published.Select(t => Number(t.Version)).DefaultIfEmpty(0).Max();
        var bodies = WebSetup.Languages.ToDictionary(l => l, l => wording.Body(programme, l), StringComparer.Ordinal);
        if (newest > 0 && bodies.All(b => published.Any(t =>
            Number(t.Version) == newest && t.Language == b.Key && t.Body == b.Value)))
            return Name(newest);

        db.AddRange(bodies.Select(b => new ConsentText
        {
            ProgrammeId = programme.Id,
            Version = Name(newest + 1),
            Language = b.Key,
            Body = b.Value,
            PublishedAt = clock.GetUtcNow(),
        }));
        return Name(newest + 1);
    }

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string version) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
