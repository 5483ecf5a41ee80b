using Confab.Protocol;

namespace Confab.Client;

/// <summary>
/// What others see of oneself meanwhile. It goes out when there is a connection, and never waits for one: each returns false
/// where there was none. A cursor is then worth saying again, and a device that comes back is <c>online</c> until it says otherwise.
/// </summary>
public sealed partial class ConfabClient
{
    /// <summary>Tells a room that one is writing, or no longer. The others forget it by themselves after six seconds.</summary>
    public Task<bool> TypingAsync(RoomId room, bool isTyping, CancellationToken stop = default) => SignalAsync(new TypingRequest(room, isTyping), stop);

    /// <summary>How present one is with this device.</summary>
    /// <param name="status"><see cref="PresenceStatus.Offline"/> hides one from the others.</param>
    /// <param name="activity">What one does, up to <see cref="Limits.MaxActivityLength"/> characters; empty takes it away, null leaves it.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task<bool> PresenceAsync(PresenceStatus status, string? activity = null, CancellationToken stop = default) =>
        SignalAsync(new PresenceRequest(status, activity), stop);

    /// <summary>Everything in a room up to this seq has reached this device.</summary>
    public Task<bool> DeliveredAsync(RoomId room, long seq, CancellationToken stop = default) => SignalAsync(new DeliveredRequest(room, seq), stop);

    /// <summary>Everything up to this seq was read: in the room, or in one of its threads alone.</summary>
    public Task<bool> ReadAsync(RoomId room, long seq, MessageId? thread = null, CancellationToken stop = default) =>
        SignalAsync(new ReadRequest(room, seq, thread), stop);
}
