using System.Text.Json;
using Confab.Client.Rooms;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Tests.Support;

/// <summary>
/// Somebody who looked into a room once and was told everything since. Old state plus what was announced is what a fresh look
/// shows: <see cref="VerifyAsync"/> says so, or where the two differ. A second socket of the same person takes the fresh looks.
/// </summary>
sealed class RoomWatcher : IAsyncDisposable
{
    readonly TestSocket _ear, _eye;
    readonly RoomId _room;

    RoomWatcher(TestSocket ear, TestSocket eye, RoomId room) => (_ear, _eye, _room, Told) = (ear, eye, room, new RoomState(room));

    /// <summary>What was learned by listening alone.</summary>
    public RoomState Told { get; }

    public static async Task<RoomWatcher> StartAsync(ChatApplication app, string room = "general", string name = "watcher")
    {
        var ear = await app.OpenAsync();
        await ear.HelloAsync(name);
        var eye = await app.OpenAsync();
        await eye.HelloAsync(token: ear.Welcome!.Token);
        await eye.JoinAsync(room);
        var watcher = new RoomWatcher(ear, eye, new(room));
        watcher.Told.Enter(await ear.JoinAsync(room), after: null);
        return watcher;
    }

    /// <summary>Once everybody has stopped: what is gathered for a moment before it is told, or is on its way, gets its time.</summary>
    public async Task VerifyAsync()
    {
        string shown, told;
        var deadline = TestTime.Deadline();
        while ((shown = Shown(await LookAsync())) != (told = await ListenAsync()) && !deadline.IsCancellationRequested)
            await Task.Delay(20, CancellationToken.None);
        Assert.False(Told.NeedsRejoin, "a rev was skipped");
        Assert.Equal(shown, told);
    }

    /// <summary>Everything that is known, as text, to see that something changed.</summary>
    public async Task<string> ListenAsync()
    {
        foreach (var frame in await _ear.EverythingSoFarAsync()) Told.Apply(frame);
        return Shown(Told);
    }

    /// <summary>What somebody sees who comes now, as far back as the one who listened.</summary>
    async Task<RoomState> LookAsync()
    {
        var fresh = new RoomState(_room);
        fresh.Enter(await _eye.JoinAsync(_room.Value), after: null);
        while (fresh.HasOlder && Told.Messages.Count > 0 && fresh.Messages[0].Seq > Told.Messages[0].Seq)
            fresh.Apply(await _eye.AskAsync<HistoryPage>(new HistoryRequest(_room, fresh.Messages[0].Seq, Limits.MaxPage)));
        await _eye.EverythingSoFarAsync();
        return fresh;
    }

    /// <summary>Messages with everything that belongs to them, as text.</summary>
    public static string Shown(IEnumerable<Message> messages) => string.Join('\n', messages.Select(Json));

    /// <summary>All that a room's state tells, as far back as what was listened to goes.</summary>
    string Shown(RoomState room) => string.Join('\n',
    [
        $"rev {room.Rev} older {room.HasOlder || (room.Messages.Count > 0 && room.Messages[0].Seq < First)}",
        $"unread {room.Unread} mentions {room.Mentions} threads {string.Join(' ', room.Threads.Select(Json).Order(StringComparer.Ordinal))}",
        .. room.Receipts.OrderBy(c => c.MemberId.Value, StringComparer.Ordinal).Select(Json),
        .. room.Members.OrderBy(m => m.Name, StringComparer.Ordinal).Select(Json),
        Shown(room.Messages.Where(m => m.Seq >= First)),
        .. room.Replies.OrderBy(r => r.StreamId.Value, StringComparer.Ordinal).Select(r => $"{r.StreamId} {r.MessageId} {r.Author} {r.ParentId} {r.ThreadId} {r.Model} {r.Ahead} {r.Position} {r.Text} {r.Ended}"),
    ]);

    long First => Told.Messages.Count > 0 ? Told.Messages[0].Seq : 0;

    static string Json<T>(T value) => JsonSerializer.Serialize(value, WireJson.Options);

    public async ValueTask DisposeAsync()
    {
        await _ear.DisposeAsync();
        await _eye.DisposeAsync();
    }
}
