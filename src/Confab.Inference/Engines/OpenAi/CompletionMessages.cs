using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ServiceMessage = OpenAI.Chat.ChatMessage;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>Our messages in the words of chat completions.</summary>
static class CompletionMessages
{
    static readonly JsonSerializerOptions s_json = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static IEnumerable<ServiceMessage> From(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool) return message.Contents.OfType<FunctionResultContent>().Select(Result);
        if (message.Role == ChatRole.System) return [new SystemChatMessage(message.Text)];
        return [message.Role == ChatRole.Assistant ? Assistant(message) : User(message)];
    }

    // Plain words where there are only words: not every compatible server takes a list of parts.
    static UserChatMessage User(ChatMessage message) => message.Contents.All(content => content is TextContent)
        ? new(message.Text)
        : new(message.Contents.Select(Part).OfType<ChatMessageContentPart>());

    static AssistantChatMessage Assistant(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, Json(call.Arguments ?? new Dictionary<string, object?>())))
            .ToList();
        if (calls.Count == 0) return new(message.Text);
        var said = new AssistantChatMessage(calls);
        if (message.Text.Length > 0) said.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        return said;
    }

    static ToolChatMessage Result(FunctionResultContent result) => new(result.CallId, result.Result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        var value => Json(value).ToString(),
    });

    static ChatMessageContentPart? Part(AIContent content) => content switch
    {
        TextContent text => ChatMessageContentPart.CreateTextPart(text.Text),
        UriContent image when image.HasTopLevelMediaType("image") => ChatMessageContentPart.CreateImagePart(image.Uri),
        DataContent image when image.HasTopLevelMediaType("image") => ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(image.Data), image.MediaType),
        _ => null,
    };

    static BinaryData Json(object value) =>
        BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(value, s_json.GetTypeInfo(value.GetType())));
}
