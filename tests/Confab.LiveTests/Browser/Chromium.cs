using Microsoft.Playwright;

namespace Confab.LiveTests.Browser;

/// <summary>One real browser for all of these tests; each person in it has a profile of their own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    IPlaywright? _playwright;
    IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable(), Args = Flags });
    }

    internal async Task<Window> OpenAsync(string address, BrowserNewContextOptions? device = null)
    {
        var profile = await _browser!.NewContextAsync(device ?? new() { ViewportSize = new ViewportSize { Width = 1100, Height = 800 } });
        var page = await profile.NewPageAsync();
        await page.GotoAsync(address);
        return new Window(page);
    }

    /// <summary>A person with a free name, in the room <c>general</c>.</summary>
    internal async Task<Window> JoinAsync(string address, string name, BrowserNewContextOptions? device = null)
    {
        var window = await OpenAsync(address, device);
        await window.TakeNameAsync(name);
        await window.Composer.WaitForAsync();
        return window;
    }

    /// <summary>The same person on another device, which has a profile of its own and the same token.</summary>
    internal async Task<Window> JoinAgainAsync(string address, Window first)
    {
        var account = await first.Page.EvaluateAsync<string>("() => localStorage.getItem('confab.account')");
        var window = await OpenAsync(address);
        await window.Page.EvaluateAsync("account => localStorage.setItem('confab.account', account)", account);
        await window.Page.ReloadAsync();
        await window.Composer.WaitForAsync();
        return window;
    }

    static string Executable() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named
        : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
          ?? throw new FileNotFoundException("no Chromium here; name one with CHROMIUM=/path/to/chromium");

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
