using Confab.Tests.Support;

namespace Confab.Tests.Cli;

/// <summary>Answers in the terminal: written again, gone on with, made with tools, and what they were made of.</summary>
public sealed class AnswerChatTests : IAsyncLifetime
{
    readonly ScriptedModel _model = new();
    ChatApplication _app = null!;
    TerminalUnderTest _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", _model, callsTools: true)],
            Suggestions = o.Suggestions with { IsOn = false },
        });
        _ada = await TerminalUnderTest.StartAsync(_app, "Ada");
    }

    [Fact]
    public async Task An_answer_is_written_again_in_its_place_and_both_can_be_looked_at()
    {
        await AskAsync("@AIBot name a river", "The Rhine.");
        await _ada.ShowsAsync("2 The Rhine.");

        await _ada.EnterAsync("/again");
        (await _model.NextAsync()).Say("The Po.").Finish();
        await _ada.ShowsAsync("‹ 2/2 ›", "3 The Po.");
        Assert.DoesNotContain("The Rhine.", _ada.Screen);

        await _ada.EnterAsync("/variant <");
        await _ada.ShowsAsync("‹ 1/2 ›", "2 The Rhine.");
        Assert.DoesNotContain("The Po.", _ada.Screen);
        await _ada.EnterAsync("/variant 2 2");
        await _ada.ShowsAsync("‹ 2/2 ›", "3 The Po.");
        await _ada.EnterAsync("/variant 2 7");
        await _ada.ShowsAsync("or 1 to 2.");
    }

    [Fact]
    public async Task A_stopped_answer_says_how_it_goes_on_and_does()
    {
        await _ada.EnterAsync("@AIBot count");
        (await _model.NextAsync()).Say("One, two, ");
        await _ada.ShowsAsync("One, two,");
        await _ada.EnterAsync("/stop");
        await _ada.ShowsAsync("■ stopped; /again 2 tries again, /continue 2 goes on");

        await _ada.EnterAsync("/continue 2");
        (await _model.NextAsync()).Say("three.").Finish();

        await _ada.ShowsAsync("3 One, two, three.", "‹ 2/2 ›");
    }

    [Fact]
    public async Task A_tool_is_shown_while_it_runs_and_afterwards()
    {
        await _ada.EnterAsync("@AIBot how much is 6 times 7?");
        (await _model.NextAsync()).Say("Let me see. ").Call("calculator", ("expression", "6*7"));
        var second = await _model.NextAsync();
        await _ada.ShowsAsync("⚙ calculator 6*7  ", "Let me see.", " ms");

        second.Say("It is 42.").Finish();

        await _ada.ShowsAsync("2 Let me see. It is 42.", "⚙ calculator 6*7  ");
    }

    [Fact]
    public async Task What_an_answer_was_made_of_is_shown_with_tokens_and_reasons()
    {
        await _ada.EnterAsync("/remember my tea is green");
        (await _model.NextAsync()).Say("Noted.").Finish();
        await _ada.ShowsAsync("/forget 1", "2 Noted.");
        await AskAsync("@AIBot which tea do I like?", "Green.");
        await _ada.ShowsAsync("4 Green.");

        await _ada.EnterAsync("/saw 4");

        await _ada.ShowsAsync("What AIBot saw for 4", "instructions", "memory", "· /forget 1", "which tea do I like?", "scripted by ");
    }

    [Fact]
    public async Task What_cannot_be_written_again_is_said()
    {
        await _ada.EnterAsync("good morning");
        await _ada.ShowsAsync("1 good morning");

        await _ada.EnterAsync("/again");
        await _ada.ShowsAsync("Which message? Give its number");
        await _ada.EnterAsync("/again 1");
        await _ada.ShowsAsync("this message asks no assistant of the room");
        await _ada.EnterAsync("/saw 1");
        await _ada.ShowsAsync("1 is no answer of an assistant.");
    }

    [Fact]
    public async Task Assistants_are_listed_come_in_answer_by_their_handle_and_go()
    {
        await _ada.EnterAsync("/assistants");
        await _ada.ShowsAsync("● AIBot", "@AIBot", "@Tutor");

        await _ada.EnterAsync("/assistants add tutor");
        await _ada.ShowsAsync("Tutor has joined");
        await _ada.EnterAsync("/Tutor teach me");
        (await _model.NextAsync()).Say("Gladly.").Finish();
        await _ada.ShowsAsync("Gladly.");

        await _ada.EnterAsync("/assistants remove tutor");
        await _ada.ShowsAsync("Tutor was removed by Ada");
        await _ada.EnterAsync("/assistants add nobody");
        await _ada.ShowsAsync("There is no assistant \"nobody\".");
        await _ada.EnterAsync("/tools");
        await _ada.ShowsAsync("calculator", "search_room");
    }

    async Task AskAsync(string question, string answer)
    {
        await _ada.EnterAsync(question);
        (await _model.NextAsync()).Say(answer).Finish();
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _app.DisposeAsync();
    }
}
