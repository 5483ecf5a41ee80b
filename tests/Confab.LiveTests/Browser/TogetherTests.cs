using System.Text.RegularExpressions;
using Confab.LiveTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

/// <summary>Three people with two devices each: what one does, everybody who may know of it sees, on every device.</summary>
public partial class TogetherTests(Chromium browser) : IClassFixture<Chromium>
{
    [Fact]
    public async Task What_one_says_changes_and_reads_is_seen_on_every_device_of_those_who_may()
    {
        await using var server = await LiveServer.StartAsync();
        var (ada, ben, grace) = (await PersonAsync(server, "ada"), await PersonAsync(server, "ben"), await PersonAsync(server, "grace"));
        Window[] everywhere = [.. ada, .. ben, .. grace];

        await ada[0].SayAsync("Good morning from the harbour");
        foreach (var device in everywhere) await Expect(device.MessagesSaying("harbour")).ToHaveCountAsync(1);

        await PressAsync(ben[0], "harbour", React());
        await ben[0].Page.GetByTestId("emoji-picker").GetByRole(AriaRole.Button).First.ClickAsync();
        foreach (var device in everywhere) await Expect(device.MessagesSaying("harbour").GetByTestId("reactions")).ToHaveCountAsync(1);

        await PressAsync(grace[0], "harbour", Thread());
        await grace[0].Page.GetByTestId("thread-composer").FillAsync("said beside the room");
        await grace[0].Page.GetByTestId("thread-composer").PressAsync("Enter");
        foreach (var device in ada.Concat(ben))
        {
            await Expect(device.MessagesSaying("harbour")).ToContainTextAsync("1 reply");
            await Expect(device.MessagesSaying("said beside the room")).ToHaveCountAsync(0);
        }

        await ada[0].Composer.PressAsync("ArrowUp");
        await ada[0].Page.GetByTestId("edit-field").FillAsync("Good evening from the harbour");
        await ada[0].Page.GetByTestId("save-edit").ClickAsync();
        // Where a thread is open, its first message stands there too.
        foreach (var device in everywhere) await Expect(device.MessagesSaying("Good evening").First).ToBeVisibleAsync();

        // Everybody else has it on a screen.
        foreach (var device in ada) await Expect(device.Page.Locator("[data-testid=receipt][data-mark=read]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_two_say_to_each_other_is_on_their_devices_and_on_no_other()
    {
        await using var server = await LiveServer.StartAsync();
        var (ada, ben, grace) = (await PersonAsync(server, "ada"), await PersonAsync(server, "ben"), await PersonAsync(server, "grace"));

        await ada[0].Page.Keyboard.PressAsync("Control+k");
        await ada[0].Page.Keyboard.TypeAsync("ben");
        await ada[0].Page.GetByRole(AriaRole.Option, new() { NameRegex = Ben() }).First.ClickAsync();
        await Expect(ada[0].Page).ToHaveURLAsync(OtherRoom());
        await ada[0].SayAsync("between the two of us");
        await Expect(ada[0].MessagesSaying("between the two of us")).ToHaveCountAsync(1);

        var direct = ben[0].Page.GetByTestId("room-link").Filter(new() { HasText = "ada" });
        await direct.ClickAsync();
        await Expect(ben[0].MessagesSaying("between the two of us")).ToHaveCountAsync(1);
        foreach (var device in grace) await Expect(device.Page.GetByTestId("room-link")).ToHaveCountAsync(1);

        await FindAsync(ben[1], server, "between");
        await Expect(ben[1].Page.GetByTestId("hit")).ToHaveCountAsync(1);
        await FindAsync(grace[0], server, "between");
        await Expect(grace[0].Page.GetByText("Nothing", new() { Exact = false }).First).ToBeVisibleAsync();
        await Expect(grace[0].Page.GetByTestId("hit")).ToHaveCountAsync(0);
    }

    static async Task FindAsync(Window window, LiveServer server, string words) => await window.Page.GotoAsync($"{server.Address}/search?q={words}");

    static async Task PressAsync(Window window, string message, Regex button)
    {
        var row = window.MessagesSaying(message);
        await row.HoverAsync();
        await row.GetByRole(AriaRole.Button, new() { NameRegex = button }).First.ClickAsync();
    }

    async Task<Window[]> PersonAsync(LiveServer server, string name)
    {
        var first = await browser.JoinAsync(server.Address, name);
        return [first, await browser.JoinAgainAsync(server.Address, first)];
    }

    [GeneratedRegex("react", RegexOptions.IgnoreCase)]
    private static partial Regex React();

    [GeneratedRegex("thread", RegexOptions.IgnoreCase)]
    private static partial Regex Thread();

    [GeneratedRegex("^(?!.*search).*ben", RegexOptions.IgnoreCase)]
    private static partial Regex Ben();

    [GeneratedRegex("/rooms/(?!general)")]
    private static partial Regex OtherRoom();
}
