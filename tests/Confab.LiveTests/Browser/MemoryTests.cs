using Confab.LiveTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

public class MemoryTests(Chromium browser) : IClassFixture<Chromium>
{
    [Fact]
    public async Task What_somebody_says_is_remembered_used_edited_and_forgotten_before_everybodys_eyes()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        var ben = await browser.JoinAsync(server.Address, "ben");

        await ada.SayAsync("@AIBot remember that my tea is green");
        foreach (var window in new[] { ada, ben }) await Expect(window.Page.GetByTestId("remembered")).ToContainTextAsync("tea is green");
        await Expect(ada.Answers).ToHaveCountAsync(1, new() { Timeout = 15_000 });

        await ada.SayAsync("@AIBot which tea is mine?");
        await Expect(ada.Answers).ToHaveCountAsync(2, new() { Timeout = 15_000 });
        await OpenPromptAsync(ada);
        await Expect(MemoryIn(ada)).ToContainTextAsync("tea is green");

        await ada.Page.GotoAsync($"{server.Address}/memory");
        await ben.Page.GotoAsync($"{server.Address}/memory");
        await Expect(Items(ben)).ToHaveCountAsync(1);
        await Expect(Items(ben).GetByTestId("forget-memory")).ToHaveCountAsync(0);
        await Items(ada).GetByTestId("edit-memory").ClickAsync();
        await ada.Page.GetByTestId("memory-content").FillAsync("Ada drinks white tea");
        await ada.Page.GetByTestId("memory-content").PressAsync("Enter");
        await Expect(Items(ada)).ToContainTextAsync("white tea");
        await Expect(Items(ada).GetByTestId("memory-source")).ToContainTextAsync("in general");

        await Items(ada).GetByTestId("forget-memory").ClickAsync();
        await ada.Page.GetByTestId("confirm").ClickAsync();
        foreach (var window in new[] { ada, ben }) await Expect(Items(window)).ToHaveCountAsync(0);

        await ada.Page.GotoAsync($"{server.Address}/rooms/general");
        await OpenPromptAsync(ada);
        await Expect(MemoryIn(ada)).ToContainTextAsync("forgotten");
        await Expect(MemoryIn(ada)).Not.ToContainTextAsync("green");
    }

    static ILocator Items(Window window) => window.Page.GetByTestId("memory-item");

    static ILocator MemoryIn(Window window) => window.Page.Locator("[data-testid=prompt-part][data-kind=memory]");

    static async Task OpenPromptAsync(Window window)
    {
        await window.Answers.Last.GetByTestId("show-prompt").ClickAsync();
        await MemoryIn(window).ClickAsync();
    }
}
