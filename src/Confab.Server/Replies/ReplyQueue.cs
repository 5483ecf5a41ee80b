using System.Collections.Concurrent;
using Confab.Inference.Catalog;
using Confab.Protocol;

namespace Confab.Server.Replies;

/// <summary>Whose generation it is: turns go round the people, and round the rooms.</summary>
public readonly record struct Asker(UserId User, RoomId? Room = null);

/// <summary>A bounded line in front of each model, fair to people and rooms, in which everybody knows their place.</summary>
public sealed class ReplyQueue(ReplyOptions options, TimeProvider clock)
{
    readonly ConcurrentDictionary<Model, FairLine> _lines = new();

    /// <summary>Completes when it is this asker's turn; disposing the turn gives it to the next.</summary>
    /// <param name="waiting">Told the place and the estimated wait, now and whenever they change.</param>
    /// <exception cref="QueueFullException">Too many wait already.</exception>
    public Task<IDisposable> EnterAsync(Model model, Asker asker, Action<int, TimeSpan?> waiting, CancellationToken stop) =>
        _lines.GetOrAdd(model, m => new FairLine(m.Slots, options.QueueLength, clock)).EnterAsync(asker, waiting, stop);
}

/// <summary>The line is full.</summary>
public sealed class QueueFullException(int waiting)
    : ModelBusyException($"{waiting} requests wait for this model already; try again in a minute");
