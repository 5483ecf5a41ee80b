using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Tools;

/// <summary>
/// Tools for models that call them by writing: the tools are described in the system message, a call is written as
/// <c>&lt;tool_call&gt;{"name": …, "arguments": …}&lt;/tool_call&gt;</c> and its result shown as <c>&lt;tool_response&gt;</c>. The
/// convention of Hermes (NousResearch, "Hermes Function Calling") that Qwen and many others were trained on.
/// </summary>
public static class TaggedTools
{
    internal const string CallStart = "<tool_call>", CallEnd = "</tool_call>";

    static readonly JsonSerializerOptions s_json = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same conversation with tools, calls and results as text. Without tools and calls it stays as it is.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="tools">What may be called.</param>
    public static IReadOnlyList<ChatMessage> Write(IReadOnlyList<ChatMessage> messages, IEnumerable<AITool>? tools)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var functions = (tools ?? []).OfType<AIFunctionDeclaration>().ToList();
        var written = messages.Select(Write).ToList();
        if (functions.Count == 0) return written;
        if (written is [{ } first, ..] && first.Role == ChatRole.System) written[0] = new(ChatRole.System, $"{first.Text}\n\n{Describe(functions)}");
        else written.Insert(0, new(ChatRole.System, Describe(functions)));
        return written;
    }

    /// <summary>What a model is told of the tools.</summary>
    /// <param name="functions">What may be called.</param>
    public static string Describe(IEnumerable<AIFunctionDeclaration> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        var text = new StringBuilder(
            """
            # Tools

            You may call one or more functions to assist with the user query.

            You are provided with function signatures within <tools></tools> XML tags:
            <tools>
            """);
        foreach (var function in functions)
            text.Append('\n').Append(JsonSerializer.Serialize(
                new { type = "function", function = new { name = function.Name, description = function.Description, parameters = function.JsonSchema } }, s_json));
        return text.Append(
            """

            </tools>

            For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
            <tool_call>
            {"name": <function-name>, "arguments": <args-json-object>}
            </tool_call>
            """).ToString();
    }

    static ChatMessage Write(ChatMessage message)
    {
        if (!message.Contents.Any(content => content is FunctionCallContent or FunctionResultContent)) return message;
        var text = string.Join('\n', message.Contents.Select(Written).Where(part => part.Length > 0));
        return new(message.Role == ChatRole.Tool ? ChatRole.User : message.Role, text);
    }

    static string Written(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"{CallStart}\n{JsonSerializer.Serialize(new { name = call.Name, arguments = call.Arguments ?? new Dictionary<string, object?>() }, s_json)}\n{CallEnd}",
        FunctionResultContent result => $"<tool_response>\n{(result.Result is string said ? said : JsonSerializer.Serialize(result.Result, s_json))}\n</tool_response>",
        _ => "",
    };
}
