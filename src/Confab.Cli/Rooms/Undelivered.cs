using Confab.Cli.Terminal.Text;

namespace Confab.Cli.Rooms;

/// <summary>Gives back the words that never reached the server: nobody else has them.</summary>
static class Undelivered
{
    public static async Task TellAsync(IReadOnlyList<string> messages, TextWriter notes)
    {
        if (messages.Count == 0) return;
        await notes.WriteLineAsync($"confab: not sent, for there was no connection: {messages.Count} of your messages");
        foreach (var message in messages) await notes.WriteLineAsync($"  {SafeText.Clean(message).Replace("\n", "\n  ", StringComparison.Ordinal)}");
    }
}
