using Confab.LiveTests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Confab.LiveTests.Browser;

public class BranchTests(Chromium browser) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_chat_with_an_assistant_branches_where_a_question_is_asked_in_other_words_and_one_goes_on_on_either()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        await ada.Page.GotoAsync($"{server.Address}/assistants");
        await ada.Page.Locator("[data-testid=assistant][data-handle=Tutor]").GetByTestId("chat-with").ClickAsync();
        await ada.Page.WaitForURLAsync("**/rooms/**");

        await ada.SayAsync("What is Python?");
        await Expect(Answers(ada)).ToContainTextAsync("FastAPI", new() { Timeout = 15_000 });
        await ada.Composer.PressAsync("ArrowUp");
        await ada.Page.GetByTestId("edit-field").FillAsync("What is a WebSocket?");
        await ada.Page.GetByTestId("edit-field").PressAsync("Enter");
        await Expect(Answers(ada)).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Expect(Answers(ada)).Not.ToContainTextAsync("FastAPI", new() { Timeout = 15_000 });
        await Expect(ada.Page.Locator("[data-testid=variants][data-at='2'][data-of='2']")).ToHaveCountAsync(1);

        // By the keyboard, from the message that has the focus.
        await ada.MessagesSaying("What is a WebSocket?").FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Answers(ada)).ToContainTextAsync("FastAPI");
        await ada.SayAsync("How does async code work?");
        await Expect(Answers(ada)).ToHaveCountAsync(2, new() { Timeout = 15_000 });
        await Expect(ada.MessagesSaying("What is a WebSocket?")).ToHaveCountAsync(0);

        await ada.Page.GetByTestId("variant-after").ClickAsync();
        await Expect(ada.Messages).ToHaveCountAsync(2);
        await Expect(ada.MessagesSaying("async code")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_answer_written_anew_takes_the_place_of_the_first_for_everybody_and_both_are_a_step_apart()
    {
        await using var server = await LiveServer.StartAsync();
        var ada = await browser.JoinAsync(server.Address, "ada");
        var ben = await browser.JoinAsync(server.Address, "ben");
        await ada.SayAsync("@AIBot what is Python?");
        await Expect(ada.Answers).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await ben.SayAsync("Thank you");
        await Expect(ada.MessagesSaying("Thank you")).ToHaveCountAsync(1);

        await ada.Answers.HoverAsync();
        await ada.Page.GetByTestId("message-regenerate").ClickAsync();

        foreach (var window in new[] { ada, ben })
        {
            var variants = window.Page.GetByTestId("variants");
            await Expect(variants).ToHaveAttributeAsync("data-of", "2", new() { Timeout = 15_000 });
            await Expect(window.Answers).ToHaveCountAsync(1, new() { Timeout = 15_000 });
            await Expect(window.Messages.Last).ToContainTextAsync("Thank you");
            await variants.GetByTestId("variant-before").ClickAsync();
            await Expect(variants).ToHaveAttributeAsync("data-at", "1");
        }
    }

    static ILocator Answers(Window window) => window.Page.Locator("[data-testid=message][data-author-kind=assistant]");
}
