using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>Where a room's seqs and revs come from.</summary>
sealed class SqliteNumbers(SqliteWriter writer)
{
    readonly SqliteStatement _next = writer.Prepare("update rooms set seq = seq + 1, rev = rev + 1, place = place + ? where id = ? and deleted_at is null returning seq, rev, place");
    readonly SqliteStatement _nextRev = writer.Prepare("update rooms set rev = rev + 1 where id = ? returning rev");

    /// <summary>For a new message; null when there is no such room.</summary>
    /// <param name="counts">Whether it makes the room unread.</param>
    public (long Seq, long Rev, long Place)? Next(RoomId room, bool counts)
    {
        if (!_next.Bind(counts ? 1 : 0).Bind(room.Value).Step())
        {
            _next.Reset();
            return null;
        }
        var numbers = (_next.Number(0), _next.Number(1), _next.Number(2));
        // Steps on: a statement that returns is done only at its end.
        _next.Run();
        return numbers;
    }

    /// <summary>For a change of a message of the room.</summary>
    public long NextRev(RoomId room)
    {
        _nextRev.Bind(room.Value).Step();
        var rev = _nextRev.Number(0);
        _nextRev.Run();
        return rev;
    }
}
