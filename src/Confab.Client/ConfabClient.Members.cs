using Confab.Protocol;

namespace Confab.Client;

/// <summary>People: find them, bring them into rooms, keep order among them.</summary>
public sealed partial class ConfabClient
{
    /// <summary>People whose names begin so.</summary>
    /// <param name="query">The beginning of a name; empty: anybody.</param>
    /// <param name="limit">1 to 50; default 20.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task<UserList> FindUsersAsync(string query, int? limit = null, CancellationToken stop = default) =>
        AskAsync<UserList>(new FindUsersRequest(query, limit), mayRepeat: true, stop);

    /// <summary>Makes somebody a member. A moderator's invitation ends a ban.</summary>
    public Task InviteAsync(RoomId room, UserId person, CancellationToken stop = default) =>
        AskAsync<Ok>(new InviteRequest(room, person), mayRepeat: true, stop);

    /// <summary>Ends somebody else's membership at once. For moderators.</summary>
    /// <param name="room">The room.</param>
    /// <param name="person">A member of a lower role than one's own.</param>
    /// <param name="ban">They cannot join again until they are invited; also for who has left.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task RemoveMemberAsync(RoomId room, UserId person, bool ban = false, CancellationToken stop = default) =>
        AskAsync<Ok>(new RemoveMemberRequest(room, person, ban ? true : null), mayRepeat: false, stop);

    /// <summary>Changes what somebody is in a room. For its owner; a room keeps at least one.</summary>
    public Task SetRoleAsync(RoomId room, UserId person, RoomRole role, CancellationToken stop = default) =>
        AskAsync<Ok>(new SetRoleRequest(room, person, role), mayRepeat: true, stop);

    /// <summary>Keeps a member from writing. For moderators.</summary>
    /// <param name="room">The room.</param>
    /// <param name="person">A member of a lower role than one's own.</param>
    /// <param name="time">For how long, in whole minutes, up to a year; zero lets them write again.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task MuteAsync(RoomId room, UserId person, TimeSpan time, CancellationToken stop = default) =>
        AskAsync<Ok>(new MuteRequest(room, person, (int)Math.Ceiling(time.TotalMinutes)), mayRepeat: true, stop);
}
