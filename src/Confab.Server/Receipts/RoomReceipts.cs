using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Storage;

namespace Confab.Server.Receipts;

/// <summary>What somebody is shown of how far they and the others have come.</summary>
public sealed class RoomReceipts(ICursorStore cursors, AssistantList assistants)
{
    /// <summary>Most cursors, and most threads, that are shown one by one.</summary>
    public const int MostListed = 200;

    /// <summary>The rooms with what is left to read in those that one is in, counted up to the <see cref="Room.Seq"/> that each shows.</summary>
    public async Task<IReadOnlyList<Room>> CountUnreadAsync(UserId user, IReadOnlyList<Room> rooms, CancellationToken stop)
    {
        var questions = rooms.Where(r => r.IsMember != false).Select(r => new UnreadQuestion(r.Id, user, r.Seq)).ToList();
        if (questions.Count == 0) return rooms;
        var counts = (await cursors.CountAsync(questions, stop)).ToDictionary(c => c.RoomId);
        return [.. rooms.Select(r => counts.TryGetValue(r.Id, out var count) ? r with { Unread = count.Unread, Mentions = count.Mentions } : r)];
    }

    /// <summary>One's own cursor and those of the assistants are always among them.</summary>
    public Task<IReadOnlyList<Cursor>> ReadCursorsAsync(RoomId room, UserId user, CancellationToken stop) =>
        cursors.ReadAsync(room, [user, .. assistants.All.Select(a => a.Id)], MostListed, stop);

    public Task<IReadOnlyList<FollowedThread>> ReadThreadsAsync(Room room, UserId user, CancellationToken stop) =>
        cursors.ReadThreadsAsync(room.Id, user, thread: null, room.Seq, MostListed, stop);
}
