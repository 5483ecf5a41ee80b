using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Rooms.Keeping;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Rooms.Changes;

/// <summary>
/// The one door by which rooms and memberships change: the storage first, then what open sockets may do and hear, then the
/// news, in the order in which it was stored. What may not be done was refused before, by <see cref="RoomAccess"/>; what only
/// the transaction can know is refused here.
/// </summary>
public sealed class RoomChanges(ChangeLoop loop, RoomNews news, IRoomStore rooms, IFanout fanout, SweepSignal sweep, TimeProvider clock)
{
    /// <summary>With its maker in it, whose socket listens from the beginning. Null when somebody made it a moment before.</summary>
    public async Task<Room?> CreateAsync(NewRoom room, Connection? listens)
    {
        var outcome = await ApplyAsync(() => rooms.CreateAsync(room), change =>
        {
            Listen(listens, change.Room);
            news.Tell(change with { Named = change.Room.Visibility == Visibility.Public ? change.Named : new HashSet<UserId> { room.Owner!.Value } });
        });
        return outcome.Refusal is null ? outcome.Change!.Room : null;
    }

    /// <summary>The direct room of two; made, and nobody but the one who opens it told, where there is none.</summary>
    public async Task<Room> OpenDirectAsync(NewRoom room, UserId other, Connection? listens) =>
        Require(await ApplyAsync(() => rooms.OpenDirectAsync(room, other), change => Listen(listens, change.Room)), room.Id).Room;

    /// <summary>What one is there now; null where one was a member already. Refuses a room that is full, or that one may not find.</summary>
    public async Task<RoomStanding?> JoinAsync(RoomId room, UserId user)
    {
        var outcome = await ApplyAsync(() => rooms.AddParticipantAsync(room, user, Now, Admission.ByThemselves));
        // Who is banned does not learn of it.
        if (outcome.Refusal is RoomRefusal.Banned) throw new RequestRefused(RoomRights.Unknown(room));
        return Require(outcome, room) is { Joined: { } joined } change ? new(change.Room, joined.Standing, IsBanned: false) : null;
    }

    public async Task InviteAsync(RoomId room, UserId user, Author by, bool liftsBan) =>
        Require(await ApplyAsync(() => rooms.AddParticipantAsync(room, user, Now, new(by, LiftsBan: liftsBan)), by), room);

    public async Task LeaveAsync(RoomId room, UserId user) => End(await ApplyAsync(() => rooms.RemoveParticipantAsync(room, user, Now)), room);

    public async Task RemoveAsync(RoomId room, UserId user, Author by, bool bans) =>
        End(await ApplyAsync(() => rooms.RemoveParticipantAsync(room, user, Now, new(by, bans)), by), room);

    public async Task PutAssistantAsync(RoomId room, Author assistant, bool isIn, Author by) =>
        Require(await ApplyAsync(() => rooms.PutAssistantAsync(room, assistant, isIn, by, Now), by), room);

    public async Task SetRoleAsync(RoomId room, UserId user, RoomRole role, Author by) =>
        Require(await ApplyAsync(() => rooms.SetRoleAsync(room, user, role, by, Now)), room);

    /// <param name="until">Null lets them write again.</param>
    public async Task MuteAsync(RoomId room, UserId user, DateTimeOffset? until, Author by) =>
        Require(await ApplyAsync(() => rooms.MuteAsync(room, user, until, by, Now)), room);

    public async Task UpdateAsync(RoomId room, RoomPatch patch, Author by) => Require(await ApplyAsync(() => rooms.UpdateAsync(room, patch, by, Now)), room);

    /// <summary>What the server calls a room that nobody named, unless somebody has meanwhile.</summary>
    public Task RenameAsync(RoomId room, string name, string insteadOf) => loop.ApplyAsync(() => rooms.RenameAsync(room, name, insteadOf), change =>
    {
        if (change is not null) news.Tell(change);
    });

    public async Task DeleteAsync(RoomId room) => End(await ApplyAsync(() => rooms.DeleteAsync(room, Now)), room);

    /// <summary>A piece of history that is kept no longer. True when there was one.</summary>
    public async Task<bool> DropHistoryAsync(RoomId room, DateTimeOffset olderThan, int limit) =>
        await loop.ApplyAsync(() => rooms.DropHistoryAsync(room, olderThan, limit), change =>
        {
            if (change is not null) news.Tell(change);
        }) is not null;

    Task<RoomOutcome> ApplyAsync(Func<Task<RoomOutcome>> store, Author? by = null) => ApplyAsync(store, change => news.Tell(change, by));

    Task<RoomOutcome> ApplyAsync(Func<Task<RoomOutcome>> store, Action<RoomChange> tell) => loop.ApplyAsync(store, outcome =>
    {
        if (outcome.Change is { } change) tell(change);
    });

    DateTimeOffset Now => clock.GetUtcNow();

    void Listen(Connection? socket, Room room) => socket?.Listen(new(room, new Standing(RoomRole.Owner, null, 0), IsBanned: false), fanout).Release();

    void End(RoomOutcome outcome, RoomId room)
    {
        if (Require(outcome, room).IsGone) sweep.Ask();
    }

    static RoomChange Require(RoomOutcome outcome, RoomId room) => outcome.Change ?? throw new RequestRefused(outcome.Refusal!.Value switch
    {
        RoomRefusal.Full => new(ErrorCode.RoomFull, $"the room \"{room}\" has as many members as it takes", "roomId"),
        RoomRefusal.TooManyAssistants => new(ErrorCode.RoomFull, $"a room has at most {Limits.MaxAssistants} assistants; take one out first", "userId"),
        RoomRefusal.Archived => RoomRights.Archived,
        RoomRefusal.NotAMember => new(ErrorCode.UnknownUser, $"they are not in the room \"{room}\"", "userId"),
        RoomRefusal.AssistantNotIn => new(ErrorCode.UnknownAssistant, $"it is not in the room \"{room}\"", "userId"),
        RoomRefusal.NotHigher => new(ErrorCode.NotAllowed, "only a member of a lower role than your own", "userId"),
        RoomRefusal.LastOwner => new(ErrorCode.NotAllowed, "a room keeps at least one owner; make somebody else one first", "userId"),
        RoomRefusal.Banned => new(ErrorCode.NotAllowed, "they are banned from this room; a moderator can invite them back", "userId"),
        RoomRefusal.UnknownRoom or RoomRefusal.Exists => RoomRights.Unknown(room),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Refusal, null),
    });
}
