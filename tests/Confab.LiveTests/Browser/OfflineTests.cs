using System.Text.RegularExpressions;
using Confab.LiveTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

/// <summary>The page without a server: what the browser itself keeps of it and of the rooms.</summary>
public class OfflineTests(Chromium browser) : IClassFixture<Chromium>
{
    static readonly LocatorAssertionsToHaveCountOptions Soon = new() { Timeout = 40_000 };

    [Fact]
    public async Task What_is_written_without_a_server_survives_a_reload_and_arrives_once_and_in_order()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        var ben = await browser.JoinAsync(server.Address, "ben");
        await ada.IsKeptAsync();
        string[] lines = ["first in the dark", "second in the dark", "third in the dark"];

        await server.TerminateAsync();
        await ada.SeesConnectionAsync("waiting");
        foreach (var line in lines) await ada.SayAsync(line);
        await Expect(Waiting(ada)).ToHaveCountAsync(3);
        await ada.Page.ReloadAsync();
        await Expect(Waiting(ada)).ToHaveTextAsync([.. lines.Select(line => new Regex(line))]);

        await server.RestartAsync();

        foreach (var window in new[] { ada, ben })
        {
            await Expect(Arrived(window)).ToHaveCountAsync(3, Soon);
            var texts = await Arrived(window).AllInnerTextsAsync();
            Assert.Equal(lines, texts.Select(text => lines.Single(line => text.Contains(line, StringComparison.Ordinal))));
        }
        await ada.Page.ReloadAsync();
        await Expect(Arrived(ada)).ToHaveCountAsync(3, Soon);
        await Expect(Waiting(ada)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_page_opens_without_a_server_and_shows_what_was_last_seen()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        await ada.SayAsync("to be remembered");
        await Expect(ada.MessagesSaying("to be remembered").And(ada.Page.Locator("[data-status=complete]"))).ToHaveCountAsync(1);
        await ada.IsKeptAsync();
        await server.KillAsync();

        foreach (var path in (string[])["/", "/rooms/general", "/playground"])
        {
            var answer = await ada.Page.GotoAsync(server.Address + path);
            Assert.True(answer!.FromServiceWorker);
        }
        await ada.Page.GotoAsync($"{server.Address}/rooms/general");

        await Expect(ada.MessagesSaying("to be remembered")).ToHaveCountAsync(1);
        await Expect(ada.Page.GetByTestId("saved-note")).ToContainTextAsync("saved");
        await Expect(ada.Page.Locator("[data-testid=room-link][data-room-id=general]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Nothing_that_was_said_stays_in_the_browser_after_signing_out_nor_ever_in_the_cache_of_the_page()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        await ada.SayAsync("a secret");
        await Expect(ada.MessagesSaying("a secret").And(ada.Page.Locator("[data-status=complete]"))).ToHaveCountAsync(1);
        await ada.IsKeptAsync();
        Assert.Contains("a secret", await SavedAsync(ada), StringComparison.Ordinal);
        var cached = await ada.Page.EvaluateAsync<string[]>("async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat()");
        Assert.Contains("/index.html", cached);
        Assert.DoesNotContain(cached, path => path.StartsWith("/api", StringComparison.Ordinal));

        await ada.Page.GetByTestId("user-menu").ClickAsync();
        await ada.Page.GetByTestId("sign-out-menu").ClickAsync();
        await ada.Page.GetByTestId("sign-out").ClickAsync();
        await ada.Page.GetByTestId("name-input").WaitForAsync();

        await ada.Page.WaitForFunctionAsync($"async () => (await ({Saved})()) === '[]'");
    }

    const string Saved =
        """
        async () => {
          const opened = indexedDB.open('confab');
          await new Promise((resolve, reject) => { opened.onsuccess = resolve; opened.onerror = reject; });
          const read = opened.result.transaction('rooms').objectStore('rooms').getAll();
          await new Promise((resolve, reject) => { read.onsuccess = resolve; read.onerror = reject; });
          opened.result.close();
          return JSON.stringify(read.result);
        }
        """;

    static Task<string> SavedAsync(Window window) => window.Page.EvaluateAsync<string>(Saved);

    static ILocator Waiting(Window window) => window.Page.Locator("[data-testid=message][data-status=waiting]");

    static ILocator Arrived(Window window) => window.MessagesSaying("in the dark").And(window.Page.Locator("[data-status=complete]"));
}
