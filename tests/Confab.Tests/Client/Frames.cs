using Confab.Protocol;

namespace Confab.Tests.Client;

/// <summary>Short ways to write what a server might say.</summary>
static class Frames
{
    public static readonly RoomId General = new("general");
    public static readonly Author Ada = new(new("u-ada"), "ada", AuthorKind.User);
    public static readonly Author Bot = new(new("a-bot"), "AIBot", AuthorKind.Assistant);
    public static readonly StreamId StreamOfBot = new("stream-1");
    public static readonly MessageId ReplyId = new("reply-1");

    static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static Message Message(long seq, long? rev = null, string? text = null, MessageId? id = null, Author? author = null, RoomId? room = null) =>
        new(id ?? new MessageId($"m{seq}"), room ?? General, seq, rev ?? seq, author ?? Ada, text ?? $"text {seq}", Noon.AddSeconds(seq), MessageStatus.Complete);

    public static MessageEvent Said(long seq, long? rev = null, string? text = null, MessageId? id = null) => new(Message(seq, rev, text, id));

    public static RoomJoined Joined(long rev, bool hasMore = false, IEnumerable<Message>? messages = null, params RunningStream[] streams) =>
        new(Room(rev), [Member(Ada), Member(Bot)], [.. messages ?? []], rev, hasMore, streams);

    public static IEnumerable<Message> Page(int from, int to) => Enumerable.Range(from, to - from + 1).Select(seq => Message(seq));

    public static RunningStream Running(string text, int position = 1) => new(StreamOfBot, ReplyId, Bot, new("m1"), text, position, "intents");

    public static StreamStart Started() => new(StreamOfBot, "intents", General, ReplyId, Bot, new("m1"));

    public static TokenEvent Token(int offset, string text, int position = 1) => new(StreamOfBot, offset, position, text);

    public static StreamEnd Ended(StreamEndReason reason = StreamEndReason.Stop) => new(StreamOfBot, reason, new(1, 1), 5, RoomId: General, MessageId: ReplyId);

    public static Member Member(Author author) => new(author.Id, author.Name, author.Kind, PresenceStatus.Online);

    static Room Room(long rev) => new(General, "general", RoomKind.Group, Visibility.Public, AssistantMode.Mention, 1, Noon, rev, rev);
}
