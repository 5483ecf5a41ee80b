using Confab.Inference.Catalog;
using Confab.Protocol;
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
        var messages = Messages(request);
        var wishes = GenerationWishes.Require(request.Options, models);

        var stream = new ReplyStream(request.StreamId, e => connection.Queue.Enqueue(e.Frame));
        streams.Add(connection, stream);
        _ = RunAsync(connection, stream, user, messages, wishes, request.Ref);
        return null;
    }

    static IReadOnlyList<ChatMessage> Messages(StartStreamRequest request) => request switch
    {
        { Prompt: null, Messages: null } => throw new RequestRefused(ErrorCode.BadRequest, "give a \"prompt\", or \"messages\"", "prompt"),
        { Prompt: not null, Messages: not null } => throw new RequestRefused(ErrorCode.BadRequest, "give a \"prompt\" or \"messages\", not both", "messages"),
        { Prompt: { } prompt } when string.IsNullOrWhiteSpace(prompt) => throw new RequestRefused(ErrorCode.BadRequest, "\"prompt\" is blank", "prompt"),
        { Prompt: { } prompt } => [new ChatMessage(ChatRole.User, prompt)],
        { Messages: { } all } when all.Any(m => m is null) => throw new RequestRefused(ErrorCode.BadRequest, "\"messages\" holds null", "messages"),
        { Messages: { } all } when !all.Any(m => m.Role == PromptRole.User) =>
            throw new RequestRefused(ErrorCode.BadRequest, "\"messages\" holds no message of a user", "messages"),
        _ => [.. request.Messages.Select(m => new ChatMessage(RoleOf(m.Role), m.Content))],
    };

    static ChatRole RoleOf(PromptRole role) => role switch
    {
        PromptRole.System => ChatRole.System,
        PromptRole.Assistant => ChatRole.Assistant,
        _ => ChatRole.User,
    };

    async Task RunAsync(
        Connection connection, ReplyStream stream, Author user, IReadOnlyList<ChatMessage> messages, ChatOptions wishes, string? reference)
    {
        await using var gone = connection.Closed.Register(() => stream.Stop(StreamEndReason.Cancelled));
        var outcome = await generator.RunAsync(stream, new Asker(user.Id), wishes, (model, _) => Task.FromResult(Fit(model, messages)), reference: reference);
        if (!stream.HasStarted && reference is not null) connection.Send(Refusal(outcome) with { Ref = reference });
        // First gone, then told: whoever hears the end may use the id and the place at once.
        streams.Remove(connection, stream);
        stream.End(outcome);
    }

    Prompt Fit(Model model, IReadOnlyList<ChatMessage> messages)
    {
        var tokens = model.CountPromptTokens(messages);
        var left = model.ContextLength - tokens;
        return left > 0
            ? new Prompt(messages, tokens, Math.Min(options.MaxTokens, left))
            : throw new PromptTooLongException(tokens, model.ContextLength);
    }

    static ErrorFrame Refusal(StreamOutcome outcome) => outcome.Reason switch
    {
        StreamEndReason.Cancelled => new(ErrorCode.Cancelled, "the stream was stopped before it started"),
        StreamEndReason.Interrupted => new(ErrorCode.ShuttingDown, "the server is going down; reconnect and try again"),
        _ => new(ErrorCode.Busy, outcome.Error ?? "the stream could not start"),
    };
}
