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

    /// <summary>One's own cursor and those of the room's assistants are always among them.</summary>
    public async Task<IReadOnlyList<Cursor>> ReadCursorsAsync(Room room, UserId user, CancellationToken stop)
    {
        var present = assistants.In(room).Select(a => a.Id).ToList();
        var read = await cursors.ReadAsync(room.Id, [user, .. present], MostListed, stop);
        return [.. read.Where(c => !AssistantFields.IsId(c.MemberId) || present.Contains(c.MemberId))];
    }

    public Task<IReadOnlyList<FollowedThread>> ReadThreadsAsync(Room room, UserId user, CancellationToken stop) =>
        cursors.ReadThreadsAsync(room.Id, user, thread: null, room.Seq, MostListed, stop);
}
