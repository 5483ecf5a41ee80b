using Anthropic;
using Anthropic.Exceptions;
using Confab.Inference.Engines.Remote;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Engines.Anthropic;

/// <summary>Speaks Anthropic's Messages API.</summary>
sealed class AnthropicChatClient(RemoteModelOptions options, Endpoint endpoint) : RemoteChatClient(Chat(options, endpoint), options, endpoint)
{
    const int DefaultMaxOutputTokens = 4096;

    // System messages are one field there, not turns; the library would leave later ones among the turns.
    protected override IReadOnlyList<ChatMessage> Arrange(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.Where(message => message.Role == ChatRole.System), .. messages.Where(message => message.Role != ChatRole.System)];

    // Blank ones are refused; they are found on this side.
    protected override void Limit(ChatOptions options) =>
        options.StopSequences = options.StopSequences?.Where(stop => !string.IsNullOrWhiteSpace(stop)).ToList();

    protected override RemoteModelException? FaultBehind(Exception exception) => exception switch
    {
        AnthropicSseException => Faults.Reported(ErrorBody.Parse(JsonIn(exception.Message))),
        AnthropicException => Faults.Unreadable(exception.Message, exception),
        _ => null,
    };

    // The library's words, and the server's JSON in them.
    static string JsonIn(string message)
    {
        var (start, end) = (message.IndexOf('{', StringComparison.Ordinal), message.LastIndexOf('}'));
        return start >= 0 && end > start ? message[start..(end + 1)] : message;
    }

    static IChatClient Chat(RemoteModelOptions options, Endpoint endpoint) => new AnthropicClient
    {
        BaseUrl = endpoint.Address.AbsoluteUri.TrimEnd('/'),
        // The endpoint puts the real key in; where none is set here, the library takes what the environment holds.
        ApiKey = "none",
        MaxRetries = 0,
        Timeout = Timeout.InfiniteTimeSpan,
        HttpClient = endpoint.Streams,
    }.AsIChatClient(options.Model, Math.Min(DefaultMaxOutputTokens, Math.Max(1, options.ContextLength / 2)));
}
