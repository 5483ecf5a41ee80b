using System.Collections.Concurrent;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Server.Tools;

namespace Confab.Server.Replies.Prompts;

/// <summary>Keeps with each answer what it was made of. An answer is not the worse for it where that fails.</summary>
public sealed class KeepPrompt(IPromptStore store, TimeProvider clock, ILogger<KeepPrompt> logger)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<MessageId, TaskCompletionSource> _coming = new();

    /// <summary>What an answer was made of is kept after everybody has it: until then, whoever asks waits.</summary>
    /// <returns>Ends the waiting.</returns>
    public IDisposable Expect(MessageId answer) => new Expected(_coming, answer);

    /// <summary>Completes when nothing more is to be kept of an answer, or that takes too long to be waited for.</summary>
    public async Task SettledAsync(MessageId answer, CancellationToken stop)
    {
        if (!_coming.TryGetValue(answer, out var coming)) return;
        try
        {
            await coming.Task.WaitAsync(Patience, clock, stop);
        }
        catch (TimeoutException)
        {
            // It is not known yet, and said to be so.
        }
    }

    public async Task SaveAsync(Message answer, Model model, Prompt prompt)
    {
        try
        {
            await store.SaveAsync(new KeptPrompt(
                answer.Id, model.Id, model.ContextLength, model.ContextLength - prompt.MaxTokens, prompt.Tokens + prompt.Held.Tokens, prompt.LeftOut, prompt.MadeAt, prompt.RecalledAt,
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

    sealed class Expected : IDisposable
    {
        readonly ConcurrentDictionary<MessageId, TaskCompletionSource> _all;
        readonly MessageId _answer;

        public Expected(ConcurrentDictionary<MessageId, TaskCompletionSource> all, MessageId answer)
        {
            (_all, _answer) = (all, answer);
            _all[_answer] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void Dispose()
        {
            if (_all.TryRemove(_answer, out var coming)) coming.TrySetResult();
        }
    }
}
