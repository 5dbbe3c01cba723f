using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>While nobody has an account, each start prints a fresh link for the first administrator.</summary>
public static class FirstStart
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(24);

    public static async Task PrintAsync(IServiceProvider services, TextWriter console)
    {
        await using var scope = services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.OpenEverything();
        if (await db.Users.AnyAsync())
            return;

        var links = new OneTimeLinks(db, scope.ServiceProvider.GetRequiredService<TimeProvider>());
        var token = await db.WriteAsync(() => links.IssueAsync(OneTimePurpose.SetUp, person: null, _lifetime));
        var address = scope.ServiceProvider.GetRequiredService<PublicAddress>().Of($"/account/set-up/{token}");
        await console.WriteLineAsync($"""

            Nobody can sign in yet. Make the first administrator here, once, within 24 hours:

              {address}

            A restart prints a new link and this one stops working.

            """);
    }
}
