using System.Net;
using System.Net.Http.Headers;

namespace Confab.Inference.Engines.Remote;

/// <summary>The words for what goes wrong at an endpoint, and whether it may go well later.</summary>
/// <param name="modelId">Our id of the model; empty where the endpoint itself is asked.</param>
/// <param name="model">The model's name there.</param>
sealed class EndpointFaults(string modelId, string model, Uri address, ApiKey key, TimeProvider time)
{
    public RemoteModelException Unreachable(Exception cause) =>
        new(modelId, $"{address} cannot be reached: {Innermost(cause)}", cause) { IsTransient = true };

    public RemoteModelException Silent(TimeSpan limit) =>
        new(modelId, $"{address} has sent nothing for {limit.TotalSeconds:0.#} s; the request was given up.") { IsTransient = true };

    public RemoteModelException BrokenOff(Exception? cause = null) =>
        new(modelId, $"{address} broke the answer off before its end.", cause) { IsTransient = true };

    public RemoteModelException Unreadable(string what, Exception? cause = null) =>
        new(modelId, $"{address} sent something that is no model's answer: {key.Redact(what)}", cause);

    /// <summary>An error inside of an answer that had begun well.</summary>
    public RemoteModelException Reported(ErrorBody error) =>
        new(modelId, $"{address} failed while it answered{InBrackets(error.Kind)}{Words(error)}")
        {
            StatusCode = (HttpStatusCode?)error.Status,
            IsTransient = error.IsTransient,
        };

    public RemoteModelException Refused(HttpResponseMessage response, string body)
    {
        var error = ErrorBody.Parse(body);
        var status = (int)response.StatusCode;
        var retryAfter = RetryAfter(response.Headers);
        return new(modelId, Explain(status, response, error, retryAfter))
        {
            StatusCode = response.StatusCode,
            RetryAfter = retryAfter,
            IsTransient = (status is 408 or 425 or 429 or >= 500) && error.Kind != "insufficient_quota",
        };
    }

    string Explain(int status, HttpResponseMessage response, ErrorBody error, TimeSpan? retryAfter) => status switch
    {
        >= 300 and < 400 => $"{address} redirects to {response.Headers.Location} ({status}); put that address into the configuration.",
        401 or 403 when key.Variable is null => $"{address} wants a key ({status}); name the environment variable that holds it{Words(error)}",
        401 or 403 => $"The key in {key.Variable} was refused by {address} ({status}){Words(error)}",
        404 when model.Length > 0 => $"{address} knows no model '{model}' ({status}){Words(error)}",
        404 => $"{address} has no such page ({status}); does the address end with its version, as in /v1?",
        429 when retryAfter is { } wait => $"{address} takes no more requests now ({status}); try again in {wait.TotalSeconds:0.#} s{Words(error)}",
        429 => $"{address} takes no more requests now ({status}){Words(error)}",
        >= 500 => $"{address} failed ({status}){Words(error)}",
        _ => $"{address} refused the request ({status}){Words(error)}",
    };

    string Words(ErrorBody error) => error.Message.Length == 0 ? "." : $": {key.Redact(error.Message)}";

    static string InBrackets(string kind) => kind.Length == 0 ? "" : $" ({kind})";

    /// <summary>Seconds or a date: RFC 9110, section 10.2.3.</summary>
    TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        var wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    static string Innermost(Exception cause) => cause.GetBaseException().Message;
}
