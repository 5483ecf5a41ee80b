using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Server.Replies;

/// <summary>Threads in which an assistant was addressed: it goes on answering there until nobody asked it anything for a while.</summary>
public sealed class FollowedThreads(TimeProvider clock)
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    /// <summary>Most that are remembered; the longest idle is forgotten first.</summary>
    internal const int Most = 4096;

    readonly Lock _gate = new();
    readonly Dictionary<(MessageId Thread, UserId Assistant), long> _lastAsked = [];

    public bool Follows(UserId assistant, MessageId thread)
    {
        lock (_gate) return _lastAsked.TryGetValue((thread, assistant), out var last) && clock.GetElapsedTime(last) < Idle;
    }

    /// <summary>An assistant was asked, perhaps in a thread.</summary>
    public void Note(ReplyDraft draft)
    {
        if (draft.ThreadId is not { } thread) return;
        lock (_gate)
        {
            _lastAsked[(thread, draft.Author.Id)] = clock.GetTimestamp();
            if (_lastAsked.Count > Most) Forget();
        }
    }

    void Forget()
    {
        foreach (var old in _lastAsked.OrderBy(t => t.Value).Take(Most / 8).Select(t => t.Key).ToList()) _lastAsked.Remove(old);
    }
}
