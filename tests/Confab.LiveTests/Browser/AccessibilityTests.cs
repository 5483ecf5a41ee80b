using Confab.LiveTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

public class AccessibilityTests(Chromium browser) : IClassFixture<Chromium>
{
    const string Everything = "# Notes\n\nSome **bold** words, `code`, ~~gone~~ and [a link](https://example.com).\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\ndef greet(name: str):\n    return \"hello\"  # says it\n```";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task No_place_and_no_dialog_keeps_anybody_out(ColorScheme scheme, int width)
    {
        await using var server = await LiveServer.StartAsync();
        var device = new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } };
        var entry = await browser.OpenAsync(server.Address, device);
        var ada = await browser.JoinAsync(server.Address, "ada", device);
        var ben = await browser.JoinAsync(server.Address, "ben");
        var tour = new Tour(ada, server.Address);

        await tour.LookAsync("the entry", entry.Page);
        await tour.LookAsync("an empty room");
        await ben.SayAsync(Everything);
        await ben.SayAsync("Good morning @ada");
        await ada.SayAsync("@AIBot what is Python?");
        await Expect(ada.Answers).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await ada.SayAsync("@AIBot remember that my tea is green");
        await Expect(ada.Page.GetByTestId("remembered")).ToBeVisibleAsync();
        await Expect(ada.Answers).ToHaveCountAsync(2, new() { Timeout = 15_000 });
        await ada.Answers.Last.HoverAsync();
        await ada.Page.GetByTestId("message-regenerate").ClickAsync();
        await Expect(ada.Answers.GetByTestId("variants")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await tour.LookAsync("a room");
        await tour.ByAsync("what an answer was made of", "show-prompt");
        foreach (var part in await ada.Page.GetByTestId("prompt-part").AllAsync()) await part.ClickAsync();
        await tour.LookAsync("every part of it");
        await ada.Page.Keyboard.PressAsync("Escape");
        await tour.ByAsync("another model", "menu-model", () => Tour.OpenMenuAsync(ada.Answers.Last), closing: true);

        await tour.ByAsync("the menu of a message", "message-more", () => ada.MessagesSaying("morning").HoverAsync());
        await tour.ByAsync("reporting", "menu-report", closing: true);
        await tour.ByAsync("reactions", "message-react", () => ada.MessagesSaying("morning").HoverAsync());
        await ada.Page.GetByTestId("emoji-picker").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(ada.MessagesSaying("morning").GetByTestId("reactions")).ToBeVisibleAsync();
        await tour.ByAsync("a thread", "message-thread", () => ada.MessagesSaying("morning").HoverAsync());
        await ada.Page.GetByTestId("close-thread").ClickAsync();
        await tour.ByAsync("deleting", "menu-delete", () => tour.OpenMenuAsync("what is Python?"), closing: true);

        await tour.ByAsync("the menu of the room", "room-menu");
        await tour.ByAsync("its settings", "open-settings", closing: true);
        await tour.ByAsync("its moderation", "open-moderation", () => ada.Page.GetByTestId("room-menu").ClickAsync());
        foreach (var tab in await ada.Page.GetByRole(AriaRole.Tab).AllAsync())
        {
            await tab.ClickAsync();
            await tour.LookAsync($"moderation, {await tab.TextContentAsync()}");
        }
        await ada.Page.Keyboard.PressAsync("Escape");
        if (width < 1080) await ada.Page.GetByTestId("members-toggle").ClickAsync();
        await tour.ByAsync("what to do about a member", "member-menu", closing: true);
        await tour.ByAsync("inviting", "invite", closing: true);
        if (width < 1080) await ada.Page.Keyboard.PressAsync("Escape");

        await tour.ByAsync("the account", "user-menu", tour.ShowSidebarAsync);
        await tour.ByAsync("a status", "set-activity", closing: true);
        await tour.ByAsync("signing out", "sign-out-menu", () => tour.OpenInSidebarAsync("user-menu"), closing: true);
        await tour.ByAsync("what can be begun", "begin", tour.ShowSidebarAsync);
        await tour.ByAsync("a new room", "create-room", closing: true);
        await tour.ByAsync("a direct message", "new-direct", () => tour.OpenInSidebarAsync("begin"), closing: true);
        await tour.ByAsync("where to go", "quick-switch", tour.ShowSidebarAsync, closing: true);

        foreach (var (place, shown) in new[] { ("search", "search-input"), ("search?q=morning", "hit"), ("playground", "prompt"), ("models", "model"), ("stats", "day-plot"), ("memory", "memory-item"), ("assistants", "assistant") })
            await tour.VisitAsync(place, shown);
        await tour.ByAsync("a new assistant", "make-assistant", closing: true);
        await tour.ByAsync("where an assistant may go", "add-to-room", closing: true);
        await tour.VisitAsync("memory", "memory-item");
        await ada.Page.GetByTestId("edit-memory").ClickAsync();
        await tour.LookAsync("a memory that is edited");
        await tour.ByAsync("something to remember", "add-memory", closing: true);
        await tour.VisitAsync("rooms/nowhere", "outside");

        await server.KillAsync();
        await ada.SeesConnectionAsync("waiting");
        await tour.LookAsync("without a server");

        Assert.True(tour.Faults.Count == 0, string.Join('\n', tour.Faults));
    }

    [Fact]
    public async Task A_planted_fault_is_found()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        await ada.Page.EvaluateAsync("() => { document.querySelector('main').append(document.createElement('button')); document.querySelector('h1').style.color = '#999'; }");

        var faults = await Axe.FaultsAsync(ada.Page);

        Assert.Contains(faults, fault => fault.StartsWith("critical button-name", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("serious color-contrast", StringComparison.Ordinal));
        Assert.Equal(2, faults.Length);
    }
}
