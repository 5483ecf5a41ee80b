using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Tools;

/// <summary>
/// Tools for models that call them by writing: the tools are described in the system message, a call is written as
/// <c>&lt;tool_call&gt;{"name": …, "arguments": …}&lt;/tool_call&gt;</c> and its result shown as <c>&lt;tool_response&gt;</c>. The
/// convention of Hermes (NousResearch, "Hermes Function Calling") that Qwen and many others were trained on. Whatever else looks like
/// one of these tags, because a person, a file or a tool wrote it, gets a blank in it and is a tag no more.
/// </summary>
public static partial class TaggedTools
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
        if (functions.Count == 0 && !messages.Any(HasCalls)) return messages;
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
        if (!HasCalls(message))
            return message.Contents.OfType<TextContent>().Any(text => Tag().IsMatch(text.Text))
                ? new(message.Role, [.. message.Contents.Select(content => content is TextContent text ? new TextContent(Plain(text.Text)) : content)])
                : message;
        var text = string.Join('\n', message.Contents.Select(Written).Where(part => part.Length > 0));
        return new(message.Role == ChatRole.Tool ? ChatRole.User : message.Role, text);
    }

    static string Written(AIContent content) => content switch
    {
        TextContent text => Plain(text.Text),
        FunctionCallContent call => $"{CallStart}\n{Plain(JsonSerializer.Serialize(new { name = call.Name, arguments = call.Arguments ?? new Dictionary<string, object?>() }, s_json))}\n{CallEnd}",
        FunctionResultContent result => $"<tool_response>\n{Plain(result.Result as string ?? JsonSerializer.Serialize(result.Result, s_json))}\n</tool_response>",
        _ => "",
    };

    static bool HasCalls(ChatMessage message) => message.Contents.Any(content => content is FunctionCallContent or FunctionResultContent);

    static string Plain(string text) => Tag().Replace(text, "< $1");

    [GeneratedRegex(@"<(/?(?:tool_call|tool_response|tools)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
