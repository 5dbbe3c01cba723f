using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests.Pages;

internal static class PatientPages
{
    public static readonly CataloguePage[] All =
    [
        new("patient-code", _ => Catalogue.Stranger("/code")),
        new("patient-code-wrong", _ => Task.FromResult(new Visit(null, "/code", Before: async visitor =>
        {
            await visitor.Page.FillAsync("#Input_Code", "ABCDE-12345");
            await visitor.Page.ClickAsync("main form button");
            await visitor.Page.Locator("#Input_Code-error").WaitForAsync();
        }))),
        new("patient-unknown-link", _ => Catalogue.Stranger("/r/AAAAAAAAAAAAAAAAAAAAAA")),
        new("patient-arrive", async app => new Visit(null, await LinkAsync(app))),
        new("patient-arrive-french", async app => new Visit(null, await LinkAsync(app), Before: async visitor =>
        {
            await visitor.Page.ClickAsync("button[value=fr]");
            await visitor.Page.Locator("html[lang=fr]").WaitForAsync();
        })),
        new("patient-arrive-by-code", async app =>
        {
            var code = await CodeAsync(app);
            return new Visit(null, "/code", Before: async visitor =>
            {
                await visitor.Page.FillAsync("#Input_Code", code);
                await visitor.Page.ClickAsync("main form button");
                await visitor.Page.WaitForURLAsync("**/f/start");
            })
            {
                Lands = "/f/start",
            };
        }),
        new("patient-items", async app => new Visit(null, await LinkAsync(app), Before: StartAsync) { Lands = "/f" }),
        new("patient-items-largest-text", async app => new Visit(null, await LinkAsync(app), Before: async visitor =>
        {
            await visitor.Page.ClickAsync("button[value=largest]");
            await visitor.Page.Locator("html[data-text=largest]").WaitForAsync();
            await StartAsync(visitor);
            await visitor.Page.Locator(".point input").Nth(4).CheckAsync();
        })),
        new("patient-items-open", async app => new Visit(null, await LinkAsync(app), Before: async visitor =>
        {
            await StartAsync(visitor);
            await AccountPages.SendEmptyAsync(visitor);
        })),
        new("patient-check", async app =>
        {
            var link = await LinkAsync(app);
            return new Visit(null, link, Before: visitor => Consulting.AnswerAsync(visitor, link)) { Lands = "/f/check" };
        }),
        new("patient-thank-you", async app =>
        {
            var link = await LinkAsync(app);
            return new Visit(null, link, Before: visitor => Consulting.SendAsync(visitor, link)) { Lands = "/f/done" };
        }),
        new("patient-sent-before", async app =>
        {
            var link = await LinkAsync(app);
            return new Visit(null, link, Before: async visitor =>
            {
                await Consulting.SendAsync(visitor, link);
                await visitor.Page.GotoAsync(link);
            });
        }),
        new("patient-not-today", async app => new Visit(null, await LinkAsync(app), Before: async visitor =>
        {
            await visitor.Page.ClickAsync("button[formaction]");
            await visitor.Page.WaitForURLAsync("**/not-today");
        })),
        new("patient-kiosk", _ => Catalogue.Stranger("/kiosk")),
        new("patient-kiosk-items", async app =>
        {
            var code = await CodeAsync(app);
            return new Visit(null, "/kiosk", Before: async visitor =>
            {
                await visitor.Page.FillAsync("#Input_Code", code);
                await visitor.Page.ClickAsync("main form button");
                await visitor.Page.WaitForURLAsync("**/f/start");
                await StartAsync(visitor);
            })
            {
                Lands = "/f",
            };
        }),
        new("patient-kiosk-done", _ => Catalogue.Stranger("/kiosk/done")),
        new("patient-stop", async app => new Visit(null, await LinkAsync(app), Before: async visitor =>
        {
            await StartAsync(visitor);
            await visitor.Page.GotoAsync("/f/stop");
        })
        {
            Lands = "/f/stop",
        }),
        new("patient-stop-french", async app => new Visit(null, await LinkAsync(app), Before: async visitor =>
        {
            await visitor.Page.ClickAsync("button[value=fr]");
            await StartAsync(visitor);
            await visitor.Page.GotoAsync("/f/stop");
            await AccountPages.SendEmptyAsync(visitor);
        })
        {
            Lands = "/f/stop",
        }),
        new("patient-no-messages", _ => Catalogue.Stranger("/stop/somebody")),
    ];

    private static async Task<string> LinkAsync(AppFixture app)
    {
        var room = await Consulting.OpenAsync(app);
        await room.HoldAsync(1);
        return await room.LinkAsync(1);
    }

    private static async Task<string> CodeAsync(AppFixture app)
    {
        var room = await Consulting.OpenAsync(app);
        await room.HoldAsync(1);
        return await room.CodeAsync(1);
    }

    private static async Task StartAsync(Visitor visitor)
    {
        await visitor.Page.ClickAsync("main form button");
        await visitor.Page.Locator("fieldset.scale").First.WaitForAsync();
    }
}
