using Confab.Protocol;
using Confab.Server.Replies.Prompts;

namespace Confab.Server.Storage;

/// <summary>
/// What assistants remember. Nothing is ever read for somebody who may not see it: the rule stands in <see cref="MemoryRights"/>
/// and is part of every query. A memory goes with any message that it came of.
/// </summary>
public interface IMemoryStore
{
    /// <summary>
    /// Keeps them, each alone. One of a topic that is kept already takes its place and its id; the same words about the same are
    /// kept once. Not kept is what came of a message that is gone or says something else by now, what is about or from somebody
    /// who does not want to be remembered, what is about somebody who is not in its room, and what is of a room that remembers nothing.
    /// </summary>
    /// <returns>What is new or has new words.</returns>
    Task<IReadOnlyList<StoredMemory>> KeepAsync(IReadOnlyList<NewMemory> memories);

    /// <summary>Memories that everyone who will read the answer may see and that have any of the words, best first.</summary>
    Task<IReadOnlyList<StoredMemory>> FindAsync(MemoryQuestion question, IReadOnlyList<string> words, int limit, CancellationToken stop);

    /// <summary>The same with their embeddings by one model, newest first.</summary>
    Task<IReadOnlyList<EmbeddedMemory>> ReadEmbeddedAsync(MemoryQuestion question, string model, int limit, CancellationToken stop);

    /// <summary>What everyone may see of one of these topics about the asker, newest first.</summary>
    Task<IReadOnlyList<StoredMemory>> ReadProfileAsync(MemoryQuestion question, IReadOnlyList<string> topics, int limit, CancellationToken stop);

    Task MarkUsedAsync(IReadOnlyCollection<MemoryId> ids, DateTimeOffset at);

    /// <summary>One's own, those of rooms that one may read, and of rooms that one left what one alone said there, without its uses; the newest first, or with words the best first.</summary>
    Task<IReadOnlyList<ReadableMemory>> ListAsync(MemoryFilter filter, CancellationToken stop);

    /// <summary>Null where the reader has no such memory.</summary>
    Task<ReadableMemory?> FindAsync(UserId reader, MemoryId id, CancellationToken stop);

    /// <summary>
    /// Other words or another scope; null where whoever asks may not. Only whom a memory is about changes its scope; who left its room
    /// takes it out of there or forgets it. Whoever gives it other words is who said it from then on.
    /// </summary>
    Task<StoredMemory?> EditAsync(UserId by, MemoryId id, MemoryEdit edit);

    /// <summary>Forgets those of them that one may change; which those were.</summary>
    Task<IReadOnlyList<StoredMemory>> ForgetAsync(UserId by, IReadOnlyList<MemoryId> ids);

    /// <summary>Forgets all that is about a person, by one assistant or by all; how many that were.</summary>
    Task<int> ForgetAllAsync(UserId person, UserId? assistant, DateTimeOffset at);

    /// <summary>Whatever this person said until now and nobody has thought about yet is not thought about any more.</summary>
    Task PassOverAsync(UserId person, UserId assistant, DateTimeOffset at);

    /// <summary>Takes the next of what is gone and was not told yet.</summary>
    Task<IReadOnlyList<GoneMemory>> TakeGoneAsync(int limit);

    /// <summary>The assistants that are not to remember this person.</summary>
    Task<IReadOnlyList<UserId>> ReadOffAsync(UserId person, CancellationToken stop);

    Task SwitchAsync(UserId person, UserId assistant, bool isOn, DateTimeOffset at);

    /// <summary>Memories that this model has made no embedding of, the newest first.</summary>
    Task<IReadOnlyList<StoredMemory>> ReadWithoutEmbeddingAsync(string model, int limit, CancellationToken stop);

    /// <summary>Keeps the embeddings of those that still have these words.</summary>
    Task SetEmbeddingsAsync(string model, IReadOnlyList<EmbeddedMemory> embedded);
}

/// <param name="Sources">The messages that it came of, as they were read; empty where it came of none.</param>
public sealed record NewMemory(StoredMemory Memory, IReadOnlyList<Message> Sources);

/// <param name="Assistant">Whose memories.</param>
/// <param name="Audience">Who will read the answer.</param>
/// <param name="Asker">Who asked: where they do not want to be remembered, nothing is.</param>
public sealed record MemoryQuestion(UserId Assistant, Audience Audience, UserId Asker);

/// <param name="Vector">Of length 1.</param>
public sealed record EmbeddedMemory(StoredMemory Memory, float[] Vector);

/// <param name="MayChange">Whoever asked may edit and forget it: it is about them, or about nobody and they said it or keep order in its room.</param>
public sealed record ReadableMemory(StoredMemory Memory, bool MayChange);

public sealed record MemoryFilter(UserId Reader, int Limit)
{
    public UserId? Assistant { get; init; }
    public MemoryScope? Scope { get; init; }
    public MemoryTier? Tier { get; init; }

    /// <summary>Those of a room, and those about the reader that came of it.</summary>
    public RoomId? Room { get; init; }

    /// <summary>About the reader alone.</summary>
    public bool OnlyAboutReader { get; init; }

    /// <summary>Any of these words; null for all memories.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>How many to pass over.</summary>
    public int Skip { get; init; }
}

/// <param name="Room">With scope <see cref="MemoryScope.Room"/>: a room that whoever edits is in.</param>
public sealed record MemoryEdit(DateTimeOffset At, string? Content = null, MemoryScope? Scope = null, RoomId? Room = null);

public sealed record GoneMemory(MemoryId Id, UserId AssistantId, MemoryScope Scope, UserId? About, RoomId? Room);
