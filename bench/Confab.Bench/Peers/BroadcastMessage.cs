using System.Buffers;
using System.Text.Json;

namespace Confab.Bench.Peers;

/// <summary>The yardstick's JSON, read and written without a serializer.</summary>
static class BroadcastMessage
{
    [ThreadStatic] static ArrayBufferWriter<byte>? t_buffer;
    [ThreadStatic] static Utf8JsonWriter? t_writer;

    public static (string? Type, string? Room, string? Content) Read(ReadOnlySpan<byte> message)
    {
        string? type = null, room = null, content = null;
        var reader = new Utf8JsonReader(message);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var (isType, isRoom, isContent) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("roomId"u8), reader.ValueTextEquals("content"u8));
            reader.Read();
            if (isType) type = reader.ValueTextEquals("chat"u8) ? "chat" : reader.GetString();
            else if (isRoom) room = reader.GetString();
            else if (isContent) content = reader.GetString();
        }
        return (type, room, content);
    }

    /// <summary>The whole frame that every member gets.</summary>
    public static byte[] Event(string author, string content)
    {
        t_buffer ??= new ArrayBufferWriter<byte>(1024);
        t_writer ??= new Utf8JsonWriter(t_buffer);
        t_buffer.ResetWrittenCount();
        t_writer.Reset(t_buffer);
        t_writer.WriteStartObject();
        t_writer.WriteString("type"u8, "user_message"u8);
        t_writer.WriteString("userId"u8, author);
        t_writer.WriteString("content"u8, content);
        t_writer.WriteString("timestamp"u8, DateTime.UtcNow);
        t_writer.WriteEndObject();
        t_writer.Flush();
        return MaskedFrame.Unmasked(t_buffer.WrittenSpan);
    }
}
