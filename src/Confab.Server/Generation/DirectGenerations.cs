using Confab.Protocol;
using Confab.Server.Http;
using Confab.Server.Replies;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation;

/// <summary>Generations that somebody asks for over HTTP. They wait in the same line as the rooms' replies, and end with their request.</summary>
sealed class DirectGenerations(Generator generator, OwnStreams streams, ReplyOptions options, TimeProvider clock)
{
    /// <summary>Begins one and comes back at once.</summary>
    /// <param name="gone">Cancelled when nobody waits for it any more.</param>
    public DirectGeneration Start(Caller caller, DirectPrompt prompt, ChatOptions wishes, CancellationToken gone) =>
        new(clock, stream => RunAsync(stream, caller, prompt, wishes, gone));

    async Task<StreamOutcome> RunAsync(ReplyStream stream, Caller caller, DirectPrompt prompt, ChatOptions wishes, CancellationToken gone)
    {
        streams.Add(stream);
        await using var leaving = gone.Register(() => stream.Stop(StreamEndReason.Cancelled));
        var outcome = await generator.RunAsync(stream, caller.Asker, wishes, (model, _) => Task.FromResult(prompt.Fit(model, wishes, options)));
        streams.Remove(stream);
        stream.End(outcome);
        return outcome;
    }
}
