using Confab.Client.Rooms;
using Confab.Protocol;
using Confab.Tests.Support;
using static Confab.Tests.Client.Frames;

namespace Confab.Tests.Client;

public sealed class RoomStateTests
{
    readonly FakeTime _clock = new();
    readonly RoomState _room;

    public RoomStateTests() => _room = new RoomState(General, _clock);

    [Fact]
    public void A_first_page_with_more_means_older_history_and_nothing_missing()
    {
        _room.Enter(Joined(60, hasMore: true, Page(11, 60)), after: null);

        Assert.True(_room.HasOlder);
        Assert.False(_room.NeedsRejoin);
        Assert.Equal(60, _room.Rev);
        Assert.Equal([.. Enumerable.Range(11, 50).Select(seq => (long)seq)], _room.Messages.Select(m => m.Seq));
    }

    [Fact]
    public void Messages_stand_in_the_order_of_seq_however_they_arrive()
    {
        _room.Enter(Joined(1, messages: Page(1, 1)), null);
        _room.Apply(Said(3));
        _room.Apply(Said(2));

        Assert.Equal([1, 2, 3], _room.Messages.Select(m => m.Seq));
    }

    [Fact]
    public void The_next_change_moves_the_rev()
    {
        _room.Enter(Joined(4, messages: Page(1, 4)), null);
        _room.Apply(Said(5));

        Assert.Equal(5, _room.Rev);
        Assert.False(_room.NeedsRejoin);
    }

    [Fact]
    public void A_skipped_rev_asks_to_join_again_from_the_last_known_one()
    {
        _room.Enter(Joined(4, messages: Page(1, 4)), null);
        _room.Apply(Said(6));

        Assert.True(_room.NeedsRejoin);
        Assert.Equal(4, _room.Rev);
    }

