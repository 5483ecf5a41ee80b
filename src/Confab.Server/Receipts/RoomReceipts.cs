using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Storage;

namespace Confab.Server.Receipts;

/// <summary>What somebody is shown of how far they and the others have come.</summary>
public sealed class RoomReceipts(ICursorStore cursors, AssistantList assistants)
{
    /// <summary>The rooms with what is left to read in those that one is in, counted up to the <see cref="Room.Seq"/> that each shows.</summary>
    public async Task<IReadOnlyList<Room>> CountUnreadAsync(UserId user, IReadOnlyList<Room> rooms, CancellationToken stop)
    {
        var questions = rooms.Where(r => r.IsMember != false).Select(r => new UnreadQuestion(r.Id, user, r.Seq)).ToList();
        if (questions.Count == 0) return rooms;
        var counts = (await cursors.CountAsync(questions, stop)).ToDictionary(c => c.RoomId);
        return [.. rooms.Select(r => counts.TryGetValue(r.Id, out var count) ? r with { Unread = count.Unread, Mentions = count.Mentions } : r)];
    }

    /// <summary>Whose cursors are shown to somebody however many there are: their own, and those of the room's assistants.</summary>
    public IReadOnlyList<UserId> ForemostFor(UserId user, Room room) => [user, .. assistants.In(room).Select(a => a.Id)];

    /// <summary>Without those of assistants that are not in the room any more.</summary>
    public IReadOnlyList<Cursor> Present(Room room, IReadOnlyList<Cursor> cursors)
    {
        var present = assistants.In(room).Select(a => a.Id).ToList();
        return [.. cursors.Where(c => !AssistantFields.IsId(c.MemberId) || present.Contains(c.MemberId))];
    }
}
