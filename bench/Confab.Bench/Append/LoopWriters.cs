using System.Diagnostics;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Messages;
using Confab.Server.Receipts;
using Confab.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Confab.Bench.Append;

/// <summary>64 writers at the server's own append loop and store, each waiting until its message is on disk before it writes the next.</summary>
static class LoopWriters
{
    const int Writers = 64, Rooms = 8;

    public static async Task<double> MeasureAsync(string folder, TimeSpan warmUp, TimeSpan time)
    {
        await using var database = new SqliteDatabase(Path.Combine(folder, "confab.db"));
        var rooms = new SqliteRoomStore(database);
        for (var i = 0; i < Rooms; i++)
            await rooms.CreateAsync(new NewRoom(new($"r{i}"), $"r{i}", RoomKind.Group, Visibility.Public, AssistantMode.Off, DateTimeOffset.UtcNow));
        await using var loop = new AppendLoop(new SqliteMessageStore(database), new InProcessFanout(), new CursorClaims(), NullLogger<AppendLoop>.Instance);
        loop.Start();
        await RunAsync(loop, warmUp);
        return await RunAsync(loop, time);
    }

    static async Task<double> RunAsync(AppendLoop loop, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => WriteAsync(loop, i, start, time))));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static async Task<long> WriteAsync(AppendLoop loop, int writer, long start, TimeSpan time)
    {
        var author = new Author(new($"u{writer}"), $"writer {writer}", AuthorKind.User);
        var room = new RoomId($"r{writer % Rooms}");
        var content = new string('x', 200);
        long count = 0;
        for (; Stopwatch.GetElapsedTime(start) < time; count++)
            await loop.AppendAsync(new NewMessage(MessageId.New(), room, author, content, DateTimeOffset.UtcNow));
        return count;
    }
}
