using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Fanout;
using Confab.Server.Sockets;

namespace Confab.Tests.Fanout;

/// <summary>One socket's end of a fan-out, over a pipe in memory.</summary>
sealed class Listener
{
    readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    public Listener(RoomId room)
    {
        Queue.Open(_pipe.Writer);
        Subscription = new Subscription(room, Queue);
    }

    public SendQueue Queue { get; } = new(64 * 1024 * 1024);

    public Subscription Subscription { get; }

    /// <summary>Everything that was sent to it and not read yet.</summary>
    public List<ServerFrame> Heard()
    {
        var frames = new List<ServerFrame>();
        if (!_pipe.Reader.TryRead(out var read)) return frames;
        for (ReadOnlySpan<byte> rest = read.Buffer.ToArray(); rest.Length > 0;)
        {
            var (header, length) = rest[1] < 126 ? (2, rest[1]) : rest[1] == 126 ? (4, (rest[2] << 8) | rest[3]) : (10, (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(rest[2..]));
            frames.Add(JsonSerializer.Deserialize<ServerFrame>(rest.Slice(header, length), WireJson.Options)!);
            rest = rest[(header + length)..];
        }
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return frames;
    }
}
