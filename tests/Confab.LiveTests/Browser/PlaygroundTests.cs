using System.Text.RegularExpressions;
using Confab.LiveTests.Support;
using Confab.TestModels;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

public class PlaygroundTests(Chromium browser) : IClassFixture<Chromium>
{
    const string Script = "The playground shows what the model says, and nothing else: naïve café, 日本語 and 🙂👍🏽. It goes on for a while, so that there is something to measure on a fast machine too.";
    const string Other = "Another model says something else about it.";

    static readonly LocatorAssertionsToHaveCountOptions Soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task An_answer_grows_byte_for_byte_is_measured_and_its_model_explained()
    {
        await using var server = await LiveServer.StartAsync(Two);
        var ada = await PlaygroundAsync(server);

        await GenerateAsync(ada, "Go on");

        await Expect(Ended(ada, "stop")).ToHaveCountAsync(1, Soon);
        await ada.Page.GetByTestId("view-plain").ClickAsync();
        Assert.Equal(Script, await Ended(ada, "stop").GetByTestId("answer").Locator("pre").TextContentAsync());
        await Expect(ada.Page.GetByTestId("figure-speed")).ToContainTextAsync("tok/s");
        await Expect(ada.Page.GetByTestId("figure-first-token")).ToContainTextAsync(" s");
        await Expect(ada.Page.GetByTestId("figure-tokens")).ToHaveTextAsync(new Regex("^[1-9][0-9]* of 512$"));
        var explanation = ada.Page.GetByTestId("explanation");
        await Expect(explanation).ToContainTextAsync("balanced");
        await Expect(explanation.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(explanation).ToContainTextAsync("reliability");
    }

    [Fact]
    public async Task Escape_stops_an_answer_and_what_came_of_it_stays()
    {
        await using var server = await LiveServer.StartAsync(Endless);
        var ada = await PlaygroundAsync(server);

        await GenerateAsync(ada, "Never stop");
        await Expect(ada.Page.GetByTestId("answer").Locator("p").First).ToHaveTextAsync(new Regex("\\w+"), new() { Timeout = 30_000 });
        await ada.Page.Keyboard.PressAsync("Escape");

        await Expect(Ended(ada, "cancelled")).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        Assert.NotEmpty(await ada.Page.GetByTestId("answer").InnerTextAsync());
        await Expect(ada.Page.GetByTestId("generate")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Several_models_answer_one_prompt_side_by_side()
    {
        await using var server = await LiveServer.StartAsync(Two);
        var ada = await PlaygroundAsync(server);

        await ada.Page.GetByTestId("compare").ClickAsync();
        await ada.Page.Locator("[data-testid=compared-model][value=tiny]").CheckAsync();
        await ada.Page.Locator("[data-testid=compared-model][value=other]").CheckAsync();
        await GenerateAsync(ada, "Compare");

        await Expect(Ended(ada, "stop")).ToHaveCountAsync(2, Soon);
        await Expect(ada.Page.Locator("[data-testid=own-stream][data-model=tiny]").GetByTestId("answer")).ToHaveTextAsync(Script);
        await Expect(ada.Page.Locator("[data-testid=own-stream][data-model=other]").GetByTestId("answer")).ToHaveTextAsync(Other);
    }

    [Fact]
    public async Task An_answer_goes_on_while_one_visits_a_room_and_the_form_is_there_after_a_reload()
    {
        await using var server = await LiveServer.StartAsync(Endless);
        var ada = await PlaygroundAsync(server);
        await GenerateAsync(ada, "Go on without me");
        await Expect(ada.Page.Locator("[data-testid=own-stream][data-phase=writing]")).ToHaveCountAsync(1, Soon);

        await ada.Page.Locator("[data-testid=room-link][data-room-id=general]").ClickAsync();
        await ada.Composer.WaitForAsync();
        await ada.Page.GoBackAsync();

        await Expect(ada.Page.Locator("[data-testid=own-stream][data-phase=writing]")).ToHaveCountAsync(1);
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.GetByTestId("prompt")).ToHaveValueAsync("Go on without me");
        await Expect(ada.Page).ToHaveTitleAsync("Playground · Confab");
    }

    [Fact]
    public async Task A_killed_server_ends_the_answer_honestly_and_it_can_be_asked_for_again()
    {
        await using var server = await LiveServer.StartAsync(Endless);
        var ada = await PlaygroundAsync(server);
        await GenerateAsync(ada, "Go on");
        await Expect(ada.Page.Locator("[data-testid=own-stream][data-phase=writing]")).ToHaveCountAsync(1, Soon);

        await server.KillAsync();

        await Expect(ada.Page.GetByTestId("trouble")).ToContainTextAsync("The connection was lost", new() { Timeout = 15_000 });
        await server.RestartAsync();
        await Expect(ada.Page.GetByTestId("generate")).ToBeEnabledAsync(new() { Timeout = 40_000 });
        await ada.Page.GetByTestId("again").ClickAsync();
        await Expect(ada.Page.Locator("[data-testid=own-stream][data-phase=writing]")).ToHaveCountAsync(1, Soon);
    }

    [Fact]
    public async Task The_models_place_shows_each_model_and_the_speed_it_proved_to_have()
    {
        await using var server = await LiveServer.StartAsync(Two);
        var ada = await PlaygroundAsync(server);
        await GenerateAsync(ada, "Be measured");
        await Expect(Ended(ada, "stop")).ToHaveCountAsync(1, Soon);
        var answered = await Ended(ada, "stop").GetAttributeAsync("data-model");

        await ada.Page.GetByTestId("place-models").ClickAsync();

        await Expect(ada.Page).ToHaveURLAsync(new Regex("/models$"));
        await Expect(ada.Page.GetByTestId("model")).ToHaveCountAsync(3, Soon);
        var card = ada.Page.Locator($"[data-testid=model][data-model-id={answered}][data-state=ready]");
        await Expect(card.GetByTestId("measured-speed")).ToContainTextAsync("tok/s");
        await Expect(card.GetByTestId("speed-plot")).ToHaveAttributeAsync("aria-valuetext", new Regex("^[0-9.]+ tok/s, first token after "));
    }

    static void Two(string path)
    {
        TinyModel.WriteScripted(path, Script);
        TinyModel.WriteScripted(Path.Combine(Path.GetDirectoryName(path)!, "other.gguf"), Other);
    }

    static void Endless(string path) =>
        TinyModel.Write(path, new TinyModelOptions { PrintableOnly = true, Layers = 12, Width = 512, FeedForward = 2048, Heads = 8 });

    async Task<Window> PlaygroundAsync(LiveServer server)
    {
        var window = await browser.OpenAsync($"{server.Address}/playground");
        await window.TakeNameAsync("ada");
        await window.Page.GetByTestId("prompt").WaitForAsync();
        return window;
    }

    /// <summary>Without randomness, so that a script is said as it was written.</summary>
    static async Task GenerateAsync(Window window, string prompt)
    {
        await window.Page.GetByTestId("more").ClickAsync();
        await window.Page.GetByTestId("setting-temperature").FillAsync("0");
        await window.Page.GetByTestId("prompt").FillAsync(prompt);
        await window.Page.GetByTestId("prompt").PressAsync("Control+Enter");
    }

    static ILocator Ended(Window window, string outcome) => window.Page.Locator($"[data-testid=own-stream][data-phase=ended][data-outcome={outcome}]");
}
