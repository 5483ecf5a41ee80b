using Confab.Server.Assistants;
using Confab.Server.Generation;
using Confab.Server.Generation.Jobs;
using Confab.Server.Memory;
using Confab.Server.Messages;
using Confab.Server.Replies;
using Confab.Server.Replies.Prompts;
using Confab.Server.Rooms;
using Confab.Server.Sockets;
using Confab.Server.Suggestions;

namespace Confab.Server.Operations;

/// <summary>What must be there before the first socket, and what must be finished before the last one is let go.</summary>
sealed class Lifecycle(
    AssistantFiles assistants, OwnAssistants made, RoomDirectory rooms, AppendLoop log, RestoreReplies restore, ReplyRunner replies, OwnStreams streams, OwnJobs jobs,
    AfterAnswers after, Summarise summarise, MemoryWork memory,
    ConnectionRegistry connections) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        assistants.Refresh();
        await made.LoadAsync();
        await rooms.EnsureGeneralAsync();
        log.Start();
        after.Start();
        summarise.Start();
        memory.Start();
        await restore.RunAsync(cancellationToken);
    }

    /// <summary>Running streams end as interrupted with their text kept, what was posted is stored, and only then sockets close.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(after.DrainAsync(), summarise.DrainAsync(), memory.DrainAsync(), streams.DrainAsync(), replies.DrainAsync(), jobs.DisposeAsync().AsTask()).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // A model that does not stop is left behind; its draft is there at the next start.
        }
        await log.DisposeAsync();
        connections.CloseAll();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
