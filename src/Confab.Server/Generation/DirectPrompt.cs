using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Server.Replies.Prompts;
using Confab.Server.Sockets;
using Microsoft.Extensions.AI;

namespace Confab.Server.Generation;

/// <summary>A prompt that somebody brings along. Nothing of it is left out to make it fit.</summary>
/// <param name="Messages">What the model is shown.</param>
/// <param name="IsRaw">The one message is continued as plain text where the model can do that.</param>
sealed record DirectPrompt(IReadOnlyList<ChatMessage> Messages, bool IsRaw = false)
{
    /// <exception cref="RequestRefused">There is neither a prompt nor messages, or both, or nothing in them.</exception>
    public static DirectPrompt Require(string? prompt, IReadOnlyList<PromptMessage>? messages) => (prompt, messages) switch
    {
        (null, null) => throw new RequestRefused(ErrorCode.BadRequest, "give a \"prompt\", or \"messages\"", "prompt"),
        (not null, not null) => throw new RequestRefused(ErrorCode.BadRequest, "give a \"prompt\" or \"messages\", not both", "messages"),
        (not null, null) => Require(prompt),
        (null, not null) => Require(messages),
    };

    public static DirectPrompt Require(string? prompt) => string.IsNullOrWhiteSpace(prompt)
        ? throw new RequestRefused(ErrorCode.BadRequest, prompt is null ? "give a \"prompt\"" : "\"prompt\" is blank", "prompt")
        : new([new ChatMessage(ChatRole.User, prompt)]);

    /// <exception cref="PromptTooLongException">It leaves no room for an answer.</exception>
    /// <exception cref="RequestRefused">The model cannot do what is wished.</exception>
    public Prompt Fit(Model model, ChatOptions wishes, ReplyOptions options)
    {
        GenerationWishes.RequireMet(wishes, model);
        var tokens = IsRaw && model.Card.Can("completion") ? model.CountTokens(Messages[0].Text) : model.CountPromptTokens(Messages);
        var left = model.ContextLength - tokens;
        return left > 0 ? new Prompt(Messages, tokens, Math.Min(options.MaxTokens, left)) : throw new PromptTooLongException(tokens, model.ContextLength);
    }

    static DirectPrompt Require(IReadOnlyList<PromptMessage> messages)
    {
        if (messages.Any(m => m is null)) throw new RequestRefused(ErrorCode.BadRequest, "\"messages\" holds null", "messages");
        if (!messages.Any(m => m.Role == PromptRole.User))
            throw new RequestRefused(ErrorCode.BadRequest, "\"messages\" holds no message of a user", "messages");
        return new([.. messages.Select(m => new ChatMessage(RoleOf(m.Role), m.Content))]);
    }

    static ChatRole RoleOf(PromptRole role) => role switch
    {
        PromptRole.System => ChatRole.System,
        PromptRole.Assistant => ChatRole.Assistant,
        _ => ChatRole.User,
    };
}
