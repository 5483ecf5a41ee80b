using System.Text;
using System.Text.Json;
using Confab.Protocol;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation.OpenAi;

/// <summary>The messages of a chat completion.</summary>
static class ChatTurns
{
    /// <exception cref="RequestRefused">There are none, or one cannot be read; it is named by its place.</exception>
    public static DirectPrompt Require(IReadOnlyList<ChatTurn>? turns)
    {
        Refuse.Unless(turns is { Count: > 0 }, "messages", "holds at least one message");
        return new([.. turns!.Select((turn, i) => MessageOf(turn, $"messages[{i}]"))]);
    }

    static ChatMessage MessageOf(ChatTurn? turn, string at)
    {
        if (turn is null) throw new RequestRefused(ErrorCode.BadRequest, $"\"{at}\" is null", at);
        OpenAiWishes.RefuseUnmet(($"{at}.tool_calls", turn.ToolCalls), ($"{at}.function_call", turn.FunctionCall));
        return new ChatMessage(RoleOf(turn.Role, $"{at}.role"), TextOf(turn.Content, $"{at}.content")) { AuthorName = turn.Name };
    }

    static ChatRole RoleOf(string? role, string at) => role switch
    {
        "system" or "developer" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        "tool" or "function" => throw new RequestRefused(ErrorCode.BadRequest, $"\"{at}\": this server calls no tools for its callers, so there are no results of tools either", at),
        _ => throw new RequestRefused(ErrorCode.BadRequest, $"\"{at}\" is system, developer, user or assistant", at),
    };

    static string TextOf(JsonElement? content, string at)
    {
        if (content is { ValueKind: JsonValueKind.String } text) return text.GetString()!;
        Refuse.Unless(content is { ValueKind: JsonValueKind.Array }, at, "is a string or a list of parts");
        var all = new StringBuilder();
        foreach (var (i, part) in content!.Value.EnumerateArray().Index()) all.Append(PartOf(part, $"{at}[{i}]"));
        return all.ToString();
    }

    static string PartOf(JsonElement part, string at)
    {
        Refuse.Unless(part.ValueKind == JsonValueKind.Object, at, "is a part of text: {\"type\": \"text\", \"text\": \"…\"}");
        var type = Field(part, "type");
        Refuse.Unless(type is "text" or "refusal", at, $"is a part of the type \"{type}\", and models here read only text: images, sound and files are not supported");
        return Field(part, type!) ?? throw new RequestRefused(ErrorCode.BadRequest, $"\"{at}.{type}\" is a string", $"{at}.{type}");
    }

    static string? Field(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
