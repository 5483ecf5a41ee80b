using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Suggestions;
using Confab.Tests.Support;

namespace Confab.Tests.Replies.Prompts;

/// <summary>Older turns give way to a summary that the model makes behind everybody.</summary>
public sealed class SummaryTests : IAsyncLifetime
{
    const string Minutes = "You keep the minutes";

    readonly ScriptedModel _script = new();
    ChatApplication _app = null!;
    TestSocket _ada = null!;

    public async ValueTask InitializeAsync()
    {
        // Two hundred words for the prompt and as many for the answer.
        _app = await ChatApplication.StartAsync(o => o with
        {
            Models = [ScriptedModel.As("scripted", _script, contextLength: 400)],
            Suggestions = o.Suggestions with { IsOn = false },
        });
        _ada = await _app.JoinAsync("ada");
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task When_a_prompt_is_getting_full_the_older_turns_are_summarised_and_the_summary_takes_their_place()
    {
        var asked = await FillAsync("The key is under the mat.");

        var summing = await SummingAsync();
        Assert.Contains("ada: The key is under the mat.", summing.Prompt[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(asked[^1], summing.Prompt[1].Text, StringComparison.Ordinal);
        summing.Say("Ada keeps the key under the mat.").Finish();
        await SettledAsync();

        var prompt = await AskAsync("where is it?");
        Assert.Contains("What was said before, in short:\nAda keeps the key under the mat.", prompt[0], StringComparison.Ordinal);
        Assert.DoesNotContain(prompt.Skip(1), text => text.Contains("under the mat", StringComparison.Ordinal));
        Assert.Contains(asked[^1], string.Concat(prompt.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_deleted_takes_with_it_the_summary_that_stood_for_it()
    {
        await FillAsync("My number is 555.");
        var secret = (await _ada.AskAsync<HistoryPage>(new HistoryRequest(new("general")))).Messages[0];
        (await SummingAsync()).Say("Her number is 555.").Finish();
        await SettledAsync();
        Assert.Contains("555", (await AskAsync("and?"))[0], StringComparison.Ordinal);
        await SettledAsync();

        await _ada.DeleteAsync(secret.Id);

        Assert.DoesNotContain(await AskAsync("what is my number?"), text => text.Contains("555", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_deleted_while_it_is_summarised_is_never_kept()
    {
        await FillAsync("My number is 555.");
        var secret = (await _ada.AskAsync<HistoryPage>(new HistoryRequest(new("general")))).Messages[0];
        var summing = await SummingAsync();

        await _ada.DeleteAsync(secret.Id);
        summing.Say("Her number is 555.").Finish();
        await SettledAsync();

        Assert.DoesNotContain(await AskAsync("what is my number?"), text => text.Contains("555", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_assistants_begin_anew_the_summary_is_left_behind_too()
    {
        await FillAsync("The key is under the mat.");
        (await SummingAsync()).Say("The key: mat.").Finish();
        await SettledAsync();

        await _ada.AskAsync<Ack>(new ClearRequest(new("general")));

        Assert.DoesNotContain(await AskAsync("where is it?"), text => text.Contains("mat", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thread_is_summarised_by_itself_and_the_room_knows_nothing_of_it()
    {
        var root = await _ada.ChatAsync("a new thing");
        await FillAsync("The key is under the mat.", root.MessageId);
        (await SummingAsync()).Say("In the thread: mat.").Finish();
        await SettledAsync();

        Assert.DoesNotContain(await AskAsync("where is it?"), text => text.Contains("mat", StringComparison.Ordinal));
        Assert.Contains("In the thread: mat.", (await AskAsync("where is it?", root.MessageId))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_something_comes_before_the_summary_and_it_is_made_after_the_next_answer()
    {
        await FillAsync("The key is under the mat.");
        var summing = await SummingAsync();

        await _ada.ChatAsync("@AIBot and now?");

        await summing.Ended;
        var speech = await _script.NextAsync();
        Assert.DoesNotContain(Minutes, speech.Prompt[0].Text, StringComparison.Ordinal);
        speech.Say("now").Finish();
        Assert.Contains("under the mat", (await SummingAsync()).Prompt[1].Text, StringComparison.Ordinal);
    }

    /// <summary>Talks until a prompt is nearly full; what was asked, the newest last.</summary>
    async Task<List<string>> FillAsync(string first, MessageId? thread = null)
    {
        await _ada.AskAsync<Ack>(new ChatRequest(new("general"), first, ThreadId: thread));
        var asked = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            asked.Add($"question {i} {string.Join(' ', Enumerable.Repeat("word", 20))}");
            await AskAsync(asked[^1], thread, answer: string.Join(' ', Enumerable.Repeat("said", 12)));
        }
        return asked;
    }

    async Task<List<string>> AskAsync(string question, MessageId? thread = null, string answer = "yes")
    {
        await _ada.AskAsync<Ack>(new ChatRequest(new("general"), "@AIBot " + question, ThreadId: thread));
        var speech = await _script.NextAsync();
        Assert.DoesNotContain(Minutes, speech.Prompt[0].Text, StringComparison.Ordinal);
        speech.Say(answer).Finish();
        await _ada.MessageAsync(answer);
        return [.. speech.Prompt.Select(m => m.Text)];
    }

    async Task<Speech> SummingAsync()
    {
        var speech = await _script.NextAsync();
        Assert.StartsWith(Minutes, speech.Prompt[0].Text, StringComparison.Ordinal);
        return speech;
    }

    Task SettledAsync() => TestTime.UntilAsync(() => _app.Get<AfterAnswers>().Count == 0 && _app.Get<Summarise>().Count == 0, "nothing is in the making");
}
