using System.Globalization;
using System.Text;

namespace Confab.Bench.Load;

/// <summary>One member of a room: its socket, and a record of everything it was told.</summary>
sealed class Member : ISocketOwner
{
    readonly Crowd _crowd;
    readonly int[] _lastNumbers;

    public Member(int number, int room, Crowd crowd, EpollSet ready, ReceiveBuffer buffer, int sendersPerRoom)
    {
        (Number, Room, _crowd) = (number, room, crowd);
        _lastNumbers = new int[sendersPerRoom];
        RoomName = "r" + room.ToString(CultureInfo.InvariantCulture);
        RoomNameBytes = Encoding.ASCII.GetBytes(RoomName);
        Socket = new LoadSocket(number, ready, buffer, this);
    }

    public int Number { get; }

    public int Room { get; }

    public string RoomName { get; }

    public byte[] RoomNameBytes { get; }

    public LoadSocket Socket { get; }

    public bool HasJoined { get; private set; }

    /// <summary>The way back, where the server gives one.</summary>
    public string? Token { get; set; }

    /// <summary>The server's number of the last message, where it numbers them.</summary>
    public long? Seq { get; private set; }

    public long Delivered { get; private set; }

    /// <summary>Two members with the same value were told the same in the same order.</summary>
    public ulong Order { get; private set; }

    public long Lost { get; private set; }

    public long Doubled { get; private set; }

    /// <summary>Where the server's own numbers jumped or went back.</summary>
    public long SeqBreaks { get; private set; }

    public string Path => _crowd.Wire.Path;

    public void Opened() => _crowd.Wire.Greet(this);

    public void Received(ReadOnlySpan<byte> message) => _crowd.Wire.Read(this, message);

    public void Broke(string why) => throw new LoadFailedException($"member {Number}: {why}");

    public void Send(ReadOnlySpan<byte> text) => Socket.Send(text);

    public void Join()
    {
        HasJoined = true;
        _crowd.Joined++;
    }

    public void Leave()
    {
        if (HasJoined) _crowd.Joined--;
        HasJoined = false;
    }

    public void Deliver(ReadOnlySpan<byte> message, long? seq = null)
    {
        if (Mark.Find(message) is not { } mark) return;
        if (!Take(mark)) return;
        if (seq is not null && Seq is not null && seq != Seq + 1) SeqBreaks++;
        if (seq is not null) Seq = seq;
        Delivered++;
        Order = Order * 0x9E3779B97F4A7C15 + ((ulong)mark.Sender << 32 | (uint)mark.Number) + 1;
        _crowd.Delivered?.Invoke(mark);
    }

    bool Take(Mark mark)
    {
        ref var last = ref _lastNumbers[mark.Sender % _lastNumbers.Length];
        if (mark.Sender / _lastNumbers.Length != Room) throw new LoadFailedException($"member {Number} of room {Room} was told of another room");
        if (mark.Number <= last)
        {
            Doubled++;
            return false;
        }
        Lost += mark.Number - last - 1;
        last = mark.Number;
        return true;
    }
}
