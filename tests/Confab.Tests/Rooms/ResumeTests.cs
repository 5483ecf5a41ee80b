using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class ResumeTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task Coming_back_brings_what_was_missed_and_nothing_else()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        for (var i = 1; i <= 10; i++) await ada.ChatAsync($"m{i}");

        await using var ben = await app.OpenAsync();
        await ben.HelloAsync("ben");

        Assert.Equal(["m8", "m9", "m10"], (await ben.JoinAsync(after: 7)).Messages.Select(m => m.Content));
        Assert.Empty((await ben.JoinAsync(after: 10)).Messages);
        Assert.Equal(10, (await ben.JoinAsync(after: 99)).Rev);
    }

    [Fact]
    public async Task Somebody_who_comes_back_again_and_again_while_others_write_loses_and_doubles_nothing()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.OpenAsync();
        await ben.HelloAsync("ben");
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 600; i++) await ada.ChatAsync($"m{i}");
        });

        var heard = new List<long>();
        while (heard.Count < 600)
        {
            // Whatever was sent before the answer belongs to the earlier stay.
            await ben.Session.SendAsync(new JoinRoomRequest(General, heard.Count) { Ref = "join" });
            var joined = await NextJoinAsync(ben, heard);
            Assert.Equal("join", joined.Ref);
            heard.AddRange(joined.Messages.Select(m => m.Rev).Where(r => r > heard.Count));
            for (var i = 0; i < 7 && heard.Count < 600; i++) heard.Add((await ben.NextAsync<MessageEvent>()).Message.Rev);
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, 600).Select(n => (long)n), heard);
    }

    [Fact]
    public async Task A_long_absence_is_made_up_for_in_pages()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await Task.WhenAll(Enumerable.Range(0, 1201).Select(i => app.Get<AppendLoop>().AppendAsync(
            new NewMessage(MessageId.New(), General, ada.User, $"m{i}", DateTimeOffset.UnixEpoch))));

        var revs = new List<long>();
        var pages = 0;
        for (var hasMore = true; hasMore; pages++)
        {
            var joined = await ada.JoinAsync(after: revs.LastOrDefault());
            revs.AddRange(joined.Messages.Select(m => m.Rev));
            Assert.Equal(revs[^1], joined.Rev);
            hasMore = joined.HasMore;
        }

        Assert.Equal((1201, 3), (revs.Count, pages));
        Assert.Equal(Enumerable.Range(1, 1201).Select(n => (long)n), revs);
    }

    [Fact]
    public async Task History_is_read_backwards_page_by_page()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        for (var i = 1; i <= 60; i++) await ada.ChatAsync($"m{i}");

        var joined = await ada.JoinAsync();
        var older = await ada.AskAsync<HistoryPage>(new HistoryRequest(General, joined.Messages[0].Seq, 7));
        var oldest = await ada.AskAsync<HistoryPage>(new HistoryRequest(General, older.Messages[0].Seq));

        Assert.Equal((11, 60, true), (joined.Messages[0].Seq, joined.Messages[^1].Seq, joined.HasMore));
        Assert.Equal((4, 10, true), (older.Messages[0].Seq, older.Messages[^1].Seq, older.HasMore));
        Assert.Equal((1, 3, false), (oldest.Messages[0].Seq, oldest.Messages[^1].Seq, oldest.HasMore));
    }

    static async Task<RoomJoined> NextJoinAsync(TestSocket socket, List<long> heard)
    {
        while (true)
        {
            var frame = await socket.NextAsync<ServerFrame>(f => f is MessageEvent or RoomJoined);
            if (frame is RoomJoined joined) return joined;
            heard.Add(((MessageEvent)frame).Message.Rev);
        }
    }
}
