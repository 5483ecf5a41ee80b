using Confab.Bench.Machine;
using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Bench.Opening;

/// <summary>A server with one room that somebody opens, and with private rooms of others.</summary>
sealed class Rooms : IAsyncDisposable
{
    const int Batch = 500;

    static readonly RoomId s_room = new("room");
    static readonly Author s_reader = new(new("reader"), "reader", AuthorKind.User);
    static readonly Author s_other = new(new("other"), "other", AuthorKind.User);
    static readonly DateTimeOffset s_start = DateTimeOffset.UnixEpoch.AddYears(50);

    readonly TemporaryFolder _folder = new();
    readonly SqliteDatabase _database;
    readonly SqliteRoomStore _rooms;
    readonly SqliteCursorStore _cursors;
    long _messages;

    Rooms()
    {
        _database = new SqliteDatabase(Path.Combine(_folder.Path, "confab.db"));
        (_rooms, _cursors) = (new SqliteRoomStore(_database), new SqliteCursorStore(_database));
    }

    public static async Task<Rooms> MakeAsync(int messages, int others)
    {
        var made = new Rooms { _messages = messages };
        var users = new SqliteUserStore(made._database);
        foreach (var person in new[] { s_reader, s_other })
            await users.CreateAsync(new NewUser(person.Id, person.Name, person.Name, System.Text.Encoding.UTF8.GetBytes(person.Name), s_start));
        await made._rooms.CreateAsync(Room(s_room, s_reader));
        await made._rooms.AddParticipantAsync(s_room, s_other.Id, s_start);
        var store = new SqliteMessageStore(made._database);
        for (var i = 0; i < messages; i += Batch)
        {
            await store.AppendAsync([.. Enumerable.Range(i, Math.Min(Batch, messages - i)).Select(Message)]);
            if (i > 0 && i % 100_000 == 0) Console.Error.WriteLine($"{i:N0} of {messages:N0} messages written");
        }
        foreach (var some in Enumerable.Range(0, others).Chunk(Batch))
            await Task.WhenAll(some.Select(i => made._rooms.CreateAsync(Room(new($"private {i}"), s_other))));
        return made;
    }

    /// <summary>What who opens the room is shown: people, the newest page or what changed, and what is left to read.</summary>
    public async Task<int> OpenAsync(bool isBack)
    {
        var query = new ViewQuery(isBack ? _messages - 10 : null, Changes: 500, Limits.DefaultPage, Listed: 200, [s_reader.Id]);
        return (await _rooms.ReadViewAsync(s_room, s_reader.Id, query, CancellationToken.None))!.Page.Messages.Count;
    }

    /// <summary>What a greeting shows: the rooms, and what is left to read in each.</summary>
    public async Task<int> ListAsync()
    {
        var listed = await _rooms.ListAsync(s_reader.Id, CancellationToken.None);
        return (await _cursors.CountAsync([.. listed.Select(room => new UnreadQuestion(room.Id, s_reader.Id, room.Seq))], CancellationToken.None)).Count;
    }

    static NewRoom Room(RoomId id, Author owner) => new(id, id.Value, RoomKind.Group, Visibility.Private, AssistantMode.Off, s_start, Owner: owner.Id);

    static NewMessage Message(int n) => new(new($"m{n}"), s_room, s_other, $"message {n} of two hundred characters or so, as people write them when they have something to say", s_start.AddSeconds(n));

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
