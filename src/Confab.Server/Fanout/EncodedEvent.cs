using System.Buffers;
using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Sockets;

namespace Confab.Server.Fanout;

/// <summary>
/// An event as the bytes of a finished WebSocket frame, made once and shared by every socket that gets it. It keeps what a
/// socket in the middle of joining needs to know, so that nothing it was already told comes again.
/// </summary>
/// <param name="Frame">Header and payload.</param>
/// <param name="Rev">The room's rev it announces; 0 for what has none.</param>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Offset">Where in the stream its text begins; <see cref="Announcement"/> when it only tells of the stream.</param>
/// <param name="IsReadLast">The answer to a join shows what it tells as it is when the running streams are read; what came before is old.</param>
public sealed record EncodedEvent(byte[] Frame, long Rev = 0, StreamId? Stream = null, int Offset = 0, bool IsReadLast = false)
{
    public const int Announcement = -1;

    [ThreadStatic] static ArrayBufferWriter<byte>? _buffer;
    [ThreadStatic] static Utf8JsonWriter? _writer;

    public static EncodedEvent Of(ServerFrame frame) => frame switch
    {
        MessageEvent e => new(Encode(frame), Rev: e.Message.Rev),
        TokenEvent e => new(Encode(frame), Stream: e.StreamId, Offset: e.Offset),
        StreamQueued e => new(Encode(frame), Stream: e.StreamId, Offset: Announcement),
        StreamStart e => new(Encode(frame), Stream: e.StreamId, Offset: Announcement),
        SuggestionsEvent => new(Encode(frame), IsReadLast: true),
        _ => new(Encode(frame)),
    };

    public static byte[] Encode(ServerFrame frame)
    {
        _buffer ??= new ArrayBufferWriter<byte>(4096);
        _writer ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = WireJson.Options.Encoder, SkipValidation = true });
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        JsonSerializer.Serialize(_writer, frame, ProtocolJson.Default.ServerFrame);
        _writer.Flush();
        return WebSocketFrame.Text(_buffer.WrittenSpan);
    }
}
