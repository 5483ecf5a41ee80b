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
    MessageChanges changes, IMessageStore messages, AssistantList assistants, ReplyTrigger trigger, RunningReplies running, ReplyRunner replies, ModelCatalog models, TimeProvider clock)
{
    /// <summary>A question's answer is looked for among so many messages below it.</summary>
    const int Within = 1000;

    public async Task<ServerFrame?> HandleAsync(Connection connection, RegenerateRequest request)
    {
        var (message, room) = await RequireAsync(connection, request.MessageId);
        var wishes = new ReplyWishes(GenerationWishes.Require(request.Options, models));
        return message.Author.Kind == AuthorKind.Assistant
            ? await BeginAsync(connection, message, [await AgainAsync(room, message, begun: "")], wishes)
            : await BeginAsync(connection, message, await AskAsync(room, message, connection.Closed), wishes);
    }

    public async Task<ServerFrame?> HandleAsync(Connection connection, ContinueRequest request)
    {
        var (message, room) = await RequireAsync(connection, request.MessageId);
        if (message.Author.Kind != AuthorKind.Assistant) throw Wrong("only an assistant's answer goes on; to have a question answered, send regenerate");
        if (message.Status == MessageStatus.Complete && message.Generation?.IsCut is not true) throw Wrong("this answer is whole; send regenerate to have it written anew");
        var wishes = new ReplyWishes(GenerationWishes.Require(request.Options, models)) { Begun = message.Content.Length > 0 ? message.Content : null };
        return await BeginAsync(connection, message, [await AgainAsync(room, message, message.Content)], wishes);
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
        foreach (var draft in drafts) await messages.AddDraftAsync(draft);
        var by = connection.RequireUser();
        foreach (var draft in drafts) replies.Start(draft, new Asker(by.Id, draft.RoomId), wishes);
        return new Ack(asked.RoomId, drafts[0].MessageId, asked.Seq, asked.Rev);
    }

    async Task<ReplyDraft> AgainAsync(Room room, Message answer, string begun)
    {
        var first = answer.VariantOf ?? answer.Id;
        if (running.IsWriting(first)) throw StillWritten();
        if (assistants.In(room).FirstOrDefault(a => a.Id == answer.Author.Id) is not { } assistant)
            throw new RequestRefused(ErrorCode.UnknownAssistant, $"{answer.Author.Name} is not in this room any more; invite it, or ask somebody else", "messageId");
        if (answer.ParentId is not { } question || await messages.FindAsync(room.Id, question, CancellationToken.None) is not { DeletedAt: null })
            throw new RequestRefused(ErrorCode.UnknownMessage, "the question that this answers is gone", "messageId");
        return new(MessageId.New(), room.Id, assistant.Author, question, begun, null, clock.GetUtcNow(), answer.ThreadId, first);
    }

    /// <summary>Whom the question asks by today's manners: each writes a variant of its answer, or its first.</summary>
    async Task<IReadOnlyList<ReplyDraft>> AskAsync(Room room, Message question, CancellationToken stop)
    {
        var asking = trigger.Consider(room, new NewMessage(question.Id, room.Id, question.Author, question.Content, clock.GetUtcNow()) { ThreadId = question.ThreadId });
        IReadOnlyList<ReplyDraft> asked = [.. asking.Asks, .. asking.Offers.Select(o => o.Draft)];
        if (asked.Count == 0) throw Wrong("this message asks no assistant of the room; name one by @ and its handle");
        if (asked.Any(a => running.IsAnswering(question.Id, a.Author.Id))) throw StillWritten();
        var answers = await messages.ReadAnswersAsync(question, Within, stop);
        return [.. asked.Select(a => a with { ThreadId = question.ThreadId, VariantOf = answers.FirstOrDefault(m => m.Author.Id == a.Author.Id)?.Id })];
    }

    static RequestRefused StillWritten() => new(ErrorCode.InUse, "an answer is being written there; stop it first, or wait for it", "messageId");

    static RequestRefused Wrong(string why) => new(ErrorCode.BadRequest, why, "messageId");
}
