using System.Text;
using Confab.Cli.CommandLine;
using Confab.Cli.Conversations;
using Confab.Cli.Models;
using Confab.Cli.Terminal;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Intents;
using Confab.Inference.Llama;

namespace Confab.Cli.Chat;

/// <summary>Loads the model and hands over to the terminal or the pipe.</summary>
static class ConversationEntrance
{
    public static async Task<int> RunAsync(string? path, LlamaOptions options, Wishes wishes, TimeProvider clock, CancellationToken stop)
    {
        var model = path is null ? BuiltIn(clock) : await ModelLoading.LoadAsync(path, options, stop);
        await using var chatter = new Chatter(model, options, wishes, clock);
        if (Screen.IsPossible)
        {
            await new ConversationChat(chatter, clock).RunAsync(stop);
            return ExitCode.Ok;
        }
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        return await new ConversationPipe(chatter, input, output, Console.Error).RunAsync(stop);
    }

    static Model BuiltIn(TimeProvider clock)
    {
        Console.Error.WriteLine("confab: no language model is loaded, so the built-in agent answers; it knows a few keywords only.");
        Console.Error.WriteLine("confab: for real answers: confab chat --model FILE.gguf, or confab chat --server http://localhost:8765");
        return IntentModel.Create(time: clock);
    }
}
