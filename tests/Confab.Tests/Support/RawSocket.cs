using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Confab.Tests.Support;

/// <summary>A WebSocket spoken by hand, for what a well-behaved library never sends.</summary>
sealed class RawSocket : IAsyncDisposable
{
    public const byte Continuation = 0x0, Text = 0x1, Binary = 0x2, Close = 0x8, Ping = 0x9, Pong = 0xA;

    readonly TcpClient _client;
    readonly BufferedStream _stream;

    RawSocket(TcpClient client) => (_client, _stream) = (client, new BufferedStream(client.GetStream()));

    /// <param name="receiveBuffer">A small one makes a reader that is soon full.</param>
    public static async Task<RawSocket> OpenAsync(Uri server, int? receiveBuffer = null)
    {
        var client = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } size) client.ReceiveBufferSize = size;
        await client.ConnectAsync("127.0.0.1", server.Port, TestTime.Deadline());
        var socket = new RawSocket(client);
        var head = await socket.HandshakeAsync($"Host: localhost:{server.Port}");
        return head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? socket : throw new InvalidOperationException(head);
    }

    /// <summary>What the server answers to a handshake with these header lines.</summary>
    public static async Task<string> HandshakeAsync(Uri server, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, TestTime.Deadline());
        await using var socket = new RawSocket(client);
        return await socket.HandshakeAsync(headers);
    }

    public Task SendTextAsync(string text) => SendAsync(Text, Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte opcode, byte[] payload, bool isFinal = true)
    {
        var header = new List<byte> { (byte)((isFinal ? 0x80 : 0) | opcode) };
        if (payload.Length < 126) header.Add((byte)(0x80 | payload.Length));
        else if (payload.Length <= ushort.MaxValue) header.AddRange([0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length]);
        else
        {
            header.Add(0x80 | 127);
            var length = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
            header.AddRange(length);
        }
        header.AddRange([0, 0, 0, 0]); // a mask of zeros leaves the payload as it is
        await _stream.WriteAsync((byte[])[.. header, .. payload], TestTime.Deadline());
        await _stream.FlushAsync(TestTime.Deadline());
    }

    /// <summary>The next frame; null when the connection ended.</summary>
    public async Task<(byte Opcode, byte[] Payload)?> ReceiveAsync()
    {
        try
        {
            var head = await ReadAsync(2);
            long length = head[1];
            if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
            else if (length == 127) length = BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8));
            return ((byte)(head[0] & 0x0F), await ReadAsync((int)length));
        }
        catch (Exception e) when (e is IOException or EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>The next text frame that holds these words.</summary>
    public async Task<string> TextAsync(string holding)
    {
        while (await ReceiveAsync() is var (opcode, payload))
            if (opcode == Text && Encoding.UTF8.GetString(payload) is var text && text.Contains(holding, StringComparison.Ordinal)) return text;
        throw new InvalidOperationException($"the connection ended before \"{holding}\" came");
    }

    /// <summary>The code of the close frame; null when the connection ended without one.</summary>
    public async Task<int?> CloseCodeAsync()
    {
        while (await ReceiveAsync() is var (opcode, payload))
            if (opcode == Close) return BinaryPrimitives.ReadUInt16BigEndian(payload);
        return null;
    }

    async Task<string> HandshakeAsync(params string[] headers)
    {
        string[] lines =
        [
            "GET /ws HTTP/1.1", .. headers, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", "",
        ];
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)), TestTime.Deadline());
        await _stream.FlushAsync(TestTime.Deadline());
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)(await ReadAsync(1))[0]);
        return head.ToString();
    }

    async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, TestTime.Deadline());
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        try
        {
            await _stream.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other side was gone first.
        }
    }
}
