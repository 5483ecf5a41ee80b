using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>
/// Which answers to our messages are still on their way. A message that names an assistant is waited for until an answer
/// begins; whether another message is answered shows only when one does.
/// </summary>
sealed class AwaitedAnswers
{
    readonly HashSet<MessageId> _asked = [];
    readonly HashSet<MessageId> _ours = [];
    readonly HashSet<MessageId> _coming = [];

    /// <summary>An assistant was named and has not begun.</summary>
    public bool IsAnyUnbegun => _asked.Count > 0;

    /// <summary>An answer is being written.</summary>
    public bool IsAnyComing => _coming.Count > 0;

    public void Sent(MessageId message, bool asksSomeone)
    {
        _ours.Add(message);
        if (asksSomeone) _asked.Add(message);
    }

    public void Refused(MessageId message)
    {
        _ours.Remove(message);
        _asked.Remove(message);
    }

    public void Hear(ServerFrame frame)
    {
        switch (frame)
        {
            case StreamQueued { ParentId: { } parent, MessageId: { } reply }: Begin(parent, reply); break;
            case StreamStart { ParentId: { } parent, MessageId: { } reply }: Begin(parent, reply); break;
            case MessageEvent { Message: var message }: End(message); break;
        }
    }

    public void Enter(RoomJoined joined)
    {
        foreach (var stream in joined.Streams)
            if (stream.ParentId is { } parent) Begin(parent, stream.MessageId);
        foreach (var message in joined.Messages) End(message);
    }

    void Begin(MessageId parent, MessageId reply)
    {
        if (!_ours.Contains(parent)) return;
        _asked.Remove(parent);
        _coming.Add(reply);
    }

    void End(Message message)
    {
        _coming.Remove(message.Id);
        if (message.ParentId is { } parent) _asked.Remove(parent);
    }
}
