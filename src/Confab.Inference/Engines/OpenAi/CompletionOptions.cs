using Confab.Inference.Engines.Remote;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ServiceFormat = OpenAI.Chat.ChatResponseFormat;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>Our options in the words of chat completions. What is not set is not sent, so that the server's own defaults hold.</summary>
sealed class CompletionOptions(Uri address)
{
    // OpenAI takes no more; the rest of them is found on this side.
    const int MostStops = 4;

    readonly bool _isOpenAi = address.Host.EndsWith(".openai.com", StringComparison.OrdinalIgnoreCase);

    public ChatCompletionOptions From(ChatOptions options)
    {
        var body = new ChatCompletionOptions
        {
            Temperature = options.Temperature,
            TopP = options.TopP,
            Seed = options.Seed,
            FrequencyPenalty = options.FrequencyPenalty,
            PresencePenalty = options.PresencePenalty,
            ResponseFormat = Format(options.ResponseFormat),
        };
        foreach (var stop in (options.StopSequences ?? []).Where(stop => stop.Length > 0).Take(MostStops)) body.StopSequences.Add(stop);
        SetLimit(body, options.MaxOutputTokens);
        AddTools(body, options);
        if (options.TopK is { } candidates) body.Patch.Set("$.top_k"u8, candidates);
        if (RemoteChatClient.Extra(options, "repeat_penalty") is { } penalty) body.Patch.Set("$.repeat_penalty"u8, penalty);
        if (RemoteChatClient.Extra(options, "min_p") is { } least) body.Patch.Set("$.min_p"u8, least);
        return body;
    }

    // OpenAI wants its new name, max_completion_tokens; the compatible servers all know the old one.
    void SetLimit(ChatCompletionOptions body, int? tokens)
    {
        if (_isOpenAi) body.MaxOutputTokenCount = tokens;
        else if (tokens is { } limit) body.Patch.Set("$.max_tokens"u8, limit);
    }

    static ServiceFormat? Format(Microsoft.Extensions.AI.ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => ServiceFormat.CreateJsonSchemaFormat(
            json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription),
        ChatResponseFormatJson => ServiceFormat.CreateJsonObjectFormat(),
        ChatResponseFormatText => ServiceFormat.CreateTextFormat(),
        _ => null,
    };

    static void AddTools(ChatCompletionOptions body, ChatOptions options)
    {
        foreach (var tool in options.Tools?.OfType<AIFunctionDeclaration>() ?? [])
            body.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        if (body.Tools.Count == 0) return;
        body.AllowParallelToolCalls = options.AllowMultipleToolCalls;
        body.ToolChoice = options.ToolMode switch
        {
            NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
            AutoChatToolMode => ChatToolChoice.CreateAutoChoice(),
            RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
            RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
            _ => null,
        };
    }
}
