using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Knowledge;
using Confab.Server.Memory;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Confab.Server.Tools;

namespace Confab.Server.Replies.Prompts;

/// <summary>
/// What an assistant is shown of a room, or of the thread that it was asked in. Every part of it may be read by whoever will read
/// the answer: messages and their summary are that room's own, and what comes from elsewhere is asked for with the answer's
/// <see cref="Audience"/>. In a chat session one person talks with one assistant, so nobody is named, and the session's own
/// system prompt takes the place of the instructions.
/// </summary>
public sealed class PromptBuilder(
    IMessageStore messages, IRoomStore rooms, ISessionStore sessions, ISummaryStore summaries, SentFiles files, Recall recall, KnowledgeIndex knowledge, ToolShelf shelf,
    ReplyOptions options, TimeProvider clock)
{
    // Most people that are looked at: a memory that is somebody's own is used where they are in the room.
    const int MostPeople = 200;

    public async Task<Prompt> BuildAsync(Model model, Assistant assistant, ReplyDraft draft, UserId asker, ReplyWishes wishes, CancellationToken stop)
    {
        var madeAt = clock.GetUtcNow();
        var history = await messages.ReadContextAsync(draft.RoomId, draft.ParentId, options.History, stop)
            ?? throw new RequestRefused(ErrorCode.UnknownMessage, "the question was deleted", "parentId");
        var session = await sessions.FindAsync(draft.RoomId, stop);
        var namesSpeakers = session is null;
        var (summary, since) = await summaries.OfAsync(history, options.History, stop);
        var said = since.Where(m => Wording.Said(m).Length > 0).ToList();

        List<PromptPart> head = [Wording.Instructions(session?.SystemPrompt ?? assistant.Instructions)];
        if (namesSpeakers) head.Add(Wording.Manners(assistant));
        if (summary is not null) head.Add(Wording.Summary(summary.Id, summary.Content));

        List<PromptPart> notes = wishes.Background is { } background ? [Wording.Background(background)] : [];
        var room = await rooms.FindAsync(draft.RoomId, stop) ?? throw new RequestRefused(ErrorCode.UnknownRoom, "the room is gone");
        notes.AddRange(await recall.FindAsync(assistant, await AudienceOf(room, stop), asker, said[^1].Content, stop));
        var recalledAt = clock.GetUtcNow();
        notes.AddRange(await knowledge.FindAsync(assistant, said[^1].Content, stop));
        notes.AddRange(await files.OfAsync(model, said, stop));

        List<PromptPart> turns = [.. said.Select(m => Wording.Turn(assistant, m, namesSpeakers))];
        if (wishes.Begun is { } begun) turns.AddRange(Wording.GoOn(begun));
        var tools = model.Card.Can("tools") ? HeldTools.Of(model, shelf.Of(assistant, room, asker, draft.ParentId)) : HeldTools.None;
        var maxTokens = Math.Min(wishes.Options.MaxOutputTokens ?? options.MaxTokens, model.ContextLength / 2);
        var fit = new PromptFit(model, maxTokens, tools.Reserved(model), mayShorten: namesSpeakers, kept: wishes.Begun is null ? 1 : 3);
        return fit.Fit(head, notes, turns) with { MadeAt = madeAt, RecalledAt = recalledAt, Held = tools };
    }

    /// <summary>Who will read what is written there.</summary>
    async Task<Audience> AudienceOf(Room room, CancellationToken stop) =>
        new(room.Id, room.Kind, [.. (await rooms.ReadParticipantsAsync(room.Id, MostPeople, stop)).Select(p => p.Id)]);
}
