using Confab.Protocol;

namespace Confab.Server.Replies.Prompts;

/// <summary>Who will read an answer.</summary>
/// <param name="Room">Where it is written: whoever may read that room.</param>
/// <param name="Kind">A <see cref="RoomKind.Group"/> may get more readers later.</param>
/// <param name="People">The people in it now; of a chat one, of a direct room two, and nobody else ever.</param>
public sealed record Audience(RoomId Room, RoomKind Kind, IReadOnlyList<UserId> People)
{
    /// <summary>Nobody else can ever read it.</summary>
    public bool IsClosed => Kind != RoomKind.Group;
}
