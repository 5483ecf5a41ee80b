using Confab.Inference.Catalog;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies.Prompts;

/// <summary>Puts parts together as messages: instructions first, then turns that alternate, notes right before the question.</summary>
/// <param name="Head">Instructions, manners, summary.</param>
/// <param name="Notes">What belongs to the question alone.</param>
/// <param name="Turns">What was said, the question last.</param>
sealed record Composition(IReadOnlyList<PromptPart> Head, IReadOnlyList<PromptPart> Notes, IReadOnlyList<PromptPart> Turns)
{
    public List<ChatMessage> Messages() => [new(ChatRole.System, string.Join("\n\n", Head.Select(part => part.Text))), .. Merged()];

    /// <summary>What they take of a model's context, with the chat template around them.</summary>
    public int CountTokens(Model model, List<ChatMessage> messages) => model.CountPromptTokens(messages) + Notes.Where(note => note.Picture is not null).Sum(note => note.CountTokens(model));

    public Prompt Weigh(Model model, List<ChatMessage> messages, int tokens, int maxTokens, int leftOut) => new(messages, tokens, maxTokens)
    {
        Parts = [.. Head.Concat(Turns.SkipLast(1)).Concat(Notes).Concat(Turns.TakeLast(1)).Select(part => new WeighedPart(part, part.CountTokens(model)))],
        LeftOut = leftOut,
    };

    /// <summary>Many templates know only turns that alternate. Each message stays a content of its own, the question the last.</summary>
    IEnumerable<ChatMessage> Merged()
    {
        ChatMessage? merged = null;
        for (var i = 0; i < Turns.Count; i++)
        {
            var turn = Turns[i];
            if (merged?.Role != turn.Role)
            {
                if (merged is not null) yield return merged;
                merged = new ChatMessage(turn.Role, []);
            }
            else if (merged.Contents[^1] is TextContent before)
            {
                before.Text += '\n';
            }
            if (i == Turns.Count - 1 && Notes.Count > 0) merged.Contents.Add(new TextContent(Wording.Notes(Notes.Where(note => note.Picture is null))));
            if (i == Turns.Count - 1) foreach (var picture in Notes.Select(note => note.Picture).OfType<DataContent>()) merged.Contents.Add(picture);
            merged.Contents.Add(new TextContent(turn.Text));
        }
        if (merged is not null) yield return merged;
    }
}
