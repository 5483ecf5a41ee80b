using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>At start: replies that a killed process left become messages with the text they got to, so that every question has an outcome.</summary>
public sealed class RestoreReplies(IMessageStore messages, AppendLoop log, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var draft in await messages.ReadDraftsAsync(stop)) await log.AppendAsync(AsMessage(draft));
    }

    NewMessage AsMessage(ReplyDraft draft) => new(
        draft.MessageId, draft.RoomId, draft.Author, draft.Content, clock.GetUtcNow(), draft.ParentId, MessageStatus.Interrupted,
        new GenerationInfo(draft.Model ?? "", "", "", new Usage(0, 0), Error: "the server stopped while this was being written"))
    {
        ThreadId = draft.ThreadId,
        VariantOf = draft.VariantOf,
    };
}
