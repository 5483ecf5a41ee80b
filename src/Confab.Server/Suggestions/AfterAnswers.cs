using System.Collections.Concurrent;
using Confab.Protocol;
using Confab.Server.Messages;
using Confab.Server.Replies;
using Confab.Server.Sessions;
using Confab.Server.Sockets;

namespace Confab.Server.Suggestions;

/// <summary>
/// Owns what follows an answer in the background: suggestions, and the title of a new chat. It ends when the room goes on, when
/// there is too much of it, or when the server stops, and nobody ever waits for it.
/// </summary>
public sealed class AfterAnswers(
    AppendLoop log, ReplyRunner replies, RunningReplies running, SuggestionBoard board, Suggest suggest, TitleSession title,
    ConnectionRegistry connections, SuggestionOptions options, ILogger<AfterAnswers> logger)
{
    readonly ConcurrentDictionary<FinishedReply, Task> _tasks = new(ReferenceEqualityComparer.Instance);
    readonly CancellationTokenSource _drain = new();

    /// <summary>After how many answers something is in the making.</summary>
    public int Count => _tasks.Count;

    public void Start()
    {
        log.Announcing += board.Note;
        replies.Finished += Begin;
    }

    /// <summary>Ends it all at once and begins nothing new.</summary>
    public async Task DrainAsync()
    {
        await _drain.CancelAsync();
        await Task.WhenAll(_tasks.Values);
    }

    void Begin(FinishedReply reply)
    {
        if (Count >= options.MostAtOnce || _drain.IsCancellationRequested || board.Await(reply.Message) is not { } over)
        {
            board.GiveUp(reply.Message);
            return;
        }
        var task = Task.Run(() => RunAsync(reply, over));
        _tasks[reply] = task;
        task.ContinueWith(_ => _tasks.TryRemove(reply, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    async Task RunAsync(FinishedReply reply, CancellationToken over)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(over, _drain.Token);
        try
        {
            if (IsWanted(reply.Message) && await suggest.AfterAsync(reply, stop.Token) is { Count: > 0 } items) board.Tell(reply.Message, items);
            await title.AfterAsync(reply, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The room has gone on.
        }
        catch (Exception e)
        {
            logger.LogError(e, "What was to follow the answer {Message} failed", reply.Message.Id);
        }
        finally
        {
            board.GiveUp(reply.Message);
        }
    }

    /// <summary>Somebody listens, and no other answer is under way that would take them away.</summary>
    bool IsWanted(Message answer) => options.IsOn
        && connections.All.Any(socket => socket.Find(answer.RoomId) is not null)
        && !running.All.Any(r => r.Reply is { } other && other.RoomId == answer.RoomId && other.MessageId != answer.Id);
}
