using Confab.Client.Sockets;
using Confab.Protocol;

namespace Confab.Client;

/// <summary>Messages: write, change, read. A message is named by its id, whatever room it stands in.</summary>
public sealed partial class ConfabClient
{
    /// <summary>
    /// Writes a message and waits until it is on the server's disk, over as many connections as that takes.
    /// Cancelling takes it back if it has not gone out; if it has, it may have arrived.
    /// </summary>
    /// <param name="room">A room that was joined.</param>
    /// <param name="content">Markdown; not blank unless there are files, at most <see cref="Limits.MaxContentLength"/>.</param>
    /// <param name="id">What to call it; one is made where none is given.</param>
    /// <param name="parent">The message that it answers.</param>
    /// <param name="thread">The message in whose thread it is said.</param>
    /// <param name="attachments">Files that <see cref="UploadAsync"/> brought there, at most <see cref="Limits.MaxAttachments"/>.</param>
    /// <param name="variantOf">In a chat with an assistant: the question of one's own that this one is in other words.</param>
    /// <param name="after">In such a chat, on another branch than the newest: the message it follows.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="OutboxFullException">Too many already wait.</exception>
    /// <exception cref="RequestRefusedException">The server said no, or would hang up on a frame of this size.</exception>
    public async Task<Ack> ChatAsync(
        RoomId room, string content, MessageId? id = null, MessageId? parent = null, MessageId? thread = null,
        IReadOnlyList<AttachmentId>? attachments = null, MessageId? variantOf = null, MessageId? after = null, CancellationToken stop = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var message = new ChatRequest(room, content, id ?? MessageId.New(), parent, thread, attachments, variantOf, after);
        var entry = _outbox.Add(FrameSize.Require(message, "content"));
        try
        {
            return await entry.Ack.WaitAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            _outbox.Remove(entry);
        }
    }

    /// <summary>Writes to one person, in the direct room of both, which is made when there is none. The answer names that room; join it to hear it.</summary>
    public Task<Ack> SendPrivateAsync(UserId person, string content, MessageId? id = null, CancellationToken stop = default) =>
        AskAsync<Ack>(FrameSize.Require(new PrivateMessageRequest(person, content, id ?? MessageId.New()), "content"), mayRepeat: true, stop);

    /// <summary>Changes a message of one's own.</summary>
    public Task<Ack> EditAsync(MessageId message, string content, CancellationToken stop = default) =>
        AskAsync<Ack>(FrameSize.Require(new EditMessageRequest(message, content), "content"), mayRepeat: true, stop);

    /// <summary>Deletes a message of one's own; a moderator, anybody's. Its place stays.</summary>
    public Task<Ack> DeleteAsync(MessageId message, CancellationToken stop = default) =>
        AskAsync<Ack>(new DeleteMessageRequest(message), mayRepeat: true, stop);

    /// <summary>Puts an emoji on a message, or takes one's own away.</summary>
    public Task<Ack> ReactAsync(MessageId message, string emoji, bool on = true, CancellationToken stop = default) =>
        AskAsync<Ack>(new ReactRequest(message, emoji, on), mayRepeat: true, stop);

    /// <summary>Likes or dislikes an assistant's message.</summary>
    /// <param name="message">The answer.</param>
    /// <param name="rating">Null takes it back.</param>
    /// <param name="comment">Why, up to <see cref="Limits.MaxReasonLength"/> characters.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task<Ack> RateAsync(MessageId message, Rating? rating, string? comment = null, CancellationToken stop = default) =>
        AskAsync<Ack>(new FeedbackRequest(message, rating, comment), mayRepeat: true, stop);

    /// <summary>Shows a message to the room's moderators.</summary>
    /// <param name="message">A message of a room of one's own.</param>
    /// <param name="reason">Up to <see cref="Limits.MaxReasonLength"/> characters.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task ReportAsync(MessageId message, string reason, CancellationToken stop = default) =>
        AskAsync<Ok>(new ReportRequest(message, reason), mayRepeat: false, stop);

    /// <summary>Lets assistants begin anew: nothing that was said before is shown to them. The answer is that of the line that says so.</summary>
    public Task<Ack> ClearAsync(RoomId room, CancellationToken stop = default) => AskAsync<Ack>(new ClearRequest(room), mayRepeat: true, stop);

    /// <summary>A page of messages, the newest or those before or after a seq; it also comes through <see cref="Events"/>.</summary>
    /// <param name="room">A room that one may read.</param>
    /// <param name="before">Only messages with a smaller seq, the newest of them.</param>
    /// <param name="limit">1 to <see cref="Limits.MaxPage"/>; default <see cref="Limits.DefaultPage"/>.</param>
    /// <param name="after">Only messages with a greater seq, the oldest of them; not together with <paramref name="before"/>.</param>
    /// <param name="thread">Only the messages of this thread, its first left out.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task<HistoryPage> HistoryAsync(
        RoomId room, long? before = null, int? limit = null, long? after = null, MessageId? thread = null, CancellationToken stop = default) =>
        AskAsync<HistoryPage>(new HistoryRequest(room, before, limit, after, thread), mayRepeat: true, stop);

    /// <summary>The messages around one; the page also comes through <see cref="Events"/>.</summary>
    public Task<HistoryPage> HistoryAroundAsync(RoomId room, MessageId message, int? limit = null, CancellationToken stop = default) =>
        AskAsync<HistoryPage>(new HistoryRequest(room, Limit: limit, MessageId: message), mayRepeat: true, stop);
}
