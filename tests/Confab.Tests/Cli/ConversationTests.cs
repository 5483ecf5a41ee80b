using Confab.Cli.Conversations;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Cli;

public sealed class ConversationTests
{
    static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_oldest_turns_are_not_shown_when_the_context_is_full()
    {
        // Each message counts its words and one more.
        await using var model = ScriptedModel.As("tiny", new ScriptedModel(), contextLength: 35);
        var talk = new Conversation("be brief");
        for (var i = 1; i <= 5; i++)
        {
            talk.Add(new Turn(ChatRole.User, $"question number {i}", Now));
            talk.Add(new Turn(ChatRole.Assistant, $"answer number {i}", Now));
        }
        talk.Add(new Turn(ChatRole.User, "the last", Now));
        var prompt = talk.PromptFor(model, maxTokens: 10);

        Assert.Equal(ChatRole.System, prompt[0].Role);
        Assert.Equal(["be brief", "question number 4", "answer number 4", "question number 5"], prompt.Take(4).Select(m => m.Text));
        Assert.Equal("the last", prompt[^1].Text);
        Assert.Equal(11, talk.Turns.Count);
    }

    [Fact]
    public async Task The_newest_question_is_always_shown()
    {
        await using var model = ScriptedModel.As("tiny", new ScriptedModel(), contextLength: 4);
        var talk = new Conversation(null);
        talk.Add(new Turn(ChatRole.User, "one two three four five six", Now));

        Assert.Single(talk.PromptFor(model, maxTokens: 100));
    }

    [Fact]
    public async Task A_stopped_answer_keeps_what_was_said()
    {
        var script = new ScriptedModel();
        await using var chatter = NewChatter(script);
        using var stop = new CancellationTokenSource();
        var asking = chatter.AskAsync("why?", (_, _) => { stop.Cancel(); return ValueTask.CompletedTask; }, stop.Token);
        (await script.NextAsync()).Say("Because ");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(["why?", "Because "], chatter.Conversation.Turns.Select(turn => turn.Content));
        Assert.Equal(1, chatter.Stats.TokensGenerated);
    }

    [Fact]
    public async Task A_question_that_got_no_answer_is_not_part_of_the_conversation()
    {
        var script = new ScriptedModel();
        await using var chatter = NewChatter(script);
        var asking = chatter.AskAsync("why?", (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        (await script.NextAsync()).Fail(new InvalidOperationException("broken"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => asking);
        Assert.Empty(chatter.Conversation.Turns);
    }

    [Fact]
    public async Task On_a_pipe_answers_go_out_and_everything_else_to_the_notes()
    {
        var script = new ScriptedModel();
        await using var chatter = NewChatter(script);
        var (output, notes) = (new StringWriter(), new StringWriter());
        var running = new ConversationPipe(chatter, new StringReader("hi\n/dance\n/stats\nbye\nnever asked\n"), output, notes).RunAsync(TestTime.Deadline());
        (await script.NextAsync()).Say("Hello\e[2J").Finish();

        Assert.Equal(0, await running);
        Assert.Equal("Hello␛[2J" + Environment.NewLine, output.ToString());
        Assert.Contains("/dance", notes.ToString());
        Assert.Contains("Messages exchanged", notes.ToString());
        Assert.DoesNotContain('\e', notes.ToString());
    }

    static Chatter NewChatter(ScriptedModel script) =>
        new(ScriptedModel.As("tiny", script), new(), new(null, 100, null, null, null, []), new FakeTime());
}
