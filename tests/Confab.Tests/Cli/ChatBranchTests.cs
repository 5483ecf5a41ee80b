using Confab.Tests.Sessions;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

/// <summary>A chat with an assistant in the terminal, where a question in other words begins a branch.</summary>
public sealed class ChatBranchTests : IAsyncLifetime
{
    readonly ScriptedModel _model = new();
    ChatApplication _app = null!;
    TerminalUnderTest _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync(_model, o => o with { Suggestions = o.Suggestions with { IsOn = false } });
        _ada = await TerminalUnderTest.StartAsync(_app, "Ada");
        using var caller = new SessionCaller(_app, _ada.Client.Token);
        await caller.CreateAsync();
        await _ada.ShowsAsync("/join New conversation");
        await _ada.EnterAsync("/join New conversation");
        await _ada.ShowsAsync("chat with an assistant");
    }

    [Fact]
    public async Task A_branch_is_begun_left_and_gone_on_with()
    {
        await AskAsync("a python?", "A snake.");
        await _ada.ShowsAsync("2 A snake.");
        await AskAsync("how long?", "Six metres.");
        await _ada.ShowsAsync("4 Six metres.");

        await AskAsync("/rephrase 1 the language?", "A language.", ends: "the language?");
        await _ada.ShowsAsync("5 the language?", "6 A language.", "‹ 2/2 ›");
        Assert.DoesNotContain("4 Six metres.", _ada.Screen);

        await _ada.EnterAsync("/variant 5 <");
        await _ada.ShowsAsync("with 1 in its place", "4 Six metres.");
        var speech = await AskAsync("and how wide?", "A hand.");
        Assert.Equal(["a python?", "A snake.", "how long?", "Six metres.", "and how wide?"], speech.Prompt.Where(m => m.Role.Value != "system").Select(m => m.Text));
        await _ada.ShowsAsync("8 A hand.");
    }

    async Task<Speech> AskAsync(string line, string answer, string? ends = null)
    {
        await _ada.EnterAsync(line);
        var speech = await _model.NextAsync();
        Assert.EndsWith(ends ?? line, speech.Prompt[^1].Text);
        speech.Say(answer).Finish();
        return speech;
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _app.DisposeAsync();
    }
}
