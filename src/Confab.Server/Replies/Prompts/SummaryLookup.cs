using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Server.Replies.Prompts;

static class SummaryLookup
{
    /// <summary>What stands for the older messages of a history, and the messages that it does not stand for.</summary>
    /// <param name="summaries">Where summaries are kept.</param>
    /// <param name="history">Oldest first, the question last.</param>
    /// <param name="limit">How many messages a history has at most.</param>
    /// <param name="stop">Ends the reading.</param>
    public static async Task<(Summary? Summary, IReadOnlyList<Message> Since)> OfAsync(
        this ISummaryStore summaries, IReadOnlyList<Message> history, int limit, CancellationToken stop)
    {
        var question = history[^1];
        foreach (var summary in await summaries.ReadAsync(question.RoomId, question.ThreadId, question.Seq, stop))
            if (summary.Rest(history, limit) is { } rest) return (summary, rest);
        return (null, history);
    }
}
