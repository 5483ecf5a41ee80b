using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Meaning;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>
/// Does at once and without a model what people tell an assistant in plain words: "remember that …", "forget …". It hears of every
/// question that an assistant is asked; one that is no such wish costs a look at its words.
/// </summary>
public sealed class PlainWords(IMemoryStore store, IMessageStore messages, IRoomStore rooms, MemoryTeller teller, TimeProvider clock, ILogger<PlainWords> logger)
{
    const int MostLookedAt = 200, ToldImportance = 8;

    static readonly string[] Endings = ["s", "es", "ies", "d", "ed", "ing", "er", "ers", "e", "y"];

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<MessageId, (RoomId Room, Task Task)> _running = new();

    /// <summary>Begins it, and comes back at once.</summary>
    /// <param name="assistant">Who was asked.</param>
    /// <param name="room">Where.</param>
    /// <param name="question">The message that asked.</param>
    /// <param name="answer">The message that will answer; each is heard once.</param>
    public void Hear(UserId assistant, RoomId room, MessageId question, MessageId answer)
    {
        var task = Task.Run(() => TryAsync(assistant, room, question));
        _running[answer] = (room, task);
        task.ContinueWith(_ => _running.TryRemove(answer, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when what was asked in this room so far is done, or it takes too long to be waited for.</summary>
    public async Task SettledAsync(RoomId room, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(_running.Values.Where(r => r.Room == room).Select(r => r.Task)).WaitAsync(Patience, clock, stop);
        }
        catch (TimeoutException)
        {
            // The answer does not wait for a storage that does not answer.
        }
    }

    public Task DrainAsync() => Task.WhenAll(_running.Values.Select(r => r.Task));

    async Task TryAsync(UserId assistant, RoomId room, MessageId question)
    {
        try
        {
            if (await messages.FindAsync(room, question, CancellationToken.None) is not { Author.Kind: AuthorKind.User } said || SpokenWish.Parse(said.Content) is not { } wish) return;
            await (wish.Kind switch
            {
                WishKind.Remember => RememberAsync(assistant, said, wish),
                WishKind.Forget => ForgetAsync(assistant, said, wish.Text),
                _ => ForgetEverythingAsync(assistant, said),
            });
        }
        catch (Exception e)
        {
            logger.LogError(e, "What {Question} told an assistant to keep in mind or to forget failed", question);
        }
    }

    async Task RememberAsync(UserId assistant, Message said, SpokenWish wish)
    {
        if (await rooms.FindAsync(said.RoomId, CancellationToken.None) is not { } room) return;
        var isChat = room.Kind == RoomKind.Chat;
        var about = isChat || wish.IsOfSpeaker ? said.Author : null;
        var memory = new StoredMemory(
            MemoryId.New(), assistant, wish.IsOfSpeaker ? MemoryTier.LongTerm : MemoryTier.Semantic, isChat ? MemoryScope.Private : MemoryScope.Room,
            MemoryText.Of(wish.Text, wish.IsOfSpeaker ? said.Author : null), clock.GetUtcNow())
        {
            About = about?.Id,
            Room = isChat ? null : room.Id,
            SaidBy = said.Author.Id,
            Topic = wish.Topic,
            Importance = ToldImportance,
            SourceMessageId = said.Id,
            SourceRoomId = room.Id,
        };
        teller.TellOf(await store.KeepAsync([new NewMemory(memory, [said])]));
    }

    /// <summary>Of what they may change, whatever has all the words that say something.</summary>
    async Task ForgetAsync(UserId assistant, Message said, string what)
    {
        var words = ContentWords.Of(what);
        if (words.Count == 0) return;
        var filter = new MemoryFilter(said.Author.Id, MostLookedAt) { Assistant = assistant, Words = words };
        var meant = (await store.ListAsync(filter, CancellationToken.None))
            .Where(m => m.MayChange && (m.Memory.About == said.Author.Id || m.Memory.Room == said.RoomId) && HasAll(m.Memory, words)).Select(m => m.Memory.Id).ToList();
        await store.PassOverAsync(said.Author.Id, assistant, clock.GetUtcNow());
        if (meant.Count > 0) await store.ForgetAsync(said.Author.Id, meant);
        teller.TellOfGone();
    }

    async Task ForgetEverythingAsync(UserId assistant, Message said)
    {
        await store.ForgetAllAsync(said.Author.Id, assistant, clock.GetUtcNow());
        teller.TellOfGone();
    }

    static bool HasAll(StoredMemory memory, IReadOnlyList<string> words)
    {
        var there = ContentWords.All($"{memory.Topic} {memory.Content}").ToList();
        return words.All(word => there.Exists(t => IsAlike(t, word)));
    }

    /// <summary>The same but for its ending.</summary>
    static bool IsAlike(string one, string other)
    {
        var (longer, shorter) = one.Length >= other.Length ? (one, other) : (other, one);
        return longer == shorter
            || (shorter.Length >= 3 && longer.StartsWith(shorter.TrimEnd('e', 'y'), StringComparison.Ordinal) && Endings.Contains(longer[shorter.TrimEnd('e', 'y').Length..]));
    }
}
