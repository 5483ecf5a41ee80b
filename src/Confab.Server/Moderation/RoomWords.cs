using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Server.Moderation;

/// <summary>Every room's word list, in memory: a message is checked without asking the storage, and keeps its place in line.</summary>
public sealed class RoomWords(IModerationStore moderation) : IHostedLifecycleService
{
    readonly ConcurrentDictionary<RoomId, WordList> _rooms = new();

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var (room, words) in await moderation.ReadAllWordsAsync(cancellationToken)) Set(room, words);
    }

    /// <summary>The first word of a text that the room does not take; null where there is none.</summary>
    public string? FindIn(RoomId room, string text) => _rooms.GetValueOrDefault(room)?.FindIn(text);

    public void Set(RoomId room, IReadOnlyList<string> words)
    {
        if (words.Count == 0) Forget(room);
        else _rooms[room] = new WordList(words);
    }

    public void Forget(RoomId room) => _rooms.TryRemove(room, out _);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
