using Confab.Protocol;
using Confab.Server.Storage;
using Dapper;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

public class SummaryThinningTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Of_a_room_and_of_each_thread_the_summaries_that_were_written_last_are_kept()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();
        var (users, rooms, messages, summaries) = (new SqliteUserStore(database), new SqliteRoomStore(database), new SqliteMessageStore(database), new SqliteSummaryStore(database));
        await users.CreateAsync(NewUser(Ada));
        foreach (var name in new[] { "lounge", "den" }) await rooms.CreateAsync(New(name));
        var (last, other) = (await SayAsync(Id), await SayAsync(new("den")));
        var thread = last.Id;
        Assert.True(await summaries.SaveAsync(Of(last, thread, "of the thread"), last.Rev));
        Assert.True(await summaries.SaveAsync(Of(other, null, "of another room"), other.Rev));

        for (var i = 0; i < 40; i++) Assert.True(await summaries.SaveAsync(Of(last, null, $"number {i}"), last.Rev));

        Assert.Equal(
            [.. Enumerable.Range(8, 32).Select(i => $"number {i}"), "of another room", "of the thread"],
            await database.ReadAsync(connection => connection.Query<string>("select content from summaries order by content like 'of%', iif(content like 'of%', content, id)").ToList(), None));
        Assert.Equal("number 39", (await summaries.ReadAsync(Id, null, last.Seq + 1, None))[0].Content);

        async Task<Message> SayAsync(RoomId room) => (await messages.AppendAsync([Says(Ada, "hello", room: room)]))[0].Message!;
    }

    static NewSummary Of(Message until, MessageId? thread, string content) => new(until.RoomId, thread, until.Seq, until.Seq, until.Id, content, "m", Noon);
}
