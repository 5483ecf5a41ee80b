using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Server.Sockets;

/// <summary>Turns a frame into a request, and what the serializer dislikes into an error that names the field.</summary>
static partial class RequestReader
{
    static readonly HashSet<string> Types =
        [.. typeof(Request).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(derived => (string)derived.TypeDiscriminator!)];

    /// <exception cref="RequestRefused">The type is unknown, or a field is missing or wrong.</exception>
    public static Request Read(FrameHead head, ReadOnlySpan<byte> frame)
    {
        if (!Types.Contains(head.Type!)) throw new RequestRefused(ErrorCode.UnknownType, $"there is no request \"{Shortened(head.Type!)}\"; known are {string.Join(", ", Types)}", "type");
        try
        {
            return JsonSerializer.Deserialize(frame, ProtocolJson.Default.Request)!;
        }
        catch (JsonException e)
        {
            throw new RequestRefused(Explain(e));
        }
    }

    internal static ErrorFrame Explain(JsonException e)
    {
        if (e.Message.Contains("missing required", StringComparison.Ordinal))
        {
            var missing = Quoted().Matches(e.Message.Split("including:")[^1]).Select(m => m.Groups[1].Value).ToArray();
            return new(ErrorCode.BadRequest, $"{Listed(missing)} missing", missing.FirstOrDefault());
        }
        var field = e.Path is null or "$" ? null : e.Path[2..];
        var why = e.Message.StartsWith("an id has", StringComparison.Ordinal) || e.Message.StartsWith("expected an id", StringComparison.Ordinal)
            ? e.Message
            : e.Message.Contains("doesn't allow null", StringComparison.Ordinal) ? "must not be null" : "has a value of the wrong type, or one that is not allowed";
        return new(ErrorCode.BadRequest, $"\"{field ?? "the frame"}\" {(why.StartsWith("an id", StringComparison.Ordinal) ? "is no id: " + why : why)}", field);
    }

    static string Listed(string[] fields) => string.Join(", ", fields.Select(f => $"\"{f}\"")) + (fields.Length == 1 ? " is" : " are");

    static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
