using System.Text;

namespace Confab.Bench.Load;

/// <summary>SignalR's JSON hub protocol over a bare WebSocket, without negotiation.</summary>
sealed class SignalRWire : IWire
{
    const byte Separator = 0x1E;

    readonly byte[] _frame = new byte[512];

    public string Path => "/hub";

    public void Greet(Member member) => member.Send("{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    public void Read(Member member, ReadOnlySpan<byte> message)
    {
        while (message.IndexOf(Separator) is var end and >= 0)
        {
            ReadOne(member, message[..end]);
            message = message[(end + 1)..];
        }
    }

    public void Post(Member member, ReadOnlySpan<byte> content) =>
        member.Send(_frame.Join("{\"type\":1,\"target\":\"Chat\",\"arguments\":[\""u8, content, "\"]}\u001e"u8));

    static void ReadOne(Member member, ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":1,"u8)) member.Deliver(message);
        else if (member.HasJoined) return;
        else if (message.SequenceEqual("{}"u8))
            member.Send(Encoding.UTF8.GetBytes($$"""{"type":1,"invocationId":"1","target":"JoinRoom","arguments":["{{member.RoomName}}"]}""" + "\u001e"));
        else if (message.StartsWith("{\"type\":3,"u8)) member.Join();
    }
}
