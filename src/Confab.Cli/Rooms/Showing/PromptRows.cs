using System.Globalization;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Client.Prompts;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>What an assistant saw for an answer, as a table: its parts in order, with their tokens.</summary>
static class PromptRows
{
    const int KindWidth = 13;

    /// <param name="prompt">What it saw.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="here">The room that is shown.</param>
    /// <param name="memories">The number of each memory here.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Of(AnswerPrompt prompt, Message answer, RoomPane? here, IReadOnlyDictionary<MemoryId, int> memories, int width)
    {
        yield return "";
        yield return StyledText.Cut($"  {Style.Bold($"What {SafeText.CleanLine(answer.Author.Name)} saw for {answer.Seq}")}  "
            + Style.Dim($"{Count(prompt.Tokens)}{Of(prompt.Budget)} tokens, {SafeText.CleanLine(prompt.Model)}"), width - 1);
        foreach (var part in prompt.Parts)
            yield return StyledText.Cut($"  {Style.Dim(Count(part.Tokens).PadLeft(7))}  {Style.Accent(SafeText.CleanLine(part.Kind).PadRight(KindWidth))}{What(part, here)}{Forget(part, memories)}", width - 1);
        if (prompt.LeftOut > 0) yield return "  " + Style.Dim($"{new string(' ', 9)}{(prompt.LeftOut == 1 ? "1 older message" : $"{prompt.LeftOut} older messages")} found no room");
    }

    static string What(PromptPart part, RoomPane? here)
    {
        if (part.Gone is { } gone) return Style.Italic(SafeText.CleanLine(gone.Replace('_', ' ')));
        List<string> names = [];
        if (part.MessageId is { } id && here?.State.Find(id) is { } message) names.Add(message.Seq.ToString(CultureInfo.InvariantCulture));
        if (part.Source is { } source) names.Add(SourceName.Of(source));
        else if (part.Title is { Length: > 0 } title) names.Add(SafeText.CleanLine(title));
        // Where several people talk, a message begins with its author's name.
        if (part.Author is { } author && part.Content?.StartsWith($"{author.Name}:", StringComparison.Ordinal) != true) names.Add(SafeText.CleanLine(author.Name));
        var text = SafeText.Clean(part.Content ?? "").ReplaceLineEndings(" ").Trim();
        return (names.Count > 0 ? Style.Dim(string.Join(' ', names) + ": ") : "") + text;
    }

    static string Forget(PromptPart part, IReadOnlyDictionary<MemoryId, int> memories) =>
        part.MemoryId is { } id && memories.TryGetValue(id, out var number) ? Style.Dim(" · ") + Style.Accent($"/forget {number}") : "";

    // Some models have no limit.
    static string Of(int budget) => budget < 1_000_000_000 ? $" of {Count(budget)}" : "";

    static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
