using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;

namespace Confab.Inference.Engines.Anthropic;

/// <summary>Models behind Anthropic's Messages API.</summary>
public static class AnthropicEngine
{
    static readonly Uri s_service = new("https://api.anthropic.com");

    /// <summary>Makes a model that asks the endpoint. Nothing is sent before the first request.</summary>
    /// <remarks>
    /// The API demands a limit of tokens: 4,096 where a request sets none, but at most half of the context. It knows stop
    /// sequences, tools, and JSON by a schema whose properties are required. It no longer takes temperature, top-p or top-k,
    /// and never took a seed or penalties: a request that sets those is answered without them. Tokens are estimated before a request: a quarter of the bytes in UTF-8, and four for each message.
    /// </remarks>
    /// <param name="options">The model and where it is; the address without <c>/v1</c>.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <exception cref="ArgumentException">An option is out of its limits.</exception>
    /// <exception cref="RemoteModelException">The environment variable that should hold the key does not.</exception>
    public static Model Connect(RemoteModelOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var checkedOptions = options.Validate(s_service);
        var endpoint = Endpoint.Of(checkedOptions, time ?? TimeProvider.System);
        return RemoteModel.Create("anthropic", checkedOptions, new AnthropicChatClient(checkedOptions, endpoint));
    }
}
