namespace Confab.Inference.Llama.Decoding;

/// <summary>Which slot takes a prompt, and from which other slot it takes what is computed already.</summary>
static class SlotChoice
{
    // Copying moves a whole cache; fewer tokens are computed as fast as that.
    const int WorthCopying = 32;

    /// <summary>
    /// The free slot that this prompt continues, so that a conversation finds its own cache again; where there is
    /// none, the one that nobody used for the longest time.
    /// </summary>
    public static Slot Choose(IEnumerable<Slot> free, ReadOnlySpan<int> prompt)
    {
        Slot? longest = null, oldest = null;
        var most = 0;
        foreach (var slot in free)
        {
            if (oldest is null || slot.LastUse < oldest.LastUse) oldest = slot;
            var shared = slot.Resident.CommonPrefixLength(prompt);
            if (shared <= most) continue;
            most = shared;
            longest = slot;
        }
        return longest is not null && most * 2 > longest.Resident.Length ? longest : oldest!;
    }

    /// <summary>
    /// Lets a slot begin with the longest beginning that any slot has computed. It has to wait while an earlier
    /// request is still computing a longer one: computing it twice would delay both.
    /// </summary>
    /// <param name="slot">The slot that is to begin.</param>
    /// <param name="earlier">The running slots that were admitted before it.</param>
    /// <param name="all">Every slot, free ones too.</param>
    /// <returns>False where it has to wait.</returns>
    public static bool TryStart(Slot slot, IEnumerable<Slot> earlier, IEnumerable<Slot> all)
    {
        var prompt = slot.Generation!.Prompt.AsSpan(0, slot.Generation.Prompt.Length - 1);
        var best = slot.Resident.Length + WorthCopying - 1;
        Slot? source = null;
        foreach (var other in all)
        {
            if (other == slot || other.Resident.CommonPrefixLength(prompt) is var shared && shared <= best) continue;
            best = shared;
            source = other;
        }
        if (IsBeingComputed(prompt, best, earlier)) return false;
        if (source is not null) slot.CopyFrom(source, best);
        slot.Start();
        return true;
    }

    static bool IsBeingComputed(ReadOnlySpan<int> prompt, int best, IEnumerable<Slot> earlier)
    {
        foreach (var other in earlier)
        {
            if (!other.IsReadingPrompt) continue;
            var shared = prompt.CommonPrefixLength(other.Generation!.Prompt);
            if (shared > best && shared > other.Resident.Length) return true;
        }
        return false;
    }
}
