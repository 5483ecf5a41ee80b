using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>Keeps a running reply's text now and then, and what came last too, so that a killed process loses a moment of it at most.</summary>
sealed class DraftKeeper(IMessageStore messages, TimeSpan every, TimeProvider clock, ILogger logger) : IDisposable
{
    readonly Lock _gate = new();
    Func<ReplyDraft>? _newest;
    bool _isKeeping, _isOver;

    /// <param name="draft">Asked when it is time to keep it.</param>
    public void Keep(Func<ReplyDraft> draft)
    {
        lock (_gate)
        {
            _newest = draft;
            if (_isKeeping) return;
            _isKeeping = true;
        }
        _ = KeepAsync();
    }

    /// <summary>The reply has ended: its message takes the draft's place.</summary>
    public void Dispose()
    {
        lock (_gate) _isOver = true;
    }

    async Task KeepAsync()
    {
        while (true)
        {
            await Task.Delay(every, clock);
            Func<ReplyDraft>? draft;
            lock (_gate)
            {
                (draft, _newest) = (_isOver ? null : _newest, null);
                _isKeeping = draft is not null;
            }
            if (draft is null) return;
            await SaveAsync(draft());
        }
    }

    async Task SaveAsync(ReplyDraft draft)
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
