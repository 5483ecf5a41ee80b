using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Replies;
using Confab.Server.Storage;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Replies;

/// <summary>Every question to an assistant has one end and one durable outcome, whatever happens.</summary>
public class ReplyOutcomeTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task Anybody_in_the_room_can_stop_an_answer_which_frees_the_model_and_keeps_the_text()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await ada.ChatAsync("@AIBot count");
        var speech = (await model.NextAsync()).Say("one ");
        var token = await ben.NextAsync<TokenEvent>();

        await ben.AskAsync<Ok>(new StopStreamRequest(token.StreamId));

        await speech.Ended;
        await ExpectAsync(ada, StreamEndReason.Cancelled, MessageStatus.Cancelled, "one ");
        await ada.ChatAsync("@AIBot again");
        (await model.NextAsync()).Say("fine").Finish();
        await ExpectAsync(ada, StreamEndReason.Stop, MessageStatus.Complete, "fine");
        Assert.Equal(ErrorCode.UnknownStream, (await ben.RefusedAsync(new StopStreamRequest(token.StreamId))).Code);
    }

    [Theory]
    [InlineData("half ")]
    [InlineData("")]
    public async Task A_model_that_breaks_leaves_its_text_and_says_so_without_its_own_words(string said)
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot hello");
        var speech = await model.NextAsync();
        if (said.Length > 0) speech.Say(said);

        speech.Fail(new InvalidOperationException("cannot read /secret/path"));

        var message = await ExpectAsync(ada, StreamEndReason.Error, MessageStatus.Error, said);
        Assert.Equal("the model failed; the server's log says why", message.Generation!.Error);
        Assert.Equal(message, (await ada.JoinAsync()).Messages[^1]);
    }

    [Fact]
    public async Task An_answer_that_reached_its_length_is_complete_and_says_so()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { MaxTokens = 7 } });
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot hello");
        var speech = await model.NextAsync();

        speech.Say("long").Finish(ChatFinishReason.Length);

        Assert.Equal(7, speech.Options!.MaxOutputTokens);
        await ExpectAsync(ada, StreamEndReason.Length, MessageStatus.Complete, "long");
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 15)]
    public async Task A_model_that_takes_too_long_is_stopped(bool hasBegun, int minutes)
    {
        var time = new FakeTime();
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with
        {
            Clock = time,
            Replies = new ReplyOptions { Gather = TimeSpan.Zero },
            Sockets = o.Sockets with { Heartbeat = TimeSpan.FromDays(1) },
        });
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot hello");
        var speech = await model.NextAsync();
        if (hasBegun)
        {
            speech.Say("well … ");
            await ada.NextAsync<TokenEvent>();
        }

        time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is StreamEnd);
        time.Advance(TimeSpan.FromSeconds(2));

        await speech.Ended;
        var message = await ExpectAsync(ada, StreamEndReason.Error, MessageStatus.Error, hasBegun ? "well … " : "");
        Assert.Contains($"{minutes} minutes", message.Generation!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_line_is_an_outcome_too()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { QueueLength = 1 } });
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot first");
        var first = await model.NextAsync();
        await ada.ChatAsync("@AIBot second");
        await ada.NextAsync<StreamQueued>();

        await ada.ChatAsync("@AIBot third");

        var message = await ExpectAsync(ada, StreamEndReason.Error, MessageStatus.Error, "");
        Assert.Contains("wait for this model", message.Generation!.Error, StringComparison.Ordinal);
        first.Say("1").Finish();
        (await model.NextAsync()).Say("2").Finish();
        await ExpectAsync(ada, StreamEndReason.Stop, MessageStatus.Complete, "1");
        await ExpectAsync(ada, StreamEndReason.Stop, MessageStatus.Complete, "2");
    }

    [Fact]
    public async Task An_answer_that_finishes_while_too_many_messages_wait_is_kept_nevertheless()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot hello");
        var speech = await model.NextAsync();
        await ada.NextAsync<StreamStart>();
        using var storing = new ManualResetEventSlim();
        var held = app.Get<SqliteDatabase>().Writer.WriteAsync(_ => storing.Wait(TimeSpan.FromSeconds(30)));
        var log = app.Get<AppendLoop>();
        var posted = new List<Task>();
        var refused = Record.Exception(() =>
        {
            while (posted.Count < 100_000) posted.Add(log.AppendAsync(new NewMessage(MessageId.New(), General, ada.User, "x", default)));
        });
        Assert.IsType<Confab.Server.Sockets.RequestRefused>(refused);

        speech.Say("patience").Finish();
        await ada.NextAsync<StreamEnd>();
        storing.Set();
        await held;
        await Task.WhenAll(posted);

        Assert.Equal("patience", (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message.Content);
    }

    [Fact]
    public async Task An_answer_is_kept_though_what_was_to_be_stored_beside_it_cannot_be()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot hello");
        var speech = await model.NextAsync();
        await ada.NextAsync<StreamStart>();
        using var storing = new ManualResetEventSlim();
        var held = app.Get<SqliteDatabase>().Writer.WriteAsync(_ => storing.Wait(TimeSpan.FromSeconds(30)));
        var log = app.Get<AppendLoop>();
        var before = log.AppendAsync(new NewMessage(MessageId.New(), General, ada.User, "before", default));

        speech.Say("hi").Finish();
        await ada.NextAsync<StreamEnd>();
        var unfit = log.AppendAsync(new NewMessage(MessageId.New(), General, ada.User, "x", default, Generation: new("", "", "", new Usage(0, 0), double.NaN)));
        storing.Set();
        await held;
        await before;

        await Assert.ThrowsAnyAsync<Exception>(() => unfit);
        Assert.Equal("hi", (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message.Content);
    }

    [Fact]
    public async Task A_question_whose_answer_cannot_be_kept_can_be_asked_again()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Draft = TimeSpan.FromMilliseconds(10) } });
        await using var ada = await app.JoinAsync("ada");
        var question = (await ada.ChatAsync("@AIBot hello")).MessageId;
        var speech = await model.NextAsync();
        await ada.NextAsync<StreamStart>();
        var running = app.Get<RunningReplies>();
        // No number in JSON, on the wire or on disk.
        Assert.ThrowsAny<Exception>(() => running.All.Single().Call(new("c1", "time", ToolStatus.Done, DurationMs: double.NaN)));

        speech.Say("hi").Finish();
        await TestTime.UntilAsync(() => !running.All.Any(), "nobody writes any more");
        await ada.AskAsync<Ack>(new RegenerateRequest(question));
        (await model.NextAsync()).Say("hello").Finish();

        Assert.Equal("hello", (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message.Content);
    }

    [Fact]
    public async Task A_question_that_is_sent_twice_is_answered_once()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        var question = await ada.ChatAsync("@AIBot hello");

        await ada.ChatAsync("@AIBot hello", id: question.MessageId);
        (await model.NextAsync()).Say("hi").Finish();
        await ExpectAsync(ada, StreamEndReason.Stop, MessageStatus.Complete, "hi");

        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is StreamQueued or StreamEnd);
        Assert.Equal(2, (await ada.JoinAsync()).Rev);
    }

    [Fact]
    public async Task Nobody_can_take_the_place_of_an_answer()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.JoinAsync("eve");
        await ada.ChatAsync("@AIBot hello");
        var reply = (await eve.NextAsync<StreamStart>()).MessageId;

        Assert.Equal(ErrorCode.IdTaken, (await eve.RefusedAsync(new ChatRequest(General, "I am the bot", reply))).Code);
        (await model.NextAsync()).Say("I am").Finish();

        Assert.Equal(reply, (await ExpectAsync(ada, StreamEndReason.Stop, MessageStatus.Complete, "I am")).Id);
    }

    [Fact]
    public async Task A_server_that_stops_keeps_the_text_as_interrupted_and_closes_its_sockets_with_a_word()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        var model = new ScriptedModel();
        var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", model)] }, folder);
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot count");
        await ada.ChatAsync("@AIBot and wait");
        var speech = (await model.NextAsync()).Say("one ");
        await ada.NextAsync<TokenEvent>();
        var own = StreamId.New();
        await ada.Session.SendAsync(new StartStreamRequest(own, "mine") { Ref = "own" });
        await ada.NextAsync<StreamQueued>(q => q.StreamId == own);

        // Disposing has little patience, and what is cut off hears no goodbye.
        var stopping = app.StopAsync();

        await speech.Ended;
        var cut = new[] { await EndAsync(ada), await EndAsync(ada) };
        Assert.All(cut, c => Assert.Equal((StreamEndReason.Interrupted, MessageStatus.Interrupted), (c.End.Reason, c.Message.Status)));
        Assert.Equal(["", "one "], cut.Select(c => c.Message.Content).Order());
        Assert.Equal(ErrorCode.ShuttingDown, (await ada.NextAsync<ErrorFrame>(e => e.Ref == "own")).Code);
        Assert.Equal(StreamEndReason.Interrupted, (await ada.NextAsync<StreamEnd>(e => e.StreamId == own)).Reason);
        Assert.Equal((int)CloseCode.ShuttingDown, await ada.ClosedAsync());
        Assert.True(CloseCodes.MayReconnect(ada.CloseCode));
        await ada.Session.CloseAsync();
        await stopping;
        await app.DisposeAsync();

        await using var next = await ChatApplication.StartAsync(folder: folder);
        await using var ben = await next.JoinAsync("ben");
        Assert.Equal(["@AIBot count", "@AIBot and wait", "one ", ""], (await ben.JoinAsync()).Messages.OrderBy(m => m.Content.Length > 0 ? m.Seq : 99).Select(m => m.Content));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Answers_that_a_killed_server_left_are_there_as_interrupted_with_the_text_they_had_got_to()
    {
        var time = new FakeTime();
        var model = new ScriptedModel();
        string killed;
        MessageId question;
        await using (var app = await ChatApplication.StartAsync(model, o => o with { Clock = time, Replies = new ReplyOptions { Gather = TimeSpan.Zero } }))
        {
            await using var ada = await app.JoinAsync("ada");
            question = (await ada.ChatAsync("@AIBot count")).MessageId;
            await ada.ChatAsync("@AIBot and wait");
            var speech = (await model.NextAsync()).Say("one ");
            await ada.NextAsync<TokenEvent>();
            speech.Say("two ");
            await ada.NextAsync<TokenEvent>();
            await TestTime.UntilAsync(IsKept, "the draft is kept");
            killed = app.CopyOfFolder();

            bool IsKept()
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return app.Get<IMessageStore>().ReadDraftsAsync(default).Result.Any(d => d.Content == "one two ");
            }
        }

        await using (var next = await ChatApplication.StartAsync(folder: killed))
        {
            await using var ben = await next.JoinAsync("ben");
            var replies = (await ben.JoinAsync()).Messages.Where(m => m.Author.Kind == AuthorKind.Assistant).ToList();
            Assert.Equal([("one two ", MessageStatus.Interrupted), ("", MessageStatus.Interrupted)], replies.Select(m => (m.Content, m.Status)));
            Assert.Equal((question, "scripted"), (replies[0].ParentId!.Value, replies[0].Generation!.Model));
            Assert.Contains("server stopped", replies[1].Generation!.Error, StringComparison.Ordinal);
            Assert.Empty(await next.Get<IMessageStore>().ReadDraftsAsync(default));
        }
        await using (var again = await ChatApplication.StartAsync(folder: killed))
        {
            await using var cy = await again.JoinAsync("cy");
            Assert.Equal(4, (await cy.JoinAsync()).Rev);
        }
        Directory.Delete(killed, recursive: true);
    }

    /// <summary>One end of one stream, and then its message.</summary>
    static async Task<Message> ExpectAsync(TestSocket socket, StreamEndReason reason, MessageStatus status, string content)
    {
        var (end, message) = await EndAsync(socket);
        Assert.Equal((reason, status, content), (end.Reason, message.Status, message.Content));
        Assert.DoesNotContain(socket.Unread, f => f is StreamEnd other && other.StreamId == end.StreamId);
        return message;
    }

    static async Task<(StreamEnd End, Message Message)> EndAsync(TestSocket socket)
    {
        var end = await socket.NextAsync<StreamEnd>(e => e.RoomId is not null);
        return (end, (await socket.NextAsync<MessageEvent>(m => m.Message.Id == end.MessageId)).Message);
    }
}
