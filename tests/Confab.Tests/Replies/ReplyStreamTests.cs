using System.Text;
using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

public class ReplyStreamTests
{
    static readonly Func<Confab.Server.ServerOptions, Confab.Server.ServerOptions> Ungathered = o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } };

    [Fact]
    public async Task Who_comes_late_gets_the_text_so_far_and_goes_on_exactly_there()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, Ungathered);
        await using var ada = await app.JoinAsync("ada");
        var ack = await ada.ChatAsync("@AIBot hello");
        var speech = (await model.NextAsync()).Say("🐍 one ").Say("two ");
        var start = await ada.NextAsync<StreamStart>();
        await ada.NextAsync<TokenEvent>(t => t.Content.EndsWith("two ", StringComparison.Ordinal));

        await using var late = await app.OpenAsync();
        await late.HelloAsync("late");
        var running = Assert.Single((await late.JoinAsync()).Streams);
        speech.Say("three").Finish();

        Assert.Equal(new RunningStream(start.StreamId, start.MessageId!.Value, start.Author!, ack.MessageId, "🐍 one two ", 2, "scripted"), running);
        var token = await late.NextAsync<TokenEvent>();
        Assert.Equal((start.StreamId, running.Content.Length, 3, "three"), (token.StreamId, token.Offset, token.Position, token.Content));
        await late.NextAsync<StreamEnd>();
        Assert.Equal("🐍 one two three", (await late.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message.Content);
        Assert.Empty((await late.JoinAsync()).Streams);
    }

    [Fact]
    public async Task Who_loses_the_connection_in_the_middle_of_an_answer_comes_back_to_all_of_it()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, Ungathered);
        await using var ada = await app.JoinAsync("ada");
        var ack = await ada.ChatAsync("@AIBot hello");
        var speech = (await model.NextAsync()).Say("one ");
        await ada.NextAsync<TokenEvent>();

        ada.Session.Abort();
        speech.Say("two ");
        await using var back = await app.OpenAsync();
        await back.HelloAsync(token: ada.Welcome!.Token);
        var joined = await back.JoinAsync(after: ack.Rev);
        var text = Assert.Single(joined.Streams).Content;
        speech.Say("three").Finish();
        while (text != "one two three")
        {
            var token = await back.NextAsync<TokenEvent>();
            Assert.Equal(text.Length, token.Offset);
            text += token.Content;
        }

        Assert.Empty(joined.Messages);
        Assert.Equal(text, (await back.NextAsync<MessageEvent>()).Message.Content);
    }

    [Fact]
    public async Task Who_waits_sees_their_place_and_people_and_rooms_take_turns()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben", "den2", create: true);
        foreach (var i in new[] { 1, 2, 3, 4 }) await ada.ChatAsync($"@AIBot ada {i}");
        var speech = await model.NextAsync();
        await ada.NextAsync<StreamQueued>(q => q.Ahead == 2);

        await ben.ChatAsync("@AIBot ben 1", "den2");
        var mine = await ben.NextAsync<StreamQueued>();
        Assert.Equal((0, "AIBot"), (mine.Ahead, mine.Author!.Name));
        await ada.NextAsync<StreamQueued>(q => q.Ahead == 3);

        var order = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            order.Add(speech.Prompt[^1].Text.Split('\n')[^1].Split(": ")[1]);
            speech.Say("ok").Finish();
            if (i < 4) speech = await model.NextAsync();
        }

        Assert.Equal(["ada 1", "ben 1", "ada 2", "ada 3", "ada 4"], order);
        await ben.NextAsync<StreamStart>(s => s.StreamId == mine.StreamId);
    }

    [Fact]
    public async Task A_waiting_answer_can_be_stopped_and_the_others_move_up()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        foreach (var i in new[] { 1, 2, 3 }) await ada.ChatAsync($"@AIBot {i}");
        var speech = await model.NextAsync();
        var second = await ada.NextAsync<StreamQueued>(q => q.Ahead == 0);
        var third = await ada.NextAsync<StreamQueued>(q => q.Ahead == 1);

        await ada.AskAsync<Ok>(new StopStreamRequest(second.StreamId));

        Assert.Equal((second.StreamId, StreamEndReason.Cancelled), await ada.NextAsync<StreamEnd>() is var e ? (e.StreamId, e.Reason) : default);
        Assert.Equal((third.StreamId, 0), await ada.NextAsync<StreamQueued>() is var q ? (q.StreamId, q.Ahead) : default);
        Assert.Equal(MessageStatus.Cancelled, (await ada.NextAsync<MessageEvent>(m => m.Message.Id == second.MessageId)).Message.Status);
        speech.Finish();
        (await model.NextAsync()).Finish();
    }

    [Fact]
    public async Task What_a_viewer_is_sent_for_each_token_stays_the_same_however_long_the_answer_grows()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => Ungathered(o) with { Replies = new ReplyOptions { Gather = TimeSpan.Zero, MaxTokens = 4096 } });
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot count");
        var speech = await model.NextAsync();
        await ada.NextAsync<StreamStart>();

        var bytes = new List<int>();
        for (var i = 0; i < 2000; i++)
        {
            speech.Say("word ");
            string? frame;
            do frame = await ada.Session.ReceiveTextAsync(TestTime.Deadline());
            while (!frame!.StartsWith("""{"type":"token""", StringComparison.Ordinal));
            bytes.Add(Encoding.UTF8.GetByteCount(frame));
        }
        speech.Finish();

        // Only the digits of offset and position grow.
        Assert.InRange(bytes.Max() - bytes.Min(), 0, 8);
    }

    [Fact]
    public void A_stream_ends_once_and_is_not_stopped_afterwards()
    {
        var told = 0;
        var stream = new ReplyStream(StreamId.New(), _ => told++);

        stream.End(new StreamOutcome(StreamEndReason.Stop, new Usage(0, 0), default));
        stream.End(new StreamOutcome(StreamEndReason.Error, new Usage(0, 0), default));
        stream.Stop(StreamEndReason.Cancelled);
        stream.Queued(3, null);

        Assert.Equal(1, told);
        Assert.False(stream.Stopped.IsCancellationRequested);
        Assert.True(stream.Ended.IsCompleted);
    }
}
