using Confab.Cli.Models;
using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Microsoft.Extensions.AI;

namespace Confab.Cli.Conversations;

/// <summary>A conversation with the model that answers in it.</summary>
sealed class Chatter(Model model, LlamaOptions options, Wishes wishes, TimeProvider clock) : IAsyncDisposable
{
    public Conversation Conversation { get; } = new(wishes.System);

    public Model Model { get; private set; } = model;

    public Stats Stats { get; private set; } = new(0, 0, clock.GetUtcNow());

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Asks and follows the answer. What was said before it was stopped or failed stays said.</summary>
    /// <param name="question">What the user says.</param>
    /// <param name="grown">Told the answer and its newest piece.</param>
    /// <param name="stop">Stops the answer.</param>
    public async Task<Answer> AskAsync(string question, Func<Answer, string, ValueTask> grown, CancellationToken stop)
    {
        var asked = new Turn(ChatRole.User, question, clock.GetUtcNow());
        Conversation.Add(asked);
        var answer = new Answer(clock);
        try
        {
            var prompt = Conversation.PromptFor(Model, wishes.MaxTokens);
            await foreach (var update in Model.Client.GetStreamingResponseAsync(prompt, wishes.ToChatOptions(), stop))
                if (answer.Take(update) is { Length: > 0 } piece) await grown(answer, piece);
            return answer;
        }
        finally
        {
            Note(asked, answer);
        }
    }

    /// <summary>Another model goes on; the one before answers until it is there.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="progress">Told how much of it is there, 0 to 1.</param>
    /// <param name="stop">Gives it up.</param>
    public async Task SwitchAsync(string path, IProgress<float> progress, CancellationToken stop)
    {
        var before = Model;
        Model = await ModelLoading.LoadAsync(path, options, progress, stop);
        await before.DisposeAsync();
    }

    public ValueTask DisposeAsync() => Model.DisposeAsync();

    void Note(Turn asked, Answer answer)
    {
        if (answer.Text.Length == 0)
        {
            Conversation.TakeBack(asked);
            return;
        }
        Conversation.Add(new Turn(ChatRole.Assistant, answer.Text, clock.GetUtcNow()));
        Stats = Stats.With(answer);
    }
}
