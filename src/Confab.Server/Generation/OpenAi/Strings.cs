using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Generation.OpenAi;

/// <summary>A field that is a string or a list of strings.</summary>
static class Strings
{
    /// <summary>Null where it is null.</summary>
    /// <exception cref="RequestRefused">It is something else.</exception>
    public static IReadOnlyList<string>? Of(JsonElement value, string field) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(item => item.GetString()!)],
        JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.Array) =>
            throw new RequestRefused(ErrorCode.BadRequest, $"\"{field}\" is text; ids of tokens mean nothing here, since each model has its own", field),
        _ => throw new RequestRefused(ErrorCode.BadRequest, $"\"{field}\" is a string or a list of strings", field),
    };
}
