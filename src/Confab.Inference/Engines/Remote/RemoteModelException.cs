using System.Net;

namespace Confab.Inference.Engines.Remote;

/// <summary>
/// A model behind an endpoint could not answer, or not to the end. The message says what happened and what to do; no key
/// is ever in it.
/// </summary>
public sealed class RemoteModelException(string modelId, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Our id of the model; empty where no model was asked, but the endpoint itself.</summary>
    public string ModelId { get; } = modelId;

    /// <summary>The HTTP status; null where none came, or where the fault came after a good one.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the endpoint asks us to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may well succeed later: an overload or a broken line, not a wrong key.</summary>
    public bool IsTransient { get; init; }
}
