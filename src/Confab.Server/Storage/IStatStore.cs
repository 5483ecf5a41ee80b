using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What happened by day. Counted from the messages when somebody asks, never while they are stored.</summary>
public interface IStatStore
{
    /// <summary>
    /// Counts the next messages that were not counted, at most so many; false when there are no more. Each is counted once,
    /// whatever becomes of it later; with a room goes what was counted in it.
    /// </summary>
    Task<bool> CountAsync(int most);

    /// <summary>Days with anything in them, in order, from that one on: of a room, or of all.</summary>
    Task<IReadOnlyList<DayStats>> ReadDaysAsync(RoomId? room, DateOnly from, CancellationToken stop);

    Task<TotalStats> ReadTotalsAsync(RoomId? room, DateOnly from, CancellationToken stop);
}

/// <param name="Day">A day in UTC.</param>
/// <param name="Messages">What people said.</param>
/// <param name="ActivePeople">Who said it.</param>
/// <param name="Answers">What assistants said, however it ended.</param>
/// <param name="Failures">Answers that ended with an error.</param>
/// <param name="PromptTokens">Tokens that the models read.</param>
/// <param name="CompletionTokens">Tokens that they wrote.</param>
/// <param name="TimeToFirstTokenMs">The mean of the answers that had one; null where none had.</param>
/// <param name="Likes">Ratings given on that day that still stand.</param>
/// <param name="Dislikes">The same.</param>
public sealed record DayStats(
    DateOnly Day, long Messages, long ActivePeople, long Answers, long Failures, long PromptTokens, long CompletionTokens,
    double? TimeToFirstTokenMs, long Likes, long Dislikes);

/// <param name="Rooms">All there are; null for one room.</param>
/// <param name="People">Everybody with a name, or the room's members.</param>
/// <param name="ActivePeople">Who said something in the days that were asked for.</param>
/// <param name="Files">Files that are kept.</param>
/// <param name="FileBytes">Their bytes.</param>
public sealed record TotalStats(long? Rooms, long People, long ActivePeople, long Files, long FileBytes);
