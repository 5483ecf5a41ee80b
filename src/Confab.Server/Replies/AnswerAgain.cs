using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Generation;
using Confab.Server.Messages;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>
/// <c>regenerate</c> and <c>continue</c>: an answer is written anew, or from where it was cut; a question that nobody answered is
/// asked again. The new answer is a variant: it takes the place of the first, which stays to be looked at.
/// </summary>
public sealed class AnswerAgain(
    MessageChanges changes, IMessageStore messages, AssistantList assistants, ReplyTrigger trigger, ReplyRunner replies, ModelCatalog models, TimeProvider clock)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, RegenerateRequest request)
    {
        var (message, room) = await RequireAsync(connection, request.MessageId);
        var wishes = new ReplyWishes(GenerationWishes.Require(request.Options, models));
        return message.Author.Kind == AuthorKind.Assistant
            ? await BeginAsync(connection, message, [Again(room, message, begun: "")], wishes)
            : await BeginAsync(connection, message, Ask(room, message), wishes);
    }

    public async Task<ServerFrame?> HandleAsync(Connection connection, ContinueRequest request)
    {
        var (message, room) = await RequireAsync(connection, request.MessageId);
        if (message.Author.Kind != AuthorKind.Assistant) throw Wrong("only an assistant's answer goes on; to have a question answered, send regenerate");
        if (message.Status == MessageStatus.Complete && message.Generation?.IsCut is not true) throw Wrong("this answer is whole; send regenerate to have it written anew");
        var wishes = new ReplyWishes(GenerationWishes.Require(request.Options, models)) { Begun = message.Content.Length > 0 ? message.Content : null };
        return await BeginAsync(connection, message, [Again(room, message, message.Content)], wishes);
    }

    async Task<(Message Message, Room Room)> RequireAsync(Connection connection, MessageId id)
    {
        var (message, there) = await changes.RequireAsync(connection, id, _ => RoomRight.Write);
        if (message.DeletedAt is not null) throw new RequestRefused(ErrorCode.UnknownMessage, "the message was deleted", "messageId");
        return message.Author.Kind != AuthorKind.System ? (message, there.Room) : throw Wrong("a line of the system is no question, and no answer");
    }

    async Task<Ack> BeginAsync(Connection connection, Message asked, IReadOnlyList<ReplyDraft> drafts, ReplyWishes wishes)
    {
        // Kept before anybody hears of it: whatever happens, it will have an outcome.
        var promised = await messages.AddDraftsAsync(drafts);
        if (promised.Refusal is { } refusal) throw Refused(refusal);
        var by = connection.RequireUser();
        foreach (var draft in ReplyTrigger.Share(promised.Drafts)) replies.Start(draft, new Asker(by.Id, draft.RoomId), wishes);
        return new Ack(asked.RoomId, promised.Drafts[0].MessageId, asked.Seq, asked.Rev);
    }

    ReplyDraft Again(Room room, Message answer, string begun)
    {
        if (assistants.In(room).FirstOrDefault(a => a.Id == answer.Author.Id) is not { } assistant)
            throw new RequestRefused(ErrorCode.UnknownAssistant, $"{answer.Author.Name} is not in this room any more; invite it, or ask somebody else", "messageId");
        if (answer.ParentId is not { } question) throw Refused(DraftRefusal.QuestionGone);
        return new(MessageId.New(), room.Id, assistant.Author, question, begun, null, clock.GetUtcNow(), answer.ThreadId, answer.VariantOf ?? answer.Id);
    }

    /// <summary>Whom the question asks by today's manners: each writes a variant of its answer, or its first.</summary>
    IReadOnlyList<ReplyDraft> Ask(Room room, Message question)
    {
        var asking = trigger.Consider(room, new NewMessage(question.Id, room.Id, question.Author, question.Content, clock.GetUtcNow()) { ThreadId = question.ThreadId });
        IReadOnlyList<ReplyDraft> asked = [.. asking.Asks, .. asking.Offers.Select(o => o.Draft)];
        return asked.Count > 0
            ? [.. asked.Select(a => a with { ThreadId = question.ThreadId })]
            : throw Wrong("this message asks no assistant of the room; name one by @ and its handle");
    }

    static RequestRefused Refused(DraftRefusal why) => why switch
    {
        DraftRefusal.QuestionGone => new(ErrorCode.UnknownMessage, "the question that this answers is gone", "messageId"),
        DraftRefusal.StillWritten => new(ErrorCode.InUse, "an answer is being written there; stop it first, or wait for it", "messageId"),
        DraftRefusal.TooManyVariants => Wrong($"this was answered {Limits.MaxVariants} times, and no place takes more; delete an answer that you do not need, or ask anew"),
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };

    static RequestRefused Wrong(string why) => new(ErrorCode.BadRequest, why, "messageId");
}
