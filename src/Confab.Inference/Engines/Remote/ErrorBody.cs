using System.Text.Json;

namespace Confab.Inference.Engines.Remote;

/// <summary>What an endpoint says about a failure, in any of the shapes that compatible servers use.</summary>
/// <param name="Message">Its words; empty where it has none.</param>
/// <param name="Kind">Its type or code, for example <c>overloaded_error</c>; empty where it has none.</param>
/// <param name="Status">The HTTP status that it names inside of a stream; null where it names none.</param>
sealed record ErrorBody(string Message, string Kind, int? Status)
{
    const int MostWords = 300;

    static readonly string[] s_transientKinds = ["overloaded", "rate_limit", "timeout", "server_error", "api_error", "unavailable"];

    /// <summary>Whether trying again later may help. An account without credit is not helped by waiting.</summary>
    public bool IsTransient =>
        Kind != "insufficient_quota"
        && (Status is 408 or 429 or >= 500 || s_transientKinds.Any(kind => Kind.Contains(kind, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Reads <c>{"error": {"message", "type", "code"}}</c>, <c>{"error": "words"}</c>, <c>{"message": "words"}</c>, or plain words.</summary>
    public static ErrorBody Parse(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return From(json.RootElement);
        }
        catch (JsonException)
        {
            return new(Shorten(body), "", null);
        }
    }

    static ErrorBody From(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return new(Shorten(root.ToString()), "", null);
        var error = root.TryGetProperty("error", out var inner) ? inner : root;
        if (error.ValueKind != JsonValueKind.Object) return new(Shorten(error.ToString()), "", null);
        var code = Text(error, "code");
        var status = int.TryParse(code, out var number) ? number : (int?)null;
        var type = Text(error, "type");
        // The code is the finer word where it is one: "insufficient_quota" under the type "insufficient_quota" or "requests".
        var kind = status is null && code.Length > 0 ? code : type;
        return new(Shorten(Text(error, "message")), kind, status);
    }

    static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    static string Shorten(string words)
    {
        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MostWords ? line : $"{line[..MostWords]}…";
    }
}
