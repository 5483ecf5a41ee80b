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
        LineOf(model).EnterAsync(asker, waiting, stop);

    /// <summary>For what the server asks of its own accord: completes when nobody waits, also nobody who came later.</summary>
    /// <param name="giveWay">Cancelled when somebody comes and finds no free slot; not disposed before the turn is.</param>
    /// <exception cref="QueueFullException">Too many wait already.</exception>
    public Task<IDisposable> EnterBehindAsync(Model model, CancellationTokenSource giveWay, CancellationToken stop) =>
        LineOf(model).EnterBehindAsync(giveWay, stop);

    FairLine LineOf(Model model) => _lines.GetOrAdd(model, m => new FairLine(m.Slots, options.QueueLength, clock));
}

/// <summary>The line is full.</summary>
public sealed class QueueFullException(int waiting)
    : ModelBusyException($"{waiting} requests wait for this model already; try again in a minute");
