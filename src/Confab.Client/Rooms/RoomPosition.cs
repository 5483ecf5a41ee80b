using Confab.Protocol;

namespace Confab.Client.Rooms;

/// <summary>
/// How far one knows a room. Everything up to <see cref="Rev"/> is known; while <see cref="IsBehind"/>, something after
/// it is missing and live events do not move it, or the missing part would never be asked for.
/// </summary>
public sealed class RoomPosition
{
    /// <summary>The newest change up to which nothing is missing; null before the first join.</summary>
    public long? Rev { get; private set; }

    /// <summary>Whether the room must be joined again with <see cref="Rev"/>.</summary>
    public bool IsBehind { get; private set; } = true;

    /// <summary>Takes in the answer to a join.</summary>
    /// <param name="joined">The answer.</param>
    /// <param name="after">What the join asked for.</param>
    public void Enter(RoomJoined joined, long? after)
    {
        // A smaller rev than we know is another history, such as a restored backup: start anew.
        var isAnotherHistory = joined.Rev < after;
        Rev = isAnotherHistory ? null : joined.Rev;
        IsBehind = isAnotherHistory || (after is not null && joined.HasMore);
    }

    /// <summary>Takes in a live change.</summary>
    /// <returns>Whether this showed that something is missing.</returns>
    public bool See(long rev)
    {
        if (IsBehind || rev <= Rev) return false;
        if (rev == Rev + 1) Rev = rev;
        else IsBehind = true;
        return IsBehind;
    }

    /// <summary>Takes in the room's newest rev.</summary>
    /// <returns>Whether this showed that something is missing.</returns>
    public bool Sync(long rev)
    {
        if (IsBehind || rev <= Rev) return false;
        return IsBehind = true;
    }

    /// <summary>The connection is gone: whatever comes next may have left something out.</summary>
    public void Lose() => IsBehind = true;
}
