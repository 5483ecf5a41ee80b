using System.Collections.Concurrent;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Fanout;
using Confab.Server.Replies;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>
/// Thinks in the background about what was said, behind everybody who waits for a model, and keeps what came of it. How far it has come
/// stands in the database: what gave way, failed or was cut off by a restart is made up for.
/// </summary>
public sealed class Extraction(
    IExtractionStore thoughts, IMessageStore messages, IRoomStore rooms, AssistantList assistants, ModelCatalog models, AskBehind model, PlainWords plainWords, MemoryTeller teller,
    MemoryOptions options, IHostApplicationLifetime host, TimeProvider clock, ILogger<Extraction> logger) : BackgroundService
{
    const int MostPlaces = 64, MostMembers = 500, MostText = 12_000;

    readonly Signal _answered = new();
    readonly ConcurrentDictionary<(RoomId, UserId, long), int> _failures = new();

    /// <summary>There may be something to think about.</summary>
    public void Raise() => _answered.Raise();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Extracts) return;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        // What was left over when the server stopped comes first.
        _answered.Raise();
        try
        {
            while (true)
            {
                await _answered.WaitAsync(ending.Token);
                while (!await TryAllAsync(ending.Token)) await Task.Delay(options.Retry, clock, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The cursors say where to go on.
        }
    }

    /// <summary>False where something is left for later.</summary>
    async Task<bool> TryAllAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var places = await thoughts.ReadUnthoughtAsync(MostPlaces, stop);
                if (places.Count == 0) return true;
                var isStuck = false;
                foreach (var place in places) isStuck |= !await ThinkAsync(place, stop);
                if (isStuck) return false;
            }
        }
        catch (Exception e) when (e is StorageUnavailableException or ModelUnloadedException)
        {
            logger.LogWarning("What was said is thought about later: {Why}", e.Message);
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            logger.LogError(e, "Thinking about what was said failed");
            return false;
        }
    }

    /// <summary>False where it is to be tried again.</summary>
    async Task<bool> ThinkAsync(Unthought place, CancellationToken stop)
    {
        // What is asked to be forgotten just now is not to come back.
        await plainWords.SettledAsync(place.Room, stop);
        var room = await rooms.FindAsync(place.Room, stop);
        var readRev = room?.Rev ?? long.MaxValue;
        var (window, untilSeq) = await ReadAsync(place, stop);
        var said = room is not { Memory: not false } || assistants.All.FirstOrDefault(a => a.Id == place.Assistant) is not { HasMemory: true }
            ? []
            : await WorthThinkingAboutAsync(place.Assistant, window, stop);
        if (said.Count == 0) return await LearnAsync(place, untilSeq, readRev, []);
        var able = await ModelsForAsync(place, window, stop);
        // Where no model may be asked, only plain words are remembered.
        if (able.Count == 0) return await LearnAsync(place, untilSeq, readRev, []);
        if (able.FirstOrDefault(m => m.State == ModelState.Ready) is not { } asked) return false;
        var fitting = Fitting(asked, said);
        if (fitting.Count < said.Count)
        {
            // The rest is for the next time. A message that is too long all alone is passed over.
            var last = (fitting.Count == 0 ? said[0] : fitting[^1]).Seq;
            var left = said.Skip(Math.Max(1, fitting.Count)).Select(m => m.Id).ToHashSet();
            (untilSeq, place) = (Math.Max(place.Seq, last), place with { Rereads = [.. place.Rereads.Where(id => !left.Contains(id))] });
            said = fitting;
        }
        if (said.Count == 0) return await LearnAsync(place, untilSeq, readRev, []);

        var (thought, gaveWay) = await model.AskAsync(
            asked, () => Thought.Prompt(said), new JsonQuestion<WrittenThought>(Thought.Schema, ThoughtWire.Json.WrittenThought, Thought.MaxTokens, options.Deadline), stop);
        stop.ThrowIfCancellationRequested();
        if (thought is null && (gaveWay || !IsHopeless(place))) return false;
        var members = await rooms.ReadParticipantsAsync(place.Room, MostMembers, stop);
        return await LearnAsync(place, untilSeq, readRev, thought is null ? [] : new Lessons(room!, place.Assistant, said, members, clock.GetUtcNow()).Of(thought));
    }

    async Task<bool> LearnAsync(Unthought place, long untilSeq, long readRev, IReadOnlyList<NewMemory> lessons)
    {
        teller.TellOf(await thoughts.LearnAsync(place, untilSeq, readRev, lessons));
        _failures.TryRemove((place.Room, place.Assistant, place.Seq), out _);
        return true;
    }

    async Task<(IReadOnlyList<Message> Window, long UntilSeq)> ReadAsync(Unthought place, CancellationToken stop)
    {
        var again = new List<Message>();
        foreach (var id in place.Rereads)
            if (await messages.FindAsync(place.Room, id, stop) is { } message && message.Seq <= place.Seq) again.Add(message);
        if (place.Seq >= place.AnsweredSeq) return (again, place.Seq);
        var page = (await messages.ReadNextAsync(place.Room, place.Seq, options.Window, stop)).Messages.Where(m => m.Seq <= place.AnsweredSeq).ToList();
        var (taken, text) = (0, 0);
        while (taken < page.Count && (taken == 0 || text + page[taken].Content.Length <= MostText)) text += page[taken++].Content.Length;
        return ([.. again, .. page.Take(taken)], taken == page.Count && page.Count < options.Window ? place.AnsweredSeq : taken == 0 ? place.AnsweredSeq : page[taken - 1].Seq);
    }

    /// <summary>Only what people said is a source, and of them only of who wants to be remembered. What they told in plain words to keep or forget is done.</summary>
    async Task<IReadOnlyList<Message>> WorthThinkingAboutAsync(UserId assistant, IReadOnlyList<Message> window, CancellationToken stop)
    {
        var said = window.Where(m => m is { Author.Kind: AuthorKind.User, DeletedAt: null } && !MemoryText.IsTrivial(m.Content) && SpokenWish.Parse(m.Content) is null).ToList();
        if (said.Count == 0) return said;
        var off = await thoughts.ReadOffAsync(assistant, [.. said.Select(m => m.Author.Id).Distinct()], stop);
        return [.. said.Where(m => !off.TryGetValue(m.Author.Id, out var until) || (until is { } then && (m.EditedAt ?? m.CreatedAt) > then))];
    }

    /// <summary>As many from the beginning as the model has room for beside what it writes.</summary>
    static IReadOnlyList<Message> Fitting(Model model, IReadOnlyList<Message> said)
    {
        var count = said.Count;
        while (count > 0 && model.CountPromptTokens(Thought.Prompt([.. said.Take(count)])) + Thought.MaxTokens > model.ContextLength) count--;
        return [.. said.Take(count)];
    }

    /// <summary>Those that answered there, the last one first, and those of this process: what was said goes to no other machine than it went to for an answer.</summary>
    async Task<IReadOnlyList<Model>> ModelsForAsync(Unthought place, IReadOnlyList<Message> window, CancellationToken stop)
    {
        var newest = (await messages.ReadNextAsync(place.Room, place.AnsweredSeq - 1, 1, stop)).Messages;
        var answered = newest.Concat(window.Reverse()).Select(m => m.Generation?.Model).OfType<string>().Distinct().ToList();
        return
        [
            .. models.List().Where(m => m.Card.Can("json") && (m.Engine == "llama" || answered.Contains(m.Id)))
                .OrderBy(m => answered.IndexOf(m.Id) is var at && at >= 0 ? at : int.MaxValue),
        ];
    }

    /// <summary>It has failed here again and again: that piece is passed over, so that the rest is thought about.</summary>
    bool IsHopeless(Unthought place) =>
        _failures.AddOrUpdate((place.Room, place.Assistant, place.Seq), 1, (_, failures) => failures + 1) >= options.Attempts;
}
