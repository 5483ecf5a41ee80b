using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Fanout;

/// <summary>
/// One socket's ear in one room. While the socket is joining, events wait here: it listens before its backlog is read, so
/// nothing falls between, and what the backlog already holds is dropped when the two meet.
/// </summary>
public sealed class Subscription(RoomId roomId, SendQueue socket)
{
    const int MostWaiting = 10_000;

    readonly Lock _gate = new();
    List<EncodedEvent>? _waiting = [];
    long _toldRev;
    int _beforeStreams;
    bool _isOver;

    public RoomId RoomId => roomId;

    /// <summary>Where the fan-out keeps it; -1 when it does not.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Nothing is told here any more.</summary>
    internal bool IsOver
    {
        get { lock (_gate) return _isOver; }
    }

    internal void Deliver(ReadOnlySpan<EncodedEvent> events, byte[] frames)
    {
        lock (_gate)
        {
            if (_isOver) return;
            if (_waiting is null) Tell(events, frames);
            else if (_waiting.Count + events.Length > MostWaiting) socket.Refuse();
            else _waiting.AddRange(events);
        }
    }

    /// <summary>From here on events wait for <see cref="Welcome"/>.</summary>
    internal void Hold()
    {
        lock (_gate) _waiting ??= [];
    }

    /// <summary>Now the running streams are read: one that was heard of before and is not among them has ended.</summary>
    internal void MarkStreams()
    {
        lock (_gate) _beforeStreams = _waiting?.Count ?? 0;
    }

    /// <summary>
    /// Sends the answer to a join, then what happened meanwhile and is not in it, and from then on everything as it comes.
    /// False when whoever joined has been taken from the room meanwhile: then nothing is sent.
    /// </summary>
    internal bool Welcome(RoomJoined joined)
    {
        var answer = EncodedEvent.Encode(joined);
        var streams = joined.Streams.ToDictionary(s => s.StreamId);
        lock (_gate)
        {
            if (_isOver) return false;
            socket.Enqueue(answer);
            for (var i = 0; i < _waiting?.Count; i++)
                if (!IsIn(_waiting[i], joined, streams, wasBefore: i < _beforeStreams)) socket.Enqueue(_waiting[i].Frame);
            _waiting = null;
            _toldRev = joined.Rev;
            return true;
        }
    }

    /// <summary>Nothing more is told, not even what waits.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _waiting = null;
        }
    }

    /// <summary>Nothing is to be welcomed: what waits goes out, and from then on everything as it comes.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            foreach (var e in _waiting ?? []) socket.Enqueue(e.Frame);
            _waiting = null;
        }
    }

    void Tell(ReadOnlySpan<EncodedEvent> events, byte[] frames)
    {
        if (events[0].Rev is 0 || events[0].Rev > _toldRev)
        {
            socket.Enqueue(frames);
            return;
        }
        // It was stored before the answer to the join was read, and is announced only now.
        foreach (var e in events)
            if (e.Rev is 0 || e.Rev > _toldRev) socket.Enqueue(e.Frame);
    }

    static bool IsIn(EncodedEvent e, RoomJoined joined, Dictionary<StreamId, RunningStream> streams, bool wasBefore)
    {
        if (e.Rev > 0) return e.Rev <= joined.Rev;
        if (e.Stream is not { } id) return e.IsReadLast && wasBefore;
        if (!streams.TryGetValue(id, out var stream)) return wasBefore;
        return e.Offset == EncodedEvent.Announcement ? stream.Model is not null : e.Offset < stream.Content.Length;
    }
}
