using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Tests.Support;

namespace Confab.Tests.Messages;

public class ThreadTests
{
    static readonly RoomId General = new("general");
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task A_message_in_a_thread_is_told_and_then_the_first_of_the_thread()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var root = await ada.ChatAsync("root");

        var ack = await ben.ReplyAsync(root.MessageId, "aside");

        Assert.Equal((2, 2), (ack.Seq, ack.Rev));
        await ada.MessageAsync("root");
        var aside = (await ada.NextAsync<MessageEvent>()).Message;
        var told = (await ada.NextAsync<MessageEvent>()).Message;
        Assert.Equal((root.MessageId, 2), (aside.ThreadId!.Value, aside.Rev));
        Assert.Equal((root.MessageId, 3, new ThreadInfo(1, 2, aside.CreatedAt)), (told.Id, told.Rev, told.Thread));
    }

    [Fact]
    public async Task The_same_message_of_a_thread_again_is_the_same_and_counts_once()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var root = await ada.ChatAsync("root");
        var request = new ChatRequest(General, "aside", MessageId.New(), ThreadId: root.MessageId);

        var first = await ada.AskAsync<Ack>(request);
        var again = await ada.AskAsync<Ack>(request);

        Assert.Equal(first with { Ref = null }, again with { Ref = null });
        Assert.Equal((3, 1), (await ada.JoinAsync()) is var joined ? (joined.Rev, joined.Messages[0].Thread!.Replies) : default);
    }

    [Fact]
    public async Task History_reads_a_thread_from_either_end_by_whichever_of_its_messages_is_named()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var root = await ada.ChatAsync("root");
        var first = await ada.ReplyAsync(root.MessageId, "t1");
        await ada.ChatAsync("between");
        for (var i = 2; i <= 4; i++) await ada.ReplyAsync(root.MessageId, $"t{i}");

        var newest = await ada.AskAsync<HistoryPage>(new HistoryRequest(General, Limit: 2, ThreadId: root.MessageId));
        var oldest = await ada.AskAsync<HistoryPage>(new HistoryRequest(General, Limit: 3, After: 0, ThreadId: first.MessageId));

        Assert.Equal(("t3 t4", true, root.MessageId), (Words(newest), newest.HasMore, newest.ThreadId!.Value));
        Assert.Equal(("t1 t2 t3", true, root.MessageId), (Words(oldest), oldest.HasMore, oldest.ThreadId!.Value));
        Assert.Equal("root t1 between", Words(await ada.AskAsync<HistoryPage>(new HistoryRequest(General, Limit: 3, After: 0))));
        var around = await ada.AskAsync<HistoryPage>(new HistoryRequest(General, Limit: 3, MessageId: first.MessageId));
        Assert.Equal(("root t1 between", false, true), (Words(around), around.HasMore, around.HasNewer));
    }

    [Theory]
    [InlineData(1L, 1L, null, null, "after")]
    [InlineData(null, -1L, null, null, "after")]
    [InlineData(1L, null, "root", null, "messageId")]
    [InlineData(null, 1L, "root", null, "messageId")]
    [InlineData(null, null, "root", "root", "messageId")]
    [InlineData(null, null, "nothing", null, "messageId")]
    [InlineData(null, null, null, "nothing", "threadId")]
    public async Task History_says_which_field_is_wrong(long? before, long? after, string? around, string? thread, string field)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("root", id: new("root"));

        var refused = await ada.RefusedAsync(new HistoryRequest(
            General, before, After: after, ThreadId: thread is null ? null : new(thread), MessageId: around is null ? null : new(around)));

        Assert.Equal(field, refused.Field);
        Assert.Equal(field == "after" || around == "root" ? ErrorCode.BadRequest : ErrorCode.UnknownMessage, refused.Code);
    }

    [Fact]
    public async Task An_assistant_answers_in_the_thread_in_which_it_was_asked_and_is_shown_that_thread()
    {
        await using var app = await ChatApplication.StartAsync(_model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        await using var ada = await app.JoinAsync("ada");
        var root = await ada.ChatAsync("about snakes");
        await ada.ChatAsync("about birds");
        var aside = await ada.ReplyAsync(root.MessageId, "they are long");
        await using var watcher = await RoomWatcher.StartAsync(app);

        await ada.ReplyAsync(aside.MessageId, "@AIBot how long?");
        var speech = (await _model.NextAsync()).Say("Very.");
        await ada.NextAsync<TokenEvent>();

        Assert.Equal(["ada: about snakes\nada: they are long\nada: how long?"], speech.Prompt.Skip(1).Select(m => m.Text));
        Assert.Equal(root.MessageId, (await ada.NextAsync<StreamStart>()).ThreadId);
        await watcher.VerifyAsync();
        Assert.Equal(root.MessageId, Assert.Single(watcher.Told.Replies).ThreadId);
        speech.Finish();
        Assert.Equal(root.MessageId, (await ada.MessageAsync("Very.")).ThreadId);
        Assert.Equal(3, (await ada.NextAsync<MessageEvent>(m => m.Message.Id == root.MessageId && m.Message.Thread?.Replies == 3)).Message.Thread!.Replies);
        await watcher.VerifyAsync();
    }

    [Fact]
    public async Task An_answer_that_a_killed_server_left_becomes_a_message_of_its_thread()
    {
        await using var app = await ChatApplication.StartAsync(_model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        await using var ada = await app.JoinAsync("ada");
        var root = await ada.ChatAsync("root");
        await ada.ReplyAsync(root.MessageId, "@AIBot hello");
        await _model.NextAsync();

        await using var again = await ChatApplication.StartAsync(folder: app.CopyOfFolder());
        await using var back = await again.OpenAsync();
        await back.HelloAsync(token: ada.Welcome!.Token);
        var messages = (await back.JoinAsync()).Messages;

        Assert.Equal((root.MessageId, MessageStatus.Interrupted), (messages[^1].ThreadId!.Value, messages[^1].Status));
        Assert.Equal(2, messages[0].Thread!.Replies);
    }

    [Fact]
    public async Task Deleting_a_question_stops_its_answer()
    {
        await using var app = await ChatApplication.StartAsync(_model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("@AIBot another question");
        var other = await _model.NextAsync();
        var question = await ada.ChatAsync("@AIBot waits");
        await ada.NextAsync<StreamQueued>(q => q.ParentId == question.MessageId);

        await ada.DeleteAsync(question.MessageId);

        Assert.Equal(StreamEndReason.Cancelled, (await ada.NextAsync<StreamEnd>()).Reason);
        Assert.Equal((question.MessageId, MessageStatus.Cancelled), await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant) is var answer
            ? (answer.Message.ParentId!.Value, answer.Message.Status) : default);
        other.Say("here").Finish();
        Assert.Equal(MessageStatus.Complete, (await ada.MessageAsync("here")).Status);
    }

    [Fact]
    public async Task Below_the_line_of_clear_assistants_are_shown_nothing_from_above_it_and_people_everything()
    {
        await using var app = await ChatApplication.StartAsync(_model);
        await using var ada = await app.JoinAsync("ada");
        await using var watcher = await RoomWatcher.StartAsync(app);
        await ada.ChatAsync("old");

        var line = await ada.AskAsync<Ack>(new ClearRequest(General));
        var same = await ada.AskAsync<Ack>(new ClearRequest(General));
        await ada.ChatAsync("new");
        await ada.ChatAsync("@AIBot and?");

        Assert.Equal(line with { Ref = null }, same with { Ref = null });
        Assert.Equal(["ada: new\nada: and?"], (await _model.NextAsync()).Prompt.Skip(1).Select(m => m.Text));
        var said = (await ada.JoinAsync()).Messages;
        Assert.Equal((4, AuthorKind.System, "system"), (said.Count, said[1].Author.Kind, said[1].Author.Id.Value));
        Assert.Contains("ada", said[1].Content, StringComparison.Ordinal);
        await watcher.VerifyAsync();
    }

    static string Words(HistoryPage page) => string.Join(' ', page.Messages.Select(m => m.Content));
}
