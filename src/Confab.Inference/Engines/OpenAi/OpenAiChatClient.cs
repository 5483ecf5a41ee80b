using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Confab.Inference.Engines.Remote;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>A model behind OpenAI's chat completions, and where it is configured, its embeddings.</summary>
sealed class OpenAiChatClient(RemoteModelOptions options, Endpoint endpoint) : RemoteChatClient(Chat(options, endpoint), options, endpoint)
{
    readonly OpenAiEmbeddings? _embeddings = options.Capabilities.Contains("embeddings")
        ? new(new EmbeddingClient(options.Model, Credential, Settings(endpoint.Address, endpoint.Answers)), endpoint.Faults)
        : null;

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && _embeddings is not null && serviceType.IsInstanceOfType(_embeddings) ? _embeddings : base.GetService(serviceType, serviceKey);

    // What the library says to words that it does not know, for example to a new reason for an end.
    protected override RemoteModelException? FaultBehind(Exception exception) =>
        exception is JsonException or ClientResultException or ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException
            ? Faults.Unreadable(exception.Message, exception)
            : null;

    static Completions Chat(RemoteModelOptions options, Endpoint endpoint) => new(
        new ChatClient(options.Model, Credential, Settings(endpoint.Address, endpoint.Streams)), new CompletionOptions(endpoint.Address), endpoint.Faults);

    // The endpoint puts the real key in, where there is one.
    static ApiKeyCredential Credential => new("none");

    static OpenAIClientOptions Settings(Uri address, HttpClient http) => new()
    {
        Endpoint = address,
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
    };
}
