using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Server.Tools;

namespace Confab.Server.Replies.Prompts;

/// <summary>Keeps with each answer what it was made of. An answer is not the worse for it where that fails.</summary>
public sealed class KeepPrompt(IPromptStore store, ILogger<KeepPrompt> logger)
{
    public async Task SaveAsync(Message answer, Model model, Prompt prompt)
    {
        try
        {
            await store.SaveAsync(new KeptPrompt(
                answer.Id, model.Id, model.ContextLength, model.ContextLength - prompt.MaxTokens, prompt.Tokens, prompt.LeftOut, prompt.MadeAt, prompt.RecalledAt,
                [.. prompt.Parts.Select(Kept), .. Tools(prompt.Held)]));
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning(e, "What {Message} was made of could not be kept", answer.Id);
        }
    }

    // A message is kept already, and the background of one is told to the model alone.
    static KeptPart Kept(WeighedPart weighed) => weighed.Part is var part && part.Kind is PromptPartKind.Message or PromptPartKind.Background
        ? new(Word(part.Kind), part.Title, null, weighed.Tokens, part.MessageId)
        : new(Word(part.Kind), part.Title, part.Text, weighed.Tokens, part.MessageId, part.MemoryId, part.SummaryId, part.Source);

    // Their names alone: what they are for is the same each time.
    static IEnumerable<KeptPart> Tools(HeldTools held)
    {
        if (held.Tools.Count + held.LeftOut.Count == 0) yield break;
        var names = string.Join(", ", held.Tools.Select(tool => tool.Function.Name));
        yield return new(
            "tools", held.LeftOut.Count == 0 ? null : $"{held.LeftOut.Count} left out",
            held.LeftOut.Count == 0 ? names : $"{(names.Length == 0 ? "none" : names)}\n\nThe model has no room for the description of: {string.Join(", ", held.LeftOut)}", held.Tokens);
    }

    static string Word(PromptPartKind kind) => kind.ToString().ToLowerInvariant();
}
