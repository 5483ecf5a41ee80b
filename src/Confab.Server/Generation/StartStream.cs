using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Replies;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation;

/// <summary><c>start_stream</c>: a generation for one socket alone. It waits in the same line as the rooms' replies, and ends with its socket.</summary>
public sealed class StartStream(Generator generator, ModelCatalog models, OwnStreams streams, ReplyOptions options)
{
    public ServerFrame? Handle(Connection connection, StartStreamRequest request)
    {
        var user = connection.RequireUser();
        var prompt = DirectPrompt.Require(request.Prompt, request.Messages);
        var wishes = GenerationWishes.Require(request.Options, models);

        var stream = new ReplyStream(request.StreamId, e => connection.Queue.Enqueue(EncodedEvent.Encode(e)));
        streams.Add(connection, stream);
        _ = RunAsync(connection, stream, user, prompt, wishes, request.Ref);
        return null;
    }

    async Task RunAsync(Connection connection, ReplyStream stream, Author user, DirectPrompt prompt, ChatOptions wishes, string? reference)
    {
        await using var gone = connection.Closed.Register(() => stream.Stop(StreamEndReason.Cancelled));
        var outcome = await generator.RunAsync(
            stream, new Asker(user.Id), wishes, (model, _) => Task.FromResult(prompt.Fit(model, wishes, options)), reference: reference);
        // First gone, then told: whoever hears the end may use the id and the place at once.
        streams.Remove(stream, connection);
        if (!stream.HasStarted && reference is not null) connection.Send(Refusal(outcome) with { Ref = reference });
        stream.End(outcome);
    }

    static ErrorFrame Refusal(StreamOutcome outcome) => outcome.Reason switch
    {
        StreamEndReason.Cancelled => new(ErrorCode.Cancelled, "the stream was stopped before it started"),
        StreamEndReason.Interrupted => new(ErrorCode.ShuttingDown, "the server is going down; reconnect and try again"),
        _ => outcome.Fault ?? new(ErrorCode.Busy, "the stream could not start"),
    };
}
