using Confab.Server.Operations;
using Confab.Server.Storage;

namespace Confab.Server.Replies.Prompts;

/// <summary>Every hour: what answers were made of longer ago than that is kept, a piece at a time. One prompt takes many times the room of its answer.</summary>
public sealed class PromptSweep(IPromptStore prompts, ReplyOptions options, TimeProvider clock, ILogger<PromptSweep> logger) : Recurring(Every, clock, logger)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Prompts that are removed in one transaction: a few milliseconds.</summary>
    const int Piece = 50;

    readonly TimeProvider _clock = clock;

    protected override async Task WorkAsync(CancellationToken stop)
    {
        while (await prompts.DropAsync(_clock.GetUtcNow() - options.PromptsKept, Piece, stop) == Piece) { }
    }
}
