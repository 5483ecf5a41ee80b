using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>Keeps a running reply's text now and then, one write at a time, so that a killed process loses a moment of it at most.</summary>
sealed class DraftKeeper(IMessageStore messages, TimeSpan every, TimeProvider clock, ILogger logger)
{
    long _keptAt = clock.GetTimestamp();
    Task _keeping = Task.CompletedTask;

    public void Keep(Func<ReplyDraft> draft)
    {
        if (!_keeping.IsCompleted || clock.GetElapsedTime(_keptAt) < every) return;
        _keptAt = clock.GetTimestamp();
        _keeping = KeepAsync(draft());
    }

    async Task KeepAsync(ReplyDraft draft)
    {
        try
        {
            await messages.SaveDraftAsync(draft);
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning(e, "The draft of {Message} could not be kept", draft.MessageId);
        }
    }
}
