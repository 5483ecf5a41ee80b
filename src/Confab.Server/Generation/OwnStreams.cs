using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Server.Sockets;

namespace Confab.Server.Generation;

/// <summary>The streams that belong to no room. Ids of sockets' streams are the clients' own, so they are kept apart by socket.</summary>
public sealed class OwnStreams(ReplyOptions options)
{
    readonly ConcurrentDictionary<(Connection? Owner, StreamId Id), ReplyStream> _all = new();
    volatile bool _draining;

    public int Count => _all.Count;

    /// <exception cref="RequestRefused">The id runs already, or the socket runs too many.</exception>
    public void Add(Connection connection, ReplyStream stream)
    {
        if (_all.Keys.Count(k => k.Owner == connection) >= options.StreamsPerSocket)
            throw new RequestRefused(ErrorCode.Busy, $"a socket runs at most {options.StreamsPerSocket} streams at once; wait for one to end, or stop it");
        if (!_all.TryAdd((connection, stream.Id), stream))
            throw new RequestRefused(ErrorCode.IdTaken, $"the stream \"{stream.Id}\" is running already; make a new id", "streamId");
        if (_draining) stream.Stop(StreamEndReason.Interrupted);
    }

    /// <summary>A stream that somebody asked for over HTTP.</summary>
    public void Add(ReplyStream stream)
    {
        _all[(null, stream.Id)] = stream;
        if (_draining) stream.Stop(StreamEndReason.Interrupted);
    }

    public ReplyStream? Find(Connection connection, StreamId id) => _all.GetValueOrDefault((connection, id));

    public void Remove(ReplyStream stream, Connection? connection = null) => _all.TryRemove((connection, stream.Id), out _);

    /// <summary>Ends what runs as interrupted, and completes when everybody was told.</summary>
    public async Task DrainAsync()
    {
        _draining = true;
        var running = _all.Values;
        foreach (var stream in running) stream.Stop(StreamEndReason.Interrupted);
        await Task.WhenAll(running.Select(s => s.Ended));
    }
}
