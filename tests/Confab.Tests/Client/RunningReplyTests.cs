using Confab.Client.Rooms;
using Confab.Protocol;
using static Confab.Tests.Client.Frames;

namespace Confab.Tests.Client;

public sealed class RunningReplyTests
{
    readonly RoomState _room = new(General);

    RunningReply Reply => Assert.Single(_room.Replies);

    [Fact]
    public void Tokens_that_fit_grow_the_text()
    {
        Begin();
        _room.Apply(Token(0, "Hé "));
        _room.Apply(Token(3, "😀", position: 3));
        _room.Apply(Token(5, "!", position: 4));

        Assert.Equal("Hé 😀!", Reply.Text);
        Assert.Equal(4, Reply.Position);
        Assert.False(_room.NeedsRejoin);
    }

    [Fact]
    public void Text_that_is_known_already_is_trimmed()
    {
        _room.Enter(Joined(1, streams: Running("Hello wor")), null);
        _room.Apply(Token(6, "world"));
        _room.Apply(Token(0, "Hello"));

        Assert.Equal("Hello world", Reply.Text);
    }

    [Fact]
    public void Missing_text_asks_to_join_again_and_is_not_patched_over()
    {
        Begin();
        _room.Apply(Token(0, "Hello"));
        _room.Apply(Token(9, "lost some"));
        Assert.Equal("Hello", Reply.Text);
        Assert.True(_room.NeedsRejoin);

        _room.Enter(Joined(1, streams: Running("Hello to lost some")), after: 1);
        Assert.Equal("Hello to lost some", Reply.Text);
        Assert.False(_room.NeedsRejoin);
    }

    [Fact]
    public void A_place_in_the_line_becomes_a_running_reply()
    {
        _room.Enter(Joined(1), null);
        _room.Apply(new StreamQueued(StreamOfBot, 2, General, ReplyId, Bot, EtaMs: 1500));
        _room.Apply(new StreamQueued(StreamOfBot, 1, General, ReplyId, Bot));
        Assert.Equal(1, Reply.Ahead);

        _room.Apply(Started());
        Assert.Null(Reply.Ahead);
        Assert.Equal("intents", Reply.Model);
    }

    [Fact]
    public void What_was_seen_stays_until_its_message_takes_its_place()
    {
        Begin();
        _room.Apply(Token(0, "Hello"));
        _room.Apply(Ended());
        Assert.Equal(StreamEndReason.Stop, Reply.Ended);

        _room.Apply(Said(2, id: ReplyId));
        Assert.Empty(_room.Replies);
    }

    [Fact]
    public void A_reply_that_ends_without_a_word_vanishes()
    {
        Begin();
        _room.Apply(Ended(StreamEndReason.Cancelled));

        Assert.Empty(_room.Replies);
    }

    [Fact]
    public void A_tool_that_is_used_is_shown_once_from_its_beginning_to_its_end()
    {
        var call = new ToolCall("c1", "search_room", ToolStatus.Running, Arguments: "{}");
        _room.Enter(Joined(1, streams: Running("Let me see") with { Tools = [call] }), null);

        _room.Apply(new ToolCallEvent(StreamOfBot, call with { Status = ToolStatus.Done, Result = "nothing", DurationMs = 3 }));
        _room.Apply(new ToolCallEvent(StreamOfBot, call));
        _room.Apply(new ToolCallEvent(new("another"), call with { Id = "c2" }));

        Assert.Equal((ToolStatus.Done, "nothing"), (Assert.Single(Reply.Tools).Status, Reply.Tools[0].Result));
    }

    void Begin()
    {
        _room.Enter(Joined(1), null);
        _room.Apply(Started());
    }
}
