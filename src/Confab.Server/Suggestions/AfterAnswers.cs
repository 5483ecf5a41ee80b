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
    readonly BackgroundTasks<MessageId> _tasks = new(options.MostAtOnce, logger);

    /// <summary>After how many answers something is in the making.</summary>
    public int Count => _tasks.Count;

    /// <summary>Told each answer when nothing more is made after it. It must not wait, nor throw.</summary>
    public event Action<FinishedReply>? Done;

    public void Start()
    {
        log.Announcing += board.Note;
        replies.Finished += Begin;
    }

    /// <summary>Ends it all at once and begins nothing new.</summary>
    public Task DrainAsync() => _tasks.DrainAsync();

    void Begin(FinishedReply reply)
    {
        if (board.Await(reply.Message) is { } over && _tasks.TryBegin(reply.Message.Id, drain => RunAsync(reply, over, drain))) return;
        board.GiveUp(reply.Message);
        Done?.Invoke(reply);
    }

    async Task RunAsync(FinishedReply reply, CancellationToken over, CancellationToken drain)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(over, drain);
        try
        {
            if (IsWanted(reply.Message) && await suggest.AfterAsync(reply, stop.Token) is { Count: > 0 } items) board.Tell(reply.Message, items);
            await title.AfterAsync(reply, stop.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The room has gone on.
        }
        finally
        {
            board.GiveUp(reply.Message);
            Done?.Invoke(reply);
        }
    }

    /// <summary>Somebody listens, and no other answer is under way that would take them away.</summary>
    bool IsWanted(Message answer) => options.IsOn
        && connections.All.Any(socket => socket.Find(answer.RoomId) is not null)
        && !running.All.Any(r => r.Reply is { } other && other.RoomId == answer.RoomId && other.MessageId != answer.Id);
}
