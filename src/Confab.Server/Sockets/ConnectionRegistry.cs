using System.Collections.Concurrent;
using Confab.Protocol;

namespace Confab.Server.Sockets;

/// <summary>Every open socket.</summary>
public sealed class ConnectionRegistry
{
    readonly ConcurrentDictionary<Connection, byte> _all = new();
    volatile bool _closed;

    public int Count => _all.Count;

    public IEnumerable<Connection> All => _all.Keys;

    public void Add(Connection connection)
    {
        _all[connection] = 0;
        if (_closed) Close(connection);
    }

    public void Remove(Connection connection) => _all.TryRemove(connection, out _);

    public void SendToAll(ServerFrame frame)
    {
        var bytes = Fanout.EncodedEvent.Encode(frame);
        foreach (var connection in All)
            if (connection.User is not null) connection.Queue.Enqueue(bytes);
    }

    /// <summary>The server goes down: whoever is here is sent away, and whoever still comes as well.</summary>
    public void CloseAll()
    {
        _closed = true;
        foreach (var connection in All) Close(connection);
    }

    static void Close(Connection connection) => connection.Close(CloseCode.ShuttingDown, "the server is going down; reconnect and resume");
}
