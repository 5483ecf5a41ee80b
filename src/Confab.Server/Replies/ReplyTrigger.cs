using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>Decides which assistants of a room a message asks, by their manners. What only the storage knows of it decides the rest: <see cref="OfferedReply"/>.</summary>
public sealed class ReplyTrigger(AssistantList assistants, FollowedThreads followed)
{
    /// <summary>How often assistants ask one another after a person's message, all of them together.</summary>
    public const int MostHops = 3;

    /// <summary>A person's message with the replies that it asks for.</summary>
    public NewMessage Consider(Room room, NewMessage message)
    {
        if (message.Author.Kind != AuthorKind.User) return message;
        var present = assistants.In(room);
        if (present.Count == 0) return message;
        if (room.Kind == RoomKind.Chat) return message with { Asks = [Draft(present[0], message)] };
        var awake = present.Where(a => Manners.ModeOf(room, a) != AssistantMode.Off).ToList();
        var named = Named(awake, message.Content);
        // Whom a message names it is for, and for nobody else.
        if (named.Count > 0 || Named(present, message.Content).Count > 0) return message with { Asks = [.. named.Select(a => Draft(a, message))] };
        return message with
        {
            Asks = [.. awake.Where(a => Manners.ModeOf(room, a) == AssistantMode.All).Select(a => Draft(a, message))],
            Offers = Offers(room, [.. awake.Where(a => Manners.ModeOf(room, a) != AssistantMode.All)], message),
        };
    }

    /// <summary>An assistant's answer with the replies that it asks of others, by their handles alone.</summary>
    /// <param name="room">Where it stands.</param>
    /// <param name="answer">Complete.</param>
    /// <param name="hops">How often assistants have asked one another already.</param>
    public NewMessage ConsiderAnswer(Room room, NewMessage answer, int hops)
    {
        if (hops >= MostHops || room.Kind == RoomKind.Chat) return answer;
        var others = assistants.In(room).Where(a => a.Id != answer.Author.Id && Manners.ModeOf(room, a) != AssistantMode.Off).ToList();
        return answer with { Asks = [.. Named(others, answer.Content).Take(MostHops - hops).Select(a => Draft(a, answer))] };
    }

    /// <summary>For those that one message asked: what is left is shared among them, for each of them may name all the others. What cannot be parted goes to the first.</summary>
    /// <param name="asked">By one message.</param>
    /// <param name="left">How often assistants may still ask one another.</param>
    public static IEnumerable<ReplyDraft> Share(IReadOnlyList<ReplyDraft> asked, int left = MostHops) =>
        asked.Select((draft, place) => draft with { Hops = MostHops - ((left + asked.Count - 1 - place) / asked.Count) });

    List<OfferedReply> Offers(Room room, List<Assistant> quiet, NewMessage message)
    {
        var following = message.ThreadId is { } thread ? quiet.Where(a => followed.Follows(a.Id, thread)).ToList() : [];
        if (following.Count > 0) return [.. following.Select(a => new OfferedReply(Draft(a, message), IsFollowing: true))];
        var smart = quiet.Where(a => Manners.ModeOf(room, a) == AssistantMode.Smart).ToList();
        var called = smart.Where(a => Manners.Triggers(a, message.Content)).ToList();
        // A question to nobody has one answer: of whose subject it is, else of who was in the room first.
        if (called.Count == 0 && Manners.LooksLikeAQuestion(message.Content)) called = [.. smart.Take(1)];
        return [.. called.Select(a => new OfferedReply(Draft(a, message), IsFollowing: false))];
    }

    static List<Assistant> Named(IEnumerable<Assistant> assistants, string content) => [.. assistants.Where(a => Mention.IsOf(a.Handle, content))];

    static ReplyDraft Draft(Assistant assistant, NewMessage question) =>
        new(MessageId.New(), question.RoomId, assistant.Author, question.Id, "", null, question.CreatedAt);
}
