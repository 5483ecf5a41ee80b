using Confab.Inference.Catalog;

namespace Confab.Server.Replies.Prompts;

/// <summary>
/// Cuts a prompt to what a model holds, as its own tokenizer counts: instructions and background always stay, the oldest turns go
/// first, then notes; only then, and only where several people talk, the question is shortened.
/// </summary>
/// <param name="kept">How many turns, from the question on, are never left out.</param>
/// <param name="reserved">Tokens for what comes besides prompt and answer.</param>
sealed class PromptFit(Model model, int maxTokens, int reserved = 0, bool mayShorten = true, int kept = 1)
{
    // Of the budget, at most.
    const double MemoryShare = 0.1, KnowledgeShare = 0.3, FileShare = 0.3, PictureShare = 0.5;

    readonly int _budget = model.ContextLength - maxTokens - reserved;

    /// <param name="notes">Of each kind the best first.</param>
    /// <exception cref="PromptTooLongException">Instructions, background and question alone are more than the model holds.</exception>
    public Prompt Fit(IReadOnlyList<PromptPart> head, IReadOnlyList<PromptPart> notes, IReadOnlyList<PromptPart> turns) =>
        TryFit(head, Chosen(notes), turns)
        ?? TryFit(head, Needed(notes), turns)
        ?? Least([.. head.Where(part => part.Kind != PromptPartKind.Summary)], Needed(notes), turns);

    Prompt? TryFit(IReadOnlyList<PromptPart> head, List<PromptPart> notes, IReadOnlyList<PromptPart> turns)
    {
        for (var oldest = FirstThatMayFit(head.Concat(notes), turns); oldest <= turns.Count - kept; oldest++)
        {
            var composition = new Composition(head, notes, [.. turns.Skip(oldest)]);
            var messages = composition.Messages();
            var tokens = composition.CountTokens(model, messages);
            if (tokens <= _budget) return composition.Weigh(model, messages, tokens, maxTokens, oldest);
        }
        return null;
    }

    /// <summary>Counting single texts is nearly a lower bound of the whole, and much cheaper than rendering it again and again.</summary>
    int FirstThatMayFit(IEnumerable<PromptPart> always, IReadOnlyList<PromptPart> turns)
    {
        var left = _budget - always.Sum(part => part.CountTokens(model)) * 9 / 10;
        var first = turns.Count;
        while (first > 0 && (left -= model.CountTokens(turns[first - 1].Text) * 9 / 10) >= 0) first--;
        return Math.Min(first, turns.Count - kept);
    }

    List<PromptPart> Chosen(IReadOnlyList<PromptPart> notes) =>
    [
        .. Needed(notes), .. Within(notes, PromptPartKind.Memory, MemoryShare), .. Within(notes, PromptPartKind.Knowledge, KnowledgeShare),
        .. Pictures(notes), .. Within([.. notes.Where(note => note.Picture is null)], PromptPartKind.File, FileShare),
    ];

    /// <summary>The newest of them, as many as half of the budget holds: nobody can look at a part of one.</summary>
    IEnumerable<PromptPart> Pictures(IReadOnlyList<PromptPart> notes) => notes.Where(note => note.Picture is not null).Take((int)(_budget * PictureShare) / PromptPart.PictureTokens);

    static List<PromptPart> Needed(IReadOnlyList<PromptPart> notes) => [.. notes.Where(note => note.Kind == PromptPartKind.Background)];

    IEnumerable<PromptPart> Within(IReadOnlyList<PromptPart> notes, PromptPartKind kind, double share)
    {
        var left = (int)(_budget * share);
        foreach (var note in notes.Where(note => note.Kind == kind))
        {
            var tokens = model.CountTokens(note.Text);
            var shown = tokens <= left ? note : kind == PromptPartKind.File && left > 0 ? note with { Text = Beginning(note.Text, (double)left / tokens) } : null;
            if (shown is null) continue;
            left -= Math.Min(left, tokens);
            yield return shown;
        }
    }

    /// <summary>The question alone, and where nobody is cut short in silence not even that.</summary>
    Prompt Least(IReadOnlyList<PromptPart> head, List<PromptPart> needed, IReadOnlyList<PromptPart> turns)
    {
        var question = turns[^kept];
        for (var text = question.Text; ; text = Shorter(text))
        {
            var composition = new Composition(head, needed, [question with { Text = text }, .. turns.TakeLast(kept - 1)]);
            var messages = composition.Messages();
            var tokens = composition.CountTokens(model, messages);
            if (mayShorten && tokens > _budget && text.Length >= 16) continue;
            return tokens < model.ContextLength
                ? composition.Weigh(model, messages, tokens, Math.Min(maxTokens, model.ContextLength - tokens), turns.Count - kept)
                : throw new PromptTooLongException(tokens, model.ContextLength);
        }
    }

    static string Shorter(string text) => Beginning(text, 0.75);

    static string Beginning(string text, double share)
    {
        var end = Math.Max(1, (int)(text.Length * share));
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + " …";
    }
}
