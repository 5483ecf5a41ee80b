using System.Buffers;
using System.Text;
using System.Threading.Channels;

namespace Confab.Bench.Peers;

/// <summary>One socket of the yardstick: a loop that reads and a loop that writes.</summary>
sealed class BroadcastConnection(Stream stream, Action cut)
{
    const int LargestWrite = 32 * 1024;

    static int s_connections;

    readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1024) { SingleReader = true });
    readonly string _name = $"client_{Interlocked.Increment(ref s_connections)}";
    BroadcastRoom? _room;

    public void Send(byte[] frame)
    {
        if (!_waiting.Writer.TryWrite(frame)) cut();
    }

    public async Task RunAsync()
    {
        var writing = WriteAsync();
        try
        {
            await ReadAsync();
            await Ended(writing);
        }
        catch (IOException)
        {
            await Ended(writing);
        }
    }

    async Task Ended(Task writing)
    {
        _room?.Remove(this);
        _waiting.Writer.TryComplete();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task ReadAsync()
    {
        while (true)
        {
            // An empty read waits without holding a buffer.
            _ = await stream.ReadAsync(Memory<byte>.Empty);
            var buffer = ArrayPool<byte>.Shared.Rent(4096);
            try
            {
                var length = 0;
                do
                {
                    var read = await stream.ReadAsync(buffer.AsMemory(length));
                    if (read == 0) return;
                    length += read;
                    var used = Understand(buffer.AsSpan(0, length));
                    if (used < 0) return;
                    buffer.AsSpan(used, length - used).CopyTo(buffer);
                    length -= used;
                }
                while (length > 0);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    int Understand(Span<byte> bytes)
    {
        var used = 0;
        while (MaskedFrame.TryRead(bytes[used..], out var opcode, out var payload, out var size))
        {
            if (opcode == MaskedFrame.Close) return -1;
            if (opcode == MaskedFrame.Text) OnMessage(payload);
            used += size;
        }
        return used;
    }

    void OnMessage(ReadOnlySpan<byte> message)
    {
        var (type, room, content) = BroadcastMessage.Read(message);
        if (type == "join_room")
        {
            _room = BroadcastPeer.Room(room!);
            _room.Add(this);
            Send(MaskedFrame.Unmasked(Encoding.UTF8.GetBytes($$"""{"type":"room_joined","roomId":"{{room}}"}""")));
        }
        else if (type == "chat") _room?.Publish(BroadcastMessage.Event(_name, content!));
    }

    async Task WriteAsync()
    {
        var reader = _waiting.Reader;
        while (await reader.WaitToReadAsync())
            while (reader.TryRead(out var frame))
            {
                if (!reader.TryPeek(out var next) || frame.Length + next.Length > LargestWrite) await stream.WriteAsync(frame);
                else await WriteGatheredAsync(frame, reader);
            }
    }

    async Task WriteGatheredAsync(byte[] first, ChannelReader<byte[]> others)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestWrite);
        first.CopyTo(buffer, 0);
        var length = first.Length;
        while (others.TryPeek(out var next) && length + next.Length <= LargestWrite && others.TryRead(out next))
        {
            next.CopyTo(buffer, length);
            length += next.Length;
        }
        await stream.WriteAsync(buffer.AsMemory(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
