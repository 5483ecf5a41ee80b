using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>Models behind OpenAI's API and everything that speaks it: Ollama, llama-server, vLLM, LM Studio and others.</summary>
public static class OpenAiEngine
{
    static readonly Uri s_service = new("https://api.openai.com/v1");

    /// <summary>Makes a model that asks the endpoint. Nothing is sent before the first request.</summary>
    /// <remarks>
    /// Besides the standard options a request may set <c>top_k</c>, and the additional properties <c>repeat_penalty</c> and
    /// <c>min_p</c> (float); they are sent only where they are set, because OpenAI itself refuses them. Tokens are
    /// estimated before a request: a quarter of the bytes in UTF-8, and four for each message.
    /// With the capability <c>embeddings</c> the client's <c>GetService</c> gives an
    /// <c>IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt;</c>.
    /// </remarks>
    /// <param name="options">The model and where it is.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <exception cref="ArgumentException">An option is out of its limits.</exception>
    /// <exception cref="RemoteModelException">The environment variable that should hold the key does not.</exception>
    public static Model Connect(RemoteModelOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var checkedOptions = options.Validate(s_service);
        var endpoint = Endpoint.Of(checkedOptions, time ?? TimeProvider.System);
        return RemoteModel.Create("openai", checkedOptions, new OpenAiChatClient(checkedOptions, endpoint));
    }

    /// <summary>Asks an endpoint which models it has (<c>GET /models</c>), in its own order, at most 10,000.</summary>
    /// <param name="baseAddress">Where its API begins, with the version.</param>
    /// <param name="apiKeyVariable">The environment variable that holds the key; null where it wants none.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <param name="cancellationToken">Ends the waiting; after 30 s without a byte it ends by itself.</param>
    /// <exception cref="ArgumentException">It is no address that an API can begin at.</exception>
    /// <exception cref="RemoteModelException">The endpoint did not answer, or with something else.</exception>
    public static async Task<IReadOnlyList<DiscoveredModel>> DiscoverAsync(
        Uri baseAddress, string? apiKeyVariable = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        using var endpoint = Endpoint.At(EndpointAddress.Require(baseAddress), apiKeyVariable, time ?? TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.Address.AbsoluteUri.TrimEnd('/')}/models");
        using var response = await endpoint.Answers
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using var list = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
            return DiscoveredModel.ReadList(list.RootElement) ?? throw endpoint.Faults.Unreadable("it has no list of models.");
        }
        catch (JsonException e)
        {
            throw endpoint.Faults.Unreadable(e.Message, e);
        }
    }
}
