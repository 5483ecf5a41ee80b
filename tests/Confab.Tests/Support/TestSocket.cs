using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Tests.Support;

/// <summary>One real socket that a test speaks through. Frames that were not asked for yet wait, in order.</summary>
sealed class TestSocket(SocketSession session) : IAsyncDisposable
{
    readonly List<ServerFrame> _unread = [];
    int _refs;

    public Connected? Welcome { get; private set; }

    public Author User => Welcome!.User;

    public SocketSession Session => session;

    public int? CloseCode => session.CloseCode;

    public IReadOnlyList<ServerFrame> Unread => _unread;

    public async Task<Connected> HelloAsync(string? name = null, string? token = null, string? device = null) =>
        Welcome = await AskAsync<Connected>(new HelloRequest(name, token, device));

    public Task<RoomJoined> JoinAsync(string room = "general", long? after = null, bool? create = null) =>
        AskAsync<RoomJoined>(new JoinRoomRequest(new(room), after, create));

    public Task<Ack> ChatAsync(string content, string room = "general", MessageId? id = null) =>
        AskAsync<Ack>(new ChatRequest(new(room), content, id));

    public Task<Ack> ReplyAsync(MessageId thread, string content, string room = "general") =>
        AskAsync<Ack>(new ChatRequest(new(room), content, ThreadId: thread));

    public Task<Ack> EditAsync(MessageId id, string content) => AskAsync<Ack>(new EditMessageRequest(id, content));

    public Task<Ack> DeleteAsync(MessageId id) => AskAsync<Ack>(new DeleteMessageRequest(id));

    public Task<Ack> ReactAsync(MessageId id, string emoji, bool on = true) => AskAsync<Ack>(new ReactRequest(id, emoji, on));

    public async Task<TAnswer> AskAsync<TAnswer>(Request request) where TAnswer : ServerFrame
    {
        var reference = (++_refs).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await session.SendAsync(request with { Ref = reference }, TestTime.Deadline());
        var answer = await NextAsync<ServerFrame>(f => f.Ref == reference);
        return answer as TAnswer ?? throw new InvalidOperationException($"expected {typeof(TAnswer).Name}, got {answer}");
    }

    public Task<ErrorFrame> RefusedAsync(Request request) => AskAsync<ErrorFrame>(request);

    public async Task<ErrorFrame> RefusedAsync(string text)
    {
        await session.SendTextAsync(text, TestTime.Deadline());
        return await NextAsync<ErrorFrame>();
    }

    /// <summary>The next frame of this kind; others before it stay to be read.</summary>
    public async Task<TFrame> NextAsync<TFrame>(Func<TFrame, bool>? fits = null) where TFrame : ServerFrame
    {
        for (var i = 0; i < _unread.Count; i++)
            if (Fits(_unread[i]))
            {
                var found = (TFrame)_unread[i];
                _unread.RemoveAt(i);
                return found;
            }
        while (await session.ReceiveAsync(TestTime.Deadline()) is { } frame)
        {
            if (Fits(frame)) return (TFrame)frame;
            _unread.Add(frame);
        }
        throw new InvalidOperationException($"the socket closed with {session.CloseCode} {session.CloseReason} before a {typeof(TFrame).Name} came");

        bool Fits(ServerFrame frame) => frame is TFrame wanted && (fits is null || fits(wanted));
    }

    /// <summary>Everything up to the answer of a ping sent now: what has not come by then was not sent before.</summary>
    public async Task<IReadOnlyList<ServerFrame>> EverythingSoFarAsync()
    {
        await AskAsync<Pong>(new PingRequest());
        var all = _unread.ToList();
        _unread.Clear();
        return all;
    }

    /// <summary>Reads until the server closes the socket, and returns its code.</summary>
    public async Task<int?> ClosedAsync()
    {
        while (await session.ReceiveAsync(TestTime.Deadline()) is { } frame) _unread.Add(frame);
        return session.CloseCode;
    }

    /// <summary>The next frame of this kind that concerns the room, whatever else comes.</summary>
    public async Task<Message> MessageAsync(string content) => (await NextAsync<MessageEvent>(m => m.Message.Content == content)).Message;

    /// <summary>Sends a text and returns whatever answers it, by its ref.</summary>
    public async Task<ServerFrame> AnswerAsync(string text, string reference)
    {
        await session.SendTextAsync(text, TestTime.Deadline());
        return await NextAsync<ServerFrame>(f => f.Ref == reference);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
