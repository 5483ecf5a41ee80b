using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>What a member is shown of a room who comes into it: all of one moment.</summary>
/// <param name="People">By name.</param>
/// <param name="Unread">What is left to read for this member.</param>
/// <param name="Threads">Those they take part in, the newest first.</param>
public sealed record RoomView(
    Room Room, Standing Standing, IReadOnlyList<Participant> People, MessagePage Page, UnreadCount Unread, IReadOnlyList<Cursor> Cursors,
    IReadOnlyList<FollowedThread> Threads);

/// <param name="AfterRev">The changes after it; the newest messages where null.</param>
/// <param name="Changes">Most of the one.</param>
/// <param name="Messages">Most of the other.</param>
/// <param name="Listed">Most people, cursors and threads.</param>
/// <param name="Foremost">Whose cursors are among those shown.</param>
public sealed record ViewQuery(long? AfterRev, int Changes, int Messages, int Listed, IReadOnlyList<UserId> Foremost);
