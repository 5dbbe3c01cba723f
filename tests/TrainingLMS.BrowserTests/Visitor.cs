using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace TrainingLMS.BrowserTests;

/// <summary>A browser with one page, its keyboard counted and its complaints kept.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            // What the browser says about the status of the page itself is checked by who opens it.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.RequestFailed += (_, request) => _complaints.Enqueue($"{request.Url}: {request.Failure}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.ResourceType != "document")
                _complaints.Enqueue($"{response.Url} answered {response.Status}");
        };
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, refused by the content security policy or not found.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public int KeyPresses { get; private set; }

    /// <summary>Presses one key, as often as said.</summary>
    public async Task PressAsync(string key, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            await Page.Keyboard.PressAsync(key);
            KeyPresses++;
        }
    }

    /// <summary>Types into whatever has the focus.</summary>
    public async Task TypeAsync(string text)
    {
        await Page.Keyboard.TypeAsync(text);
        KeyPresses += text.Length;
    }

    /// <summary>Presses Tab until what the selector names has the focus; a page where it never gets there fails.</summary>
    public async Task TabToAsync(string selector)
    {
        for (var i = 0; i < 60; i++)
        {
            if (await HasFocusAsync(selector))
                return;
            await PressAsync("Tab");
        }

        Assert.Fail($"60 presses of Tab do not reach {selector} on {Page.Url}.");
    }

    public Task<bool> HasFocusAsync(string selector) =>
        Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector);

    /// <summary>Presses Enter on a link or button that has the focus, and waits for the page it leads to.</summary>
    public async Task EnterAsync()
    {
        await Page.EvaluateAsync("() => { window.left = false; }"); // gone with the page that is left
        await PressAsync("Enter");
        await Page.WaitForFunctionAsync("() => window.left === undefined && document.readyState === 'complete'");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
