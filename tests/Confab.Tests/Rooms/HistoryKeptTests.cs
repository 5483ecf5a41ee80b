using Confab.Protocol;
using Confab.Server.Rooms.Keeping;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class HistoryKeptTests
{
    [Fact]
    public async Task What_is_older_than_a_room_keeps_goes_and_everything_else_stays_as_numbered()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(time);
        await using var ada = await app.PersonAsync("ada");
        var (room, forever) = (await ada.MakeRoomAsync("short"), await ada.MakeRoomAsync("long"));
        await ada.DoAsync(new UpdateRoomRequest(room, HistoryDays: 2));
        foreach (var id in new[] { room, forever })
            for (var i = 1; i <= 3; i++) await ada.ChatAsync($"old {i}", id.Value);
        time.Advance(TimeSpan.FromDays(1));
        await ada.ChatAsync("newer", room.Value);
        Assert.Equal(4, (await ada.AskAsync<HistoryPage>(new HistoryRequest(room))).Messages.Count);

        time.Advance(TimeSpan.FromDays(1) + RoomSweep.Every);

        Assert.Equal(4, (await ada.NextAsync<RoomUpdated>(r => r.Room.FirstSeq is not null)).Room.FirstSeq);
        var joined = await ada.JoinAsync(room.Value);
        Assert.Equal(("newer", 4L, false), (joined.Messages.Single().Content, joined.Rev, joined.HasMore));
        Assert.Equal((4L, 4L, 4L), (joined.Room.Seq, joined.Room.Rev, joined.Room.FirstSeq));
        Assert.Equal(3, (await ada.JoinAsync(forever.Value)).Messages.Count);
        Assert.Equal(5, (await ada.ChatAsync("newest", room.Value)).Seq);
    }

    [Fact]
    public async Task What_is_kept_no_longer_is_in_the_figures_nevertheless()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(time);
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();
        await ada.DoAsync(new UpdateRoomRequest(room, HistoryDays: 1));
        for (var i = 1; i <= 3; i++) await ada.ChatAsync($"old {i}", room.Value);
        time.Advance(TimeSpan.FromDays(2));
        await ada.NextAsync<RoomUpdated>(r => r.Room.FirstSeq == 4);

        using var api = new ApiCaller(app, ada);
        var (_, stats) = await api.GetAsync($"/api/rooms/{room}/stats?days=7");

        Assert.Equal(3, stats["days"]!.AsArray().Sum(day => (int)day!["messages"]!));
    }

    [Fact]
    public async Task A_room_that_loses_everything_goes_on_where_it_was()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(time);
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();
        await ada.DoAsync(new UpdateRoomRequest(room, HistoryDays: 1));
        for (var i = 1; i <= 1200; i++) await ada.Session.SendAsync(new ChatRequest(room, $"m{i}"));
        await ada.NextAsync<MessageEvent>(m => m.Message.Seq == 1200);

        time.Advance(TimeSpan.FromDays(2));

        await ada.NextAsync<RoomUpdated>(r => r.Room.FirstSeq == 1201);
        var joined = await ada.JoinAsync(room.Value);
        Assert.Equal((0, 1200L, 1200L, false), (joined.Messages.Count, joined.Rev, joined.Room.Seq, joined.HasMore));
        Assert.Equal((1201L, 1201L), await ada.ChatAsync("anew", room.Value) is { } ack ? (ack.Seq, ack.Rev) : default);
        Assert.Equal("anew", Assert.Single((await ada.JoinAsync(room.Value, after: 1200)).Messages).Content);
    }
}
