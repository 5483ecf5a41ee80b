namespace Confab.Bench.Load;

/// <summary>How one server's members speak. TCP, the upgrade and the frames are done elsewhere.</summary>
interface IWire
{
    string Path { get; }

    /// <summary>The socket is open: sign in, and join the member's room.</summary>
    void Greet(Member member);

    /// <summary>One whole message from the server: says to the member that it has joined, or what it was told.</summary>
    void Read(Member member, ReadOnlySpan<byte> message);

    /// <summary>Posts plain ASCII without quotes into the member's room.</summary>
    void Post(Member member, ReadOnlySpan<byte> content);
}
