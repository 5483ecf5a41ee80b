using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;

namespace Confab.Server.Compatibility;

/// <summary>
/// Another program's way to say what the protocol says. It turns that program's frames into requests, and answers and events
/// into that program's frames, and does nothing else: rights, limits and storage are those of the request. Never called by two
/// threads at once.
/// </summary>
abstract class Dialect(DialectWire wire)
{
    protected DialectWire Wire => wire;

    /// <summary>A frame of the program.</summary>
    /// <param name="type">Its <c>type</c>; empty where it has none.</param>
    /// <param name="frame">An object.</param>
    /// <returns>False for a frame that this dialect does not know.</returns>
    public abstract bool Receive(string type, JsonElement frame);

    /// <summary>An answer or an event; the first is <see cref="Connected"/>.</summary>
    public abstract void Tell(ServerFrame frame);

    /// <summary>What went wrong, as the program expects to hear it.</summary>
    public virtual void Refuse(string why) => Wire.Write(new() { ["type"] = "error", ["message"] = why });
}

/// <summary>The two ends that a dialect stands between.</summary>
/// <param name="Ask">Towards the server; answers carry the request's ref.</param>
/// <param name="Write">Towards the program.</param>
/// <param name="IsGuest">Nobody showed a token: the name was made for this socket.</param>
sealed record DialectWire(Action<Request> Ask, Action<JsonObject> Write, bool IsGuest);

static class DialectJson
{
    /// <summary>The text of a field; null where it is no text.</summary>
    public static string? Text(this JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static double? Number(this JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    public static bool? Flag(this JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    public static string Iso(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
