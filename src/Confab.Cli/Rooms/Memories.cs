using Confab.Protocol;

namespace Confab.Cli.Rooms;

/// <summary>Memories that were shown here, by a number that each keeps for as long as one is here.</summary>
sealed class Memories
{
    readonly List<Known> _known = [];

    public sealed record Known(MemoryId Id, UserId Assistant, string Content);

    /// <returns>Its number, from 1.</returns>
    public int Put(MemoryId id, UserId assistant, string content)
    {
        var at = _known.FindIndex(known => known.Id == id);
        if (at < 0)
        {
            _known.Add(new(id, assistant, content));
            return _known.Count;
        }
        _known[at] = new(id, assistant, content);
        return at + 1;
    }

    public Known? Find(int number) => number >= 1 && number <= _known.Count ? _known[number - 1] : null;

    public Known? Find(MemoryId id) => _known.Find(known => known.Id == id);
}
