using Confab.LiveTests.Support;
using Confab.TestModels;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

public class PageTests(Chromium browser) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Two_windows_talk_and_both_see_the_assistants_answer_grow()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        var ben = await browser.JoinAsync(server.Address, "ben");

        await ada.SayAsync("hello **ben**");
        await Expect(ben.MessagesSaying("hello ben")).ToHaveCountAsync(1);
        await Task.WhenAll(ada.WatchRepliesAsync(), ben.WatchRepliesAsync());
        await ben.SayAsync("/AIBot What is Python?");

        foreach (var window in new[] { ada, ben })
        {
            await Expect(window.Answers).ToHaveCountAsync(1, new() { Timeout = 15_000 });
            await Expect(window.Answers).ToContainTextAsync("FastAPI");
            var lengths = (await window.RepliesSeenAsync()).Select(text => text.Length).ToArray();
            Assert.True(lengths.Length > 5, $"the answer came in {lengths.Length} pieces");
            Assert.True(lengths[^1] > lengths[0], "the answer did not grow");
        }
    }

    [Fact]
    public async Task A_real_models_answer_is_shown_byte_for_byte()
    {
        const string Script = "One model, run by llama.cpp in this very process, says exactly this: naïve café, 日本語 and 🙂👍🏽.";
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, Script));
        var ada = await browser.JoinAsync(server.Address, "ada");

        await ada.SayAsync("@AIBot go on");

        await Expect(ada.Answers).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(ada.Answers.Locator("p").First).ToHaveTextAsync(Script);
    }

    [Fact]
    public async Task Stopping_an_endless_answer_keeps_its_text_and_says_that_it_was_stopped()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.Write(path, new TinyModelOptions { PrintableOnly = true, Layers = 12, Width = 512, FeedForward = 2048, Heads = 8 }));
        var ada = await browser.JoinAsync(server.Address, "ada");
        var ben = await browser.JoinAsync(server.Address, "ben");

        await ada.SayAsync("@AIBot never stop");
        await ben.Page.GetByTestId("stop-button").ClickAsync(new() { Timeout = 30_000 });

        foreach (var window in new[] { ada, ben })
            await Expect(window.Page.Locator("[data-testid=message][data-author=AIBot][data-status=cancelled]")).ToHaveCountAsync(1, new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task A_killed_server_comes_back_and_what_was_written_meanwhile_arrives_once()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        var ben = await browser.JoinAsync(server.Address, "ben");
        await ada.SayAsync("before the fall");
        await Expect(ben.MessagesSaying("before the fall")).ToHaveCountAsync(1);

        await server.KillAsync();
        await ada.SeesConnectionAsync("waiting");
        await ada.SayAsync("written in the dark");
        await Expect(ada.MessagesSaying("written in the dark")).ToHaveCountAsync(1);
        await server.RestartAsync();

        foreach (var window in new[] { ada, ben })
        {
            await Expect(window.MessagesSaying("written in the dark").And(window.Page.Locator("[data-status=complete]"))).ToHaveCountAsync(1, new() { Timeout = 40_000 });
            await Expect(window.MessagesSaying("written in the dark")).ToHaveCountAsync(1);
            await Expect(window.MessagesSaying("before the fall")).ToHaveCountAsync(1);
        }
        await ben.SayAsync("still here");
        await Expect(ada.MessagesSaying("still here")).ToHaveCountAsync(1);
        await ada.Page.ReloadAsync();
        await Expect(ada.MessagesSaying("still here")).ToHaveCountAsync(1);
        await Expect(ada.MessagesSaying("written in the dark")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_name_is_kept_over_a_reload_and_nobody_else_can_take_it()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.GetByTestId("my-name")).ToHaveTextAsync("ada");

        var eve = await browser.OpenAsync(server.Address);
        await eve.TakeNameAsync("ADA");
        await Expect(eve.Page.GetByTestId("name-error")).ToContainTextAsync("Somebody already has this name");
    }

    [Fact]
    public async Task Markdown_cannot_run_a_script()
    {
        await using var server = await LiveServer.StartAsync();
        var eve = await browser.JoinAsync(server.Address, "eve");
        var ada = await browser.JoinAsync(server.Address, "ada");
        await ada.Page.EvaluateAsync("() => { window.attacked = false; }");

        await eve.SayAsync("<img src=x onerror=\"window.attacked=true\"><script>window.attacked=true</script>[click](javascript:window.attacked=true) **end**");
        await Expect(ada.MessagesSaying("end")).ToHaveCountAsync(1);
        foreach (var link in await ada.MessagesSaying("end").Locator("a").AllAsync()) await link.ClickAsync();

        Assert.False(await ada.Page.EvaluateAsync<bool>("() => window.attacked"));
        Assert.Equal(0, await ada.Messages.Locator("script, img[onerror]").CountAsync());
    }
}
