using System.Text.RegularExpressions;
using Confab.LiveTests.Support;
using Confab.TestModels;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

public class ModelsPlaceTests(Chromium browser) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_model_is_unloaded_and_loaded_again_and_memory_follows()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, "A word."));
        var ada = await browser.OpenAsync($"{server.Address}/models");
        await ada.TakeNameAsync("ada");
        var used = ada.Page.GetByTestId("model-memory").Locator("b");
        await Expect(Card(ada, "ready")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(used).Not.ToContainTextAsync(new Regex("^0 B of"));

        await ada.Page.GetByTestId("unload").ClickAsync();
        await Expect(Card(ada, "unloaded")).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Expect(used).ToContainTextAsync(new Regex("^0 B of"));

        await ada.Page.GetByTestId("load").ClickAsync();
        await Expect(Card(ada, "ready")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(used).Not.ToContainTextAsync(new Regex("^0 B of"));
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_at_the_model_and_before_it_is_asked()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, "A word."));
        var ada = await browser.OpenAsync($"{server.Address}/models");
        await ada.TakeNameAsync("ada");

        // Its file was named on the command line and lies in no models folder.
        await ada.Page.GetByTestId("remove").ClickAsync();
        await ada.Page.GetByTestId("confirm").ClickAsync();
        await Expect(ada.Page.GetByTestId("model").GetByRole(AriaRole.Alert)).ToContainTextAsync("is not removed");
        await ada.Page.GetByTestId("pull").ClickAsync();
        await ada.Page.GetByTestId("pull-source").FillAsync("nowhere");
        await ada.Page.GetByTestId("pull-submit").ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("begins with https://");
    }

    static ILocator Card(Window window, string state) => window.Page.Locator($"[data-testid=model][data-model-id=tiny][data-state={state}]");
}
