using System.Threading.Channels;
using Confab.Client.Rooms;
using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>The rooms one is in, how far each is known, and which of them must be caught up with.</summary>
sealed class JoinedRooms
{
    readonly Lock _gate = new();
    readonly OrderedDictionary<RoomId, RoomPosition> _rooms = [];
    readonly Channel<RoomId> _behind = Channel.CreateUnbounded<RoomId>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Rooms in which something is missing. No longer than the list of rooms: a room that is behind is not named twice.</summary>
    public IAsyncEnumerable<RoomId> BehindAsync(CancellationToken stop) => _behind.Reader.ReadAllAsync(stop);

    /// <summary>For a new connection: every room may have missed something.</summary>
    public IReadOnlyList<RoomId> LoseAll()
    {
        lock (_gate)
        {
            while (_behind.Reader.TryRead(out _)) { }
            foreach (var position in _rooms.Values) position.Lose();
            return [.. _rooms.Keys];
        }
    }

    public void Enter(RoomJoined joined, long? after)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(joined.Room.Id, out var position)) _rooms[joined.Room.Id] = position = new RoomPosition();
            position.Enter(joined, after);
        }
    }

    public bool Leave(RoomId room)
    {
        lock (_gate) return _rooms.Remove(room);
    }

    public void Lose(RoomId room)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var position) || position.IsBehind) return;
            position.Lose();
            _behind.Writer.TryWrite(room);
        }
    }

    /// <summary>For a room that could not be caught up with this time.</summary>
    public void AskAgain(RoomId room) => _behind.Writer.TryWrite(room);

    public void See(Message message)
    {
        lock (_gate)
            if (_rooms.TryGetValue(message.RoomId, out var position) && position.See(message.Rev)) _behind.Writer.TryWrite(message.RoomId);
    }

    public void Sync(IReadOnlyDictionary<RoomId, long> revs)
    {
        lock (_gate)
            foreach (var (room, rev) in revs)
                if (_rooms.TryGetValue(room, out var position) && position.Sync(rev)) _behind.Writer.TryWrite(room);
    }

    /// <returns>Whether the room must be joined again, and with which rev.</returns>
    public bool IsBehind(RoomId room, out long? rev)
    {
        lock (_gate)
        {
            rev = null;
            if (!_rooms.TryGetValue(room, out var position) || !position.IsBehind) return false;
            rev = position.Rev;
            return true;
        }
    }
}
