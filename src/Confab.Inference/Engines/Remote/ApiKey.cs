using System.Net.Http.Headers;

namespace Confab.Inference.Engines.Remote;

/// <summary>The key of an endpoint. It goes into the request's header and nowhere else.</summary>
sealed class ApiKey
{
    readonly string? _value;

    ApiKey(string? variable, string? value) => (Variable, _value) = (variable, value);

    /// <summary>The environment variable that it was read from; null where the endpoint wants no key.</summary>
    public string? Variable { get; }

    /// <exception cref="RemoteModelException">The variable holds no key.</exception>
    public static ApiKey Read(string? variable, string modelId)
    {
        if (variable is null) return new(null, null);
        var value = Environment.GetEnvironmentVariable(variable)?.Trim();
        if (string.IsNullOrEmpty(value)) throw new RemoteModelException(modelId, $"The environment variable {variable} is empty; it should hold the endpoint's key.");
        if (value.Any(letter => letter is <= ' ' or > '~')) throw new RemoteModelException(modelId, $"The environment variable {variable} holds a character that no key has.");
        return new(variable, value);
    }

    /// <summary>Puts it into the request in place of whatever the client library put there.</summary>
    public void Apply(HttpRequestHeaders headers) =>
        headers.Authorization = _value is null ? null : new AuthenticationHeaderValue("Bearer", _value);

    /// <summary>Takes it out of words that somebody will read: some servers repeat the key that they refuse.</summary>
    public string Redact(string words) => _value is null ? words : words.Replace(_value, "[key]", StringComparison.Ordinal);

    /// <summary>Never the key.</summary>
    public override string ToString() => Variable is null ? "no key" : $"the key in {Variable}";
}