    [Fact]
    public void While_catching_up_live_changes_are_shown_but_do_not_move_the_rev()
    {
        _room.Enter(Joined(4, messages: Page(1, 4)), null);
        _room.Enter(Joined(6, hasMore: true, Page(5, 6)), after: 4);
        _room.Apply(Said(7));

        Assert.True(_room.NeedsRejoin);
        Assert.Equal(6, _room.Rev);
        Assert.Contains(_room.Messages, m => m.Seq == 7);

        _room.Enter(Joined(8, messages: Page(7, 8)), after: 6);
        Assert.False(_room.NeedsRejoin);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], _room.Messages.Select(m => m.Seq));
    }

    [Fact]
    public void Sync_notices_a_last_announcement_that_was_lost()
    {
        _room.Enter(Joined(4), null);
        _room.Apply(new SyncEvent(new Dictionary<RoomId, long> { [General] = 4 }));
        Assert.False(_room.NeedsRejoin);

        _room.Apply(new SyncEvent(new Dictionary<RoomId, long> { [General] = 5 }));
        Assert.True(_room.NeedsRejoin);
    }

    [Fact]
    public void A_changed_message_takes_the_place_of_the_old_and_an_old_page_does_not_bring_it_back()
    {
        _room.Enter(Joined(2, messages: Page(1, 2)), null);
        _room.Apply(Said(1, rev: 3, text: "changed"));
        _room.Apply(new HistoryPage(General, [Message(1, rev: 1, text: "old")], HasMore: false));

        Assert.Equal("changed", _room.Messages[0].Content);
    }

    [Fact]
    public void A_change_further_back_than_what_is_here_leaves_no_hole()
    {
        _room.Enter(Joined(60, hasMore: true, Page(11, 60)), null);
        _room.Apply(Said(3, rev: 61));

        Assert.Equal(11, _room.Messages[0].Seq);
        Assert.Equal(61, _room.Rev);
    }

    [Fact]
    public void History_goes_in_front_and_says_whether_there_is_more()
    {
        _room.Enter(Joined(20, hasMore: true, Page(11, 20)), null);
        _room.Apply(new HistoryPage(General, [.. Page(1, 10)], HasMore: false));

        Assert.Equal(20, _room.Messages.Count);
        Assert.False(_room.HasOlder);
    }

    [Fact]
    public void A_page_of_a_thread_or_around_a_message_leaves_no_hole()
    {
        _room.Enter(Joined(60, hasMore: true, Page(51, 60)), null);
        _room.Apply(new HistoryPage(General, [.. Page(3, 4)], HasMore: false, ThreadId: new("m1")));
        _room.Apply(new HistoryPage(General, [.. Page(20, 30)], HasMore: false, HasNewer: true));

        Assert.Equal(51, _room.Messages[0].Seq);
        Assert.True(_room.HasOlder);
    }

    [Fact]
    public void Only_so_many_messages_are_kept()
    {
        var small = new RoomState(General, _clock, capacity: 3);
        small.Enter(Joined(3, messages: Page(1, 3)), null);
        small.Apply(Said(4));

        Assert.Equal([2, 3, 4], small.Messages.Select(m => m.Seq));
        Assert.True(small.HasOlder);
    }

    [Fact]
    public void Another_history_under_the_same_name_is_joined_anew()
    {
        var position = new RoomPosition();
        position.Enter(Joined(100), null);
        position.Enter(Joined(3), after: 100);

        Assert.True(position.IsBehind);
        Assert.Null(position.Rev);
    }

    [Fact]
    public void Who_writes_is_forgotten_after_six_seconds()
    {
        _room.Enter(Joined(1), null);
        _room.Apply(new TypingEvent(General, Ada.Id, IsTyping: true));
        _clock.Advance(TimeSpan.FromSeconds(5.9));
        Assert.Equal(["ada"], _room.Writing.Select(m => m.Name));

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Empty(_room.Writing);
    }

    [Fact]
    public void A_message_ends_its_authors_writing()
    {
        _room.Enter(Joined(1), null);
        _room.Apply(new TypingEvent(General, Ada.Id, IsTyping: true));
        _room.Apply(Said(2));

        Assert.Empty(_room.Writing);
    }

    [Fact]
    public void Members_come_go_and_change_their_presence()
    {
        _room.Enter(Joined(1), null);
        _room.Apply(new UserJoined(General, Member(new(new("u-bob"), "bob", AuthorKind.User))));
        _room.Apply(new PresenceEvent(new("u-bob"), PresenceStatus.Offline));
        Assert.Equal(PresenceStatus.Offline, _room.Members.Single(m => m.Name == "bob").Status);

        _room.Apply(new UserLeft(General, new(new("u-bob"), "bob", AuthorKind.User)));
        Assert.DoesNotContain(_room.Members, m => m.Name == "bob");
    }

    [Fact]
    public void What_happens_in_another_room_changes_nothing()
    {
        _room.Enter(Joined(1, messages: Page(1, 1)), null);
        _room.Apply(new MessageEvent(Message(2, room: new("other"))));

        Assert.Single(_room.Messages);
        Assert.Equal(1, _room.Rev);
    }

    [Fact]
    public void A_page_that_ends_before_what_is_here_leaves_no_hole()
    {
        _room.Enter(Joined(60, hasMore: true, Page(51, 60)), null);
        _room.Apply(new HistoryPage(General, [.. Page(20, 20)], HasMore: true));
        Assert.Equal(51, _room.Messages[0].Seq);

        _room.Apply(new HistoryPage(General, [.. Page(41, 50)], HasMore: true));
        Assert.Equal(41, _room.Messages[0].Seq);
    }

    [Fact]
    public void Suggestions_stand_until_something_is_said_where_they_belong()
    {
        _room.Enter(Joined(2, messages: Page(1, 2)), null);
        _room.Apply(new SuggestionsEvent(General, new("m2"), ["Why?", "How?", "When?"]));
        _room.Apply(Said(2, rev: 3, text: "changed"));
        _room.Apply(new MessageEvent(Message(3, rev: 4) with { ThreadId = new("m1") }));
        Assert.Equal(["Why?", "How?", "When?"], _room.Suggestions?.Items);

        _room.Apply(Said(4, rev: 5));
        Assert.Null(_room.Suggestions);
    }

    [Fact]
    public void Who_comes_gets_the_suggestions_that_stand()
    {
        _room.Enter(Joined(1, messages: Page(1, 1)) with { Suggestions = new(new("m1"), ["Why?"]) }, null);
        Assert.NotNull(_room.Suggestions);

        _room.Enter(Joined(1), after: 1);
        Assert.Null(_room.Suggestions);
    }
}
