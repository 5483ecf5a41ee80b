using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Fanout;
using Confab.Server.Knowledge;
using Confab.Server.Messages;
using Confab.Server.Receipts;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Server.Tools;

namespace Confab.Server.Replies;

/// <summary>
/// Owns every reply from the question to the finished message: its task, its deadline and its one end. The finished reply is an
/// ordinary message and leaves by the same door as a person's.
/// </summary>
public sealed class ReplyRunner(
    Generator generator, PromptBuilder prompts, KeepPrompt keep, AssistantList assistants, RunningReplies running, AppendLoop log, IMessageStore messages, IFanout fanout, AssistantReceipts receipts,
    ReplyTrigger trigger, FollowedThreads followed, IRoomStore rooms, ToolShelf shelf, ReplyOptions options, TimeProvider clock, ILogger<ReplyRunner> logger)
{
    readonly ConcurrentDictionary<ReplyStream, Task<Message?>> _tasks = new();
    volatile bool _draining;

    /// <summary>Told each answer that was finished and stored, when its room has been told of it. It must not wait, nor throw.</summary>
    public event Action<FinishedReply>? Finished;

    /// <summary>Told each reply that begins. It must not wait, nor throw.</summary>
    public event Action<ReplyDraft>? Asked;

    /// <summary>Begins a reply and comes back at once.</summary>
    public StartedReply Start(ReplyDraft draft, Author asker) => Start(draft, new Asker(asker.Id, draft.RoomId), ReplyWishes.None);

    public StartedReply Start(ReplyDraft draft, Asker asker, ReplyWishes wishes)
    {
        var stream = new ReplyStream(StreamId.New(), e => fanout.Publish(draft.RoomId, EncodedEvent.Of(e)), draft);
        running.Add(stream);
        Asked?.Invoke(draft);
        followed.Note(draft);
        var task = Task.Run(() => RunAsync(stream, draft, asker, wishes));
        _tasks[stream] = task;
        // Only now: whoever drains has either seen it among the tasks, or said so before this look.
        if (_draining) stream.Stop(StreamEndReason.Interrupted);
        task.ContinueWith(_ => _tasks.TryRemove(stream, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new StartedReply(stream, task);
    }

    /// <summary>Ends what runs as interrupted, with its text kept, and takes nothing new.</summary>
    public async Task DrainAsync()
    {
        _draining = true;
        while (!_tasks.IsEmpty)
        {
            foreach (var stream in _tasks.Keys) stream.Stop(StreamEndReason.Interrupted);
            await Task.WhenAll(_tasks.Values);
            await Task.Yield();
        }
    }

    async Task<Message?> RunAsync(ReplyStream stream, ReplyDraft draft, Asker asker, ReplyWishes wishes)
    {
        using var coming = keep.Expect(draft.MessageId);
        using var drafts = new DraftKeeper(messages, options.Draft, clock, logger);
        try
        {
            if (assistants.Find(draft.Author.Id) is not { } assistant) return await FinishAsync(stream, draft, asker, NobodyToAnswer(draft));
            var wished = wishes.Of(assistant);
            var begun = receipts.DeliverAsync(draft);
            Prompt? shown = null;
            var outcome = await generator.RunAsync(
                stream, asker, wished.Options,
                async (model, stop) =>
                {
                    (await begun)();
                    return shown = await prompts.BuildAsync(model, assistant, draft, asker.User, wished, stop);
                },
                model => drafts.Keep(() => draft with { Content = stream.Text, Model = model.Id }),
                tools: stop => shelf.ConnectAsync(assistant, draft.RoomId, waiting: () => stream.Queued(0, null), stop));
            var message = await FinishAsync(stream, draft, asker, outcome, shown);
            running.Remove(stream);
            if (message is not null && shown is not null) await keep.SaveAsync(message, outcome.Choice!.Model, shown);
            if (message is { Status: MessageStatus.Complete }) Finished?.Invoke(new FinishedReply(message, outcome.Choice!.Model, shown!));
            return message;
        }
        catch (Exception e)
        {
            logger.LogError(e, "The reply {Message} could not be kept as a message", draft.MessageId);
            if (!_draining) await GiveUpAsync(draft);
            return null;
        }
        finally
        {
            running.Remove(stream);
        }
    }

    /// <summary>Null where the room is gone.</summary>
    async Task<Message?> FinishAsync(ReplyStream stream, ReplyDraft draft, Asker asker, StreamOutcome outcome, Prompt? shown = null)
    {
        stream.End(outcome);
        var message = new NewMessage(
            draft.MessageId, draft.RoomId, draft.Author, stream.Text, clock.GetUtcNow(), draft.ParentId, outcome.Status, InfoOf(outcome, stream, shown))
        {
            ThreadId = draft.ThreadId,
            VariantOf = draft.VariantOf,
        };
        message = await AskOthersAsync(message, draft);
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var appended = await log.AppendPatientlyAsync(message);
                var asked = appended.Replies ?? [];
                foreach (var next in ReplyTrigger.Share(asked, ReplyTrigger.MostHops - draft.Hops - asked.Count)) Start(next, asker, ReplyWishes.None);
                return appended.Message;
            }
            // What is stored at the same time fails together, whichever of it cannot be stored: the next time it stands with others.
            catch (Exception e) when (!_draining && (isFirst || e is StorageUnavailableException))
            {
                logger.LogWarning(e, "The reply {Message} could not be stored yet; it is tried again", draft.MessageId);
                await Task.Delay(options.Draft, clock);
            }
        }
    }

    /// <summary>A question is not held up by an answer that nobody writes: it can be asked again. What the server stops at is there at its next start.</summary>
    async Task GiveUpAsync(ReplyDraft draft)
    {
        try
        {
            await messages.DropDraftAsync(draft.MessageId);
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning(e, "The draft of {Message} will be at the next start", draft.MessageId);
        }
    }

    /// <summary>An assistant asks another by its handle, as people do; an answer that was written anew asks nobody a second time.</summary>
    async Task<NewMessage> AskOthersAsync(NewMessage answer, ReplyDraft draft)
    {
        if (answer.Status != MessageStatus.Complete || draft.VariantOf is not null || _draining || !answer.Content.Contains('@', StringComparison.Ordinal)) return answer;
        try
        {
            return await rooms.FindAsync(answer.RoomId, CancellationToken.None) is { ArchivedAt: null } room ? trigger.ConsiderAnswer(room, answer, draft.Hops) : answer;
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning(e, "Whom the reply {Message} asks is left out", draft.MessageId);
            return answer;
        }
    }

    /// <summary>With what it was made of besides the model: tools, documents, memories.</summary>
    static GenerationInfo InfoOf(StreamOutcome outcome, ReplyStream stream, Prompt? shown)
    {
        var sources = Citations.Of(stream.Text, [.. (shown?.Parts ?? []).Select(p => p.Part.Source).OfType<KnowledgeSource>()]);
        var memories = (shown?.Parts ?? []).Count(p => p.Part.MemoryId is not null);
        return outcome.Info with
        {
            Tools = stream.Calls is { Count: > 0 } calls ? [.. calls.Select(ToolShelf.Kept)] : null,
            Sources = sources.Count > 0 ? sources : null,
            Memories = memories > 0 ? memories : null,
        };
    }

    static StreamOutcome NobodyToAnswer(ReplyDraft draft) =>
        new(StreamEndReason.Error, new Usage(0, 0), TimeSpan.Zero, Fault: new(ErrorCode.UnknownAssistant, $"the assistant {draft.Author.Name} is gone"));
}
