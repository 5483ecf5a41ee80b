using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Server.Receipts;

/// <summary>Assistants say how far they have come as people do: a question that waits has reached them, one that they begin to answer is read.</summary>
public sealed class AssistantReceipts(IMessageStore messages, CursorClaims claims, ILogger<AssistantReceipts> logger)
{
    /// <summary>The question waits. Looked up beside the reply, which takes its place in the line meanwhile; it never fails.</summary>
    /// <returns>To be called when its answer begins.</returns>
    public Task<Action> DeliverAsync(ReplyDraft draft) => Task.Run<Action>(async () =>
    {
        if (await FindSeqAsync(draft) is not { } seq) return static () => { };
        claims.Delivered(draft.RoomId, draft.Author.Id, seq);
        return () => claims.Read(draft.RoomId, draft.Author.Id, seq);
    });

    async Task<long?> FindSeqAsync(ReplyDraft draft)
    {
        try
        {
            return (await messages.FindAsync(draft.RoomId, draft.ParentId, CancellationToken.None))?.Seq;
        }
        catch (Exception e)
        {
            // No reason to leave a question without its answer.
            logger.LogWarning(e, "The receipt of {Message} is left out", draft.ParentId);
            return null;
        }
    }
}
