using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>
/// What of a model's thought is kept. A model may be talked into anything, so whom a memory is about and who may see it is never taken
/// from its words: that follows from who wrote the message, and where. What somebody says of another member is not kept at all.
/// </summary>
sealed class Lessons(Room room, UserId assistant, IReadOnlyList<Message> said, IReadOnlyList<Participant> members, DateTimeOffset now)
{
    const double LeastConfidence = 0.6;
    const int LeastImportance = 7, ShortestName = 2;

    bool IsChat => room.Kind == RoomKind.Chat;

    public IReadOnlyList<NewMemory> Of(WrittenThought thought)
    {
        var facts = (thought.Facts ?? []).OfType<WrittenFact>().Select(Fact).OfType<NewMemory>();
        return [.. facts, .. ((NewMemory?[])[Episode(thought)]).OfType<NewMemory>()];
    }

    NewMemory? Fact(WrittenFact fact)
    {
        if (fact is not { Message: { } number, Content: { } content, Confidence: >= LeastConfidence and <= 1 and var confidence }) return null;
        if (number < 1 || number > said.Count || said[number - 1] is not { } source || members.All(m => m.Id != source.Author.Id)) return null;
        var isOfSpeaker = IsName(fact.About, source.Author.Name);
        if ((!isOfSpeaker && !IsNobody(fact.About)) || MemoryText.IsTrivial(content) || NamesAnother(content, source.Author)) return null;
        if (MemoryTopic.Of(fact.Topic, content) is not { } topic) return null;
        var about = isOfSpeaker ? source.Author : null;
        return Keep(isOfSpeaker ? MemoryTier.LongTerm : MemoryTier.Semantic, MemoryText.Of(content, about), about ?? (IsChat ? source.Author : null), [source], source) is { } memory
            ? memory with { Memory = memory.Memory with { Topic = topic, Confidence = confidence } }
            : null;
    }

    NewMemory? Episode(WrittenThought thought)
    {
        if (thought is not { Importance: >= LeastImportance and <= 10 and var importance, Summary: { } summary } || MemoryText.IsTrivial(summary)) return null;
        var last = said[^1];
        return Keep(MemoryTier.Episodic, MemoryText.Of(summary, about: null), IsChat ? last.Author : null, said, last) is { } memory
            ? memory with { Memory = memory.Memory with { Importance = (int)importance } }
            : null;
    }

    NewMemory Keep(MemoryTier tier, string content, Author? about, IReadOnlyList<Message> sources, Message source) => new(
        new StoredMemory(MemoryId.New(), assistant, tier, IsChat ? MemoryScope.Private : MemoryScope.Room, content, now)
        {
            About = about?.Id,
            Room = IsChat ? null : room.Id,
            SaidBy = source.Author.Id,
            SourceMessageId = source.Id,
            SourceRoomId = room.Id,
        },
        sources);

    static bool IsNobody(string? about) => string.IsNullOrWhiteSpace(about) || about.Trim().ToUpperInvariant() is "GROUP" or "ROOM" or "NOBODY" or "WE";

    static bool IsName(string? about, string name) => about is not null && Username.KeyOf(about.Trim().TrimStart('@')) == Username.KeyOf(name);

    bool NamesAnother(string content, Author speaker) =>
        members.Any(m => m.Id != speaker.Id && m.Name.Length >= ShortestName && HasWord(content, m.Name));

    static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]))) return true;
        return false;
    }
}
