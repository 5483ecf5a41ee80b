using System.Text;

namespace Confab.Bench.Load;

/// <summary>The bare broadcast server's: join, post, and what others post.</summary>
sealed class BroadcastWire : IWire
{
    readonly byte[] _frame = new byte[512];

    public string Path => "/ws";

    public void Greet(Member member) => member.Send(Encoding.UTF8.GetBytes($$"""{"type":"join_room","roomId":"{{member.RoomName}}"}"""));

    public void Read(Member member, ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"user_message\""u8)) member.Deliver(message);
        else if (!member.HasJoined && message.StartsWith("{\"type\":\"room_joined\""u8)) member.Join();
    }

    public void Post(Member member, ReadOnlySpan<byte> content) =>
        member.Send(_frame.Join("{\"type\":\"chat\",\"content\":\""u8, content, "\"}"u8));
}
