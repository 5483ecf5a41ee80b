using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>Decides which assistants a message asks, by the room's manners.</summary>
public sealed class ReplyTrigger(AssistantList assistants)
{
    static readonly string[] InvitingWords = ["help", "explain", "how", "why", "what", "assistant", "bot", "ai"];

    public IReadOnlyList<ReplyDraft> Consider(Room room, NewMessage message)
    {
        // Assistants never set each other off.
        if (message.Author.Kind != AuthorKind.User) return [];
        return [.. assistants.All.Where(a => Asks(room, a, message.Content)).Select(a => Draft(a, message))];
    }

    static bool Asks(Room room, Assistant assistant, string content) => room.Kind == RoomKind.Chat || room.AssistantMode switch
    {
        AssistantMode.Off => false,
        AssistantMode.Mention => Mention.IsOf(assistant.Handle, content),
        AssistantMode.Smart => Mention.IsOf(assistant.Handle, content) || LooksLikeAQuestion(content),
        AssistantMode.All => true,
        _ => throw new ArgumentOutOfRangeException(nameof(room), room.AssistantMode, null),
    };

    static bool LooksLikeAQuestion(string content) =>
        content.TrimEnd().EndsWith('?')
        || content.Split([' ', ',', '.', '!', '\n'], 2, StringSplitOptions.RemoveEmptyEntries) is [var first, ..]
           && InvitingWords.Contains(first, StringComparer.OrdinalIgnoreCase);

    static ReplyDraft Draft(Assistant assistant, NewMessage question) =>
        new(MessageId.New(), question.RoomId, assistant.Author, question.Id, "", null, question.CreatedAt);
}
