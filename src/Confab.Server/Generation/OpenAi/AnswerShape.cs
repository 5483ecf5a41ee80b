namespace Confab.Server.Generation.OpenAi;

/// <summary>How one of the two kinds of completions spells its parts. All parts of an answer carry the same id and time.</summary>
abstract class AnswerShape(string prefix, string whole, string part, DateTimeOffset created)
{
    readonly string _id = prefix + Guid.CreateVersion7().ToString("n");

    public Completion Whole(string model, IReadOnlyList<Choice> choices) => new(_id, whole, created.ToUnixTimeSeconds(), model, choices);

    public Completion Part(string model, params IReadOnlyList<Choice> choices) => new(_id, part, created.ToUnixTimeSeconds(), model, choices);

    /// <summary>What a stream begins with; null for nothing.</summary>
    public abstract Choice? Opening(int index);

    public abstract Choice Piece(int index, string text);

    public abstract Choice Ending(int index, string reason);

    public abstract Choice All(int index, string text, string reason);
}

/// <summary>Chat completions.</summary>
sealed class ChatShape(DateTimeOffset created) : AnswerShape("chatcmpl-", "chat.completion", "chat.completion.chunk", created)
{
    public override Choice Opening(int index) => new(index, Delta: new("assistant", ""));

    public override Choice Piece(int index, string text) => new(index, Delta: new(Content: text));

    public override Choice Ending(int index, string reason) => new(index, Delta: new(), FinishReason: reason);

    public override Choice All(int index, string text, string reason) => new(index, new WholeMessage("assistant", text), FinishReason: reason);
}

/// <summary>Completions of plain text.</summary>
/// <param name="echoes">The prompts, by their index, where the answers are to begin with them.</param>
sealed class TextShape(DateTimeOffset created, IReadOnlyList<string>? echoes) : AnswerShape("cmpl-", "text_completion", "text_completion", created)
{
    public override Choice? Opening(int index) => echoes is null ? null : Piece(index, echoes[index]);

    public override Choice Piece(int index, string text) => new(index, Text: text);

    public override Choice Ending(int index, string reason) => new(index, Text: "", FinishReason: reason);

    public override Choice All(int index, string text, string reason) => new(index, Text: echoes?[index] + text, FinishReason: reason);
}
