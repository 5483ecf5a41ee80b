using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Cli.Conversations;

/// <summary>What was said so far between a person and a model.</summary>
sealed class Conversation(string? system)
{
    readonly List<Turn> _turns = [];

    public IReadOnlyList<Turn> Turns => _turns;

    public string? System => system;

    public void Add(Turn turn) => _turns.Add(turn);

    /// <summary>A question that got no answer is not part of it.</summary>
    public void TakeBack(Turn turn) => _turns.Remove(turn);

    public void Clear() => _turns.Clear();

    public void Replace(IEnumerable<Turn> turns)
    {
        _turns.Clear();
        _turns.AddRange(turns);
    }

    /// <summary>
    /// What the model is shown: the system's words always, and of the rest as much as leaves room for the answer, the
    /// newest first to stay. What falls out is only not shown; it stays in the conversation.
    /// </summary>
    public IReadOnlyList<ChatMessage> PromptFor(Model model, int maxTokens)
    {
        // An answer may not eat the whole context, or nothing of the question would be left.
        var room = model.ContextLength - Math.Min(maxTokens, model.ContextLength / 2);
        var first = 0;
        var prompt = From(first);
        while (first < _turns.Count - 1 && model.CountPromptTokens(prompt) > room)
        {
            do first++;
            while (first < _turns.Count - 1 && _turns[first].Role != ChatRole.User);
            prompt = From(first);
        }
        return prompt;
    }

    List<ChatMessage> From(int first)
    {
        List<ChatMessage> prompt = system is null ? [] : [new(ChatRole.System, system)];
        prompt.AddRange(_turns.Skip(first).Select(turn => new ChatMessage(turn.Role, turn.Content)));
        return prompt;
    }
}
