using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Meaning;
using Confab.Server.Storage;

namespace Confab.Server.Knowledge;

/// <summary>
/// Keeps the index as the folders are: looks at them every few seconds, and reads again what changed. A look costs the size and the time
/// of each file, and works on every kind of drive; the longer it takes, the rarer it is. Pieces get their vectors behind everybody, once
/// an embedding model is there.
/// </summary>
public sealed class KnowledgeKeeper(IKnowledgeStore store, AssistantList assistants, Embedder embedder, TimeProvider clock, ILogger<KnowledgeKeeper> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5), AtLeastEvery = TimeSpan.FromMinutes(5);

    const int MostEmbeddedAtOnce = 16, RestToWork = 100;

    // Of this loop alone; whoever asks how an assistant's documents are reads the states.
    readonly Dictionary<UserId, Look> _looks = [];
    readonly ConcurrentDictionary<UserId, KnowledgeState> _states = [];
    TimeSpan _looked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                _looked = TimeSpan.Zero;
                await TryAsync(stoppingToken);
                await Task.Delay(PauseAfter(_looked), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not read yet is read at the next start.
        }
    }

    /// <summary>Until the next look: a hundred times as long as this one took, so that a slow drive is not kept busy.</summary>
    internal static TimeSpan PauseAfter(TimeSpan looked) => TimeSpan.FromTicks(Math.Clamp(RestToWork * looked.Ticks, Every.Ticks, AtLeastEvery.Ticks));

    /// <summary>How an assistant's documents are; null where it has none, or they were not looked at yet.</summary>
    public KnowledgeState? StateOf(UserId assistant) => _states.GetValueOrDefault(assistant);

    /// <summary>Brings the index of one assistant to what its folder holds now. Not at the same time as another call.</summary>
    public async Task RefreshAsync(Assistant assistant, CancellationToken stop)
    {
        if (KnowledgeIndex.FolderOf(assistant) is not { } folder) return;
        var began = clock.GetTimestamp();
        var listing = KnowledgeFolder.List(folder);
        _looked += clock.GetElapsedTime(began);
        var before = _looks.GetValueOrDefault(assistant.Id);
        if (!listing.WasRead && (before is null || before.Folder == folder))
        {
            // What it held may be there still: it is answered from until somebody can tell.
            if (before is not null) _looks[assistant.Id] = before with { Listing = listing };
            Tell(assistant, folder, new((await store.ReadFilesAsync(assistant.Id, stop)).Count, Problem: listing.Problem));
            return;
        }
        if (before?.Folder != folder) before = null;
        if (before is { IsSettled: true } && before.Listing.IsAs(listing)) return;
        var unread = await IndexAsync(assistant.Id, folder, listing, before, stop);
        _looks[assistant.Id] = new(folder, listing, unread);
        Tell(assistant, folder, KnowledgeState.Of(listing, unread.Values));
    }

    /// <summary>Those that have no text to be had, by path.</summary>
    async Task<Dictionary<string, LeftOutFile>> IndexAsync(UserId assistant, string folder, KnowledgeListing listing, Look? before, CancellationToken stop)
    {
        var known = (await store.ReadFilesAsync(assistant, stop)).ToDictionary(f => f.Path);
        var stale = known.Keys.Except(listing.Files.Select(f => f.Path)).ToList();
        var unread = new Dictionary<string, LeftOutFile>();
        foreach (var file in listing.Files.Where(f => known.GetValueOrDefault(f.Path) != f))
        {
            stop.ThrowIfCancellationRequested();
            if (before?.StillNoText(file) is { } same) unread[file.Path] = same;
            else if (KnowledgeFolder.Read(folder, file.Path) is var (text, why) && text is not null) await store.PutAsync(assistant, file, Pieces.Of(file.Path, text));
            else
            {
                unread[file.Path] = new(file.Path, why);
                if (known.ContainsKey(file.Path)) stale.Add(file.Path);
            }
        }
        if (stale.Count > 0) await store.RemoveAsync(assistant, stale);
        return unread;
    }

    void Tell(Assistant assistant, string folder, KnowledgeState state)
    {
        var before = _states.GetValueOrDefault(assistant.Id)?.Words() ?? "";
        _states[assistant.Id] = state;
        var words = state.Words();
        if (words == before) return;
        if (words.Length > 0) logger.LogWarning("{Handle} does not answer from all of {Folder}. {Why}", assistant.Handle, folder, words);
        else logger.LogInformation("{Handle} answers from all of {Folder}", assistant.Handle, folder);
    }

    async Task TryAsync(CancellationToken stop)
    {
        try
        {
            var learned = assistants.All.Where(a => KnowledgeIndex.FolderOf(a) is not null).ToList();
            foreach (var assistant in learned) await TryRefreshAsync(assistant, stop);
            var ids = learned.Select(a => a.Id).ToHashSet();
            foreach (var gone in _looks.Keys.Where(id => !ids.Contains(id)).ToList())
            {
                _looks.Remove(gone);
                _states.TryRemove(gone, out _);
            }
            await store.KeepOnlyAsync(ids);
            while (embedder.Model is { } model && await store.ReadWithoutEmbeddingAsync(model.Id, MostEmbeddedAtOnce, stop) is { Count: > 0 } bare)
            {
                var made = await EmbeddingBatch.MakeAsync(embedder, model, bare, p => p.Heading is null ? p.Content : $"{p.Heading}\n{p.Content}", stop);
                if (made is null) return;
                await store.SetEmbeddingsAsync(model.Id, [.. made.Select(m => new EmbeddedPiece(m.One, m.Vector))]);
            }
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning("The assistants' documents are read later: {Why}", e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "The assistants' documents could not be read");
        }
    }

    /// <summary>A folder that fails keeps no other assistant's from being read.</summary>
    async Task TryRefreshAsync(Assistant assistant, CancellationToken stop)
    {
        try
        {
            await RefreshAsync(assistant, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The documents of {Handle} are read later: {Why}", assistant.Handle, e.Message);
        }
    }

    sealed record Look(string Folder, KnowledgeListing Listing, Dictionary<string, LeftOutFile> Unread)
    {
        /// <summary>Nothing is to be tried again though no file changed.</summary>
        public bool IsSettled => Unread.Values.All(f => f.Why == LeftOutWhy.NoText);

        readonly HashSet<KnowledgeFile> _files = [.. Listing.Files];

        public LeftOutFile? StillNoText(KnowledgeFile file) => Unread.TryGetValue(file.Path, out var was) && was.Why == LeftOutWhy.NoText && _files.Contains(file) ? was : null;
    }
}
