using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Bench.Load;

/// <summary>Our own wire: a free name, the room, and on the way back the token and the last rev.</summary>
/// <param name="countsAcks">A message counts as delivered when its sender is told that it is on disk, not when members get it.</param>
sealed class ConfabWire(bool countsAcks = false) : IWire
{
    readonly string _run = Guid.NewGuid().ToString("N")[..8];
    readonly byte[] _frame = new byte[512];

    public string Path => "/ws";

    public void Greet(Member member) => member.Send(JsonSerializer.SerializeToUtf8Bytes<Request>(
        member.Token is null ? new HelloRequest(Username: $"b{_run}x{member.Number}") : new HelloRequest(Token: member.Token),
        ProtocolJson.Default.Request));

    public void Read(Member member, ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"message\""u8))
        {
            if (!countsAcks) member.Deliver(message, Number(message, "\"rev\":"u8));
        }
        else if (message.StartsWith("{\"type\":\"ack\""u8))
        {
            if (countsAcks) member.Deliver(message);
        }
        else if (message.StartsWith("{\"type\":\"error\""u8)) throw new LoadFailedException("the server refused: " + Encoding.UTF8.GetString(message));
        else if (!member.HasJoined) Welcome(member, message);
    }

    public void Post(Member member, ReadOnlySpan<byte> content)
    {
        Span<byte> id = stackalloc byte[36];
        Utf8Formatter.TryFormat(Guid.CreateVersion7(), id, out _);
        member.Send(countsAcks
            ? _frame.Join("{\"type\":\"chat\",\"ref\":\""u8, content[..Mark.Length], "\",\"roomId\":\""u8, member.RoomNameBytes, "\",\"messageId\":\""u8, id, "\",\"content\":\""u8, content, "\"}"u8)
            : _frame.Join("{\"type\":\"chat\",\"roomId\":\""u8, member.RoomNameBytes, "\",\"messageId\":\""u8, id, "\",\"content\":\""u8, content, "\"}"u8));
    }

    static void Welcome(Member member, ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"connected\""u8))
        {
            member.Token = Text(message, "\"token\":\""u8);
            member.Send(JsonSerializer.SerializeToUtf8Bytes<Request>(
                new JoinRoomRequest(new(member.RoomName), After: member.Seq, Create: true), ProtocolJson.Default.Request));
        }
        else if (message.StartsWith("{\"type\":\"room_joined\""u8)) TakeBacklog(member, message);
    }

    static void TakeBacklog(Member member, ReadOnlySpan<byte> message)
    {
        member.Join();
        if (member.Seq is null) return;
        var joined = (RoomJoined)JsonSerializer.Deserialize(message, ProtocolJson.Default.ServerFrame)!;
        foreach (var missed in joined.Messages) member.Deliver(Encoding.UTF8.GetBytes(missed.Content), missed.Rev);
    }

    static string Text(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> key)
    {
        var rest = frame[(frame.IndexOf(key) + key.Length)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    static long Number(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> key)
    {
        var digits = frame[(frame.IndexOf(key) + key.Length)..];
        return Utf8Parser.TryParse(digits, out long number, out _) ? number : throw new LoadFailedException("a message without a number");
    }
}
