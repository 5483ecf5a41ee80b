using Microsoft.Extensions.AI;

namespace Confab.Inference.Prompts;

/// <summary>What a model is asked, and what is wished of its answer. It was checked when it was made.</summary>
public sealed class ChatPrompt
{
    /// <summary>Asks with one message of a user.</summary>
    /// <exception cref="ArgumentException">The text is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits; the exception names it.</exception>
    public ChatPrompt(string text, PromptOptions? options = null) : this(Message(text), options)
    {
    }

    /// <summary>Asks with a whole conversation.</summary>
    /// <exception cref="ArgumentException">There is no message.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits; the exception names it.</exception>
    public ChatPrompt(IEnumerable<ChatMessage> messages, PromptOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        Messages = [.. messages];
        if (Messages.Count == 0) throw new ArgumentException("A prompt needs at least one message.", nameof(messages));
        Options = options ?? new();
        Options.Validate();
    }

    /// <summary>The messages, the oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>What is wished of the answer.</summary>
    public PromptOptions Options { get; }

    /// <summary>The same messages with other wishes.</summary>
    public ChatPrompt With(PromptOptions options) => new(Messages, options);

    /// <summary>The text of the last message.</summary>
    public override string ToString() => Messages[^1].Text;

    static ChatMessage[] Message(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return [new(ChatRole.User, text)];
    }
}
