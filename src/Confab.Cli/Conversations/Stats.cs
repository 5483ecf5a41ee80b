using Confab.Cli.Terminal.Drawing;

namespace Confab.Cli.Conversations;

/// <summary>What happened since the chat began.</summary>
sealed record Stats(int MessagesExchanged, int TokensGenerated, DateTimeOffset SessionStart, double? TokensPerSecond = null)
{
    public Stats With(Answer answer) => this with
    {
        MessagesExchanged = MessagesExchanged + 1,
        TokensGenerated = TokensGenerated + answer.Tokens,
        TokensPerSecond = answer.TokensPerSecond ?? TokensPerSecond,
    };

    public IEnumerable<string> Rows(int turns, DateTimeOffset now)
    {
        var passed = now - SessionStart;
        yield return "";
        yield return Row("Messages exchanged", $"{MessagesExchanged}");
        yield return Row("In the conversation", $"{turns} entries");
        yield return Row("Tokens generated", $"{TokensGenerated}");
        if (TokensPerSecond is { } speed) yield return Row("Last answer", $"{speed:0.0} tokens/s");
        yield return Row("Going on for", passed.TotalHours >= 1 ? $"{(int)passed.TotalHours} h {passed.Minutes} min" : $"{passed.Minutes} min {passed.Seconds} s");
        yield return Row("Started", $"{SessionStart.ToLocalTime():yyyy-MM-dd HH:mm}");
    }

    static string Row(string name, string value) => $"  {Style.Dim(name.PadRight(22))}{value}";
}
