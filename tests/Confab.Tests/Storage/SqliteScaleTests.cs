using System.Diagnostics;
using Confab.Protocol;
using Confab.Server.Storage;
using Dapper;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What an answer costs does not grow with what was said in its room.</summary>
public sealed class SqliteScaleTests : IAsyncDisposable
{
    const int Many = 100_000;

    static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(5);

    readonly StoreFolder _folder = new();

    [Fact]
    public async Task What_an_assistant_is_shown_is_read_as_fast_in_a_room_with_many_messages()
    {
        var database = _folder.Open();
        var (rooms, messages) = (new SqliteRoomStore(database), new SqliteMessageStore(database));
        await rooms.CreateAsync(New("lounge"));
        var before = await ReadAsync();
        await database.Writer.WriteAsync(connection => connection.Execute(
            """
            with recursive n(i) as (select 1 union all select i + 1 from n where i < @Many)
            insert into messages (id, room_id, seq, rev, place, author_id, author_name, author_kind, content, status, created_at)
            select 'old ' || i, 'lounge', 100 + i, 100 + i, 100 + i, 'user:ada', 'ada', 'user', 'hello', 'complete', 0 from n;
            update rooms set seq = 100 + @Many, rev = 100 + @Many where id = 'lounge';
            """, new { Many }));

        Assert.InRange(await ReadAsync(), TimeSpan.Zero, before * 3 + Slack);

        async Task<TimeSpan> ReadAsync()
        {
            var question = (await messages.AppendAsync([Says(Ada, "why?")]))[0].Message!;
            return await QuickestAsync(() => messages.ReadContextAsync(Id, question.Id, 50, CancellationToken.None));
        }
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    /// <summary>Of several: whatever else the machine does makes it longer only.</summary>
    static async Task<TimeSpan> QuickestAsync(Func<Task> act)
    {
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 30; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await act();
            var took = Stopwatch.GetElapsedTime(began);
            if (took < quickest) quickest = took;
        }
        return quickest;
    }
}
