using Confab.Protocol;

namespace Confab.Client;

/// <summary>Rooms: find, make, join, change.</summary>
public sealed partial class ConfabClient
{
    /// <summary>The rooms that one may see.</summary>
    public Task<RoomList> ListRoomsAsync(CancellationToken stop = default) => AskAsync<RoomList>(new ListRoomsRequest(), mayRepeat: true, stop);

    /// <summary>Makes a room and its maker a member and owner; join it to hear it.</summary>
    /// <param name="name">1 to <see cref="Limits.MaxRoomNameLength"/> characters.</param>
    /// <param name="visibility">Default: public.</param>
    /// <param name="assistants">When assistants answer. Default: when named.</param>
    /// <param name="topic">Up to <see cref="Limits.MaxTopicLength"/> characters.</param>
    /// <param name="isTemporary">Whether it goes with its last member.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task<RoomCreated> CreateRoomAsync(
        string name, Visibility? visibility = null, AssistantMode? assistants = null, string? topic = null, bool? isTemporary = null,
        CancellationToken stop = default) =>
        AskAsync<RoomCreated>(new CreateRoomRequest(name, visibility, assistants, topic, isTemporary), mayRepeat: false, stop);

    /// <summary>The direct room of oneself and one other, made when there is none; join it to hear it.</summary>
    public Task<RoomCreated> OpenDirectAsync(UserId person, CancellationToken stop = default) =>
        AskAsync<RoomCreated>(new OpenDirectRequest(person), mayRepeat: true, stop);

    /// <summary>Joins a room; its newest page also comes through <see cref="Events"/>. From then on the room is kept through reconnects.</summary>
    /// <param name="room">The room's id.</param>
    /// <param name="create">Make a public room of this id when there is none.</param>
    /// <param name="stop">Stops waiting.</param>
    public Task<RoomJoined> JoinAsync(RoomId room, bool create = false, CancellationToken stop = default) =>
        AskAsync<RoomJoined>(new JoinRoomRequest(room, Create: create ? true : null), mayRepeat: true, stop);

    /// <summary>Asks what changed in a room since the last known change; the answer comes through <see cref="Events"/>. Needed only when a running reply has a gap.</summary>
    public void CatchUp(RoomId room) => _rooms.Lose(room);

    /// <summary>Ends the membership.</summary>
    public Task LeaveAsync(RoomId room, CancellationToken stop = default) => AskAsync<Ok>(new LeaveRoomRequest(room), mayRepeat: false, stop);

    /// <summary>Changes a room; what is absent stays. For its owner; in a direct room for both.</summary>
    public Task UpdateRoomAsync(UpdateRoomRequest changes, CancellationToken stop = default) => AskAsync<Ok>(changes, mayRepeat: true, stop);

    /// <summary>Archives a room, so that nothing in it changes any more, or opens it again. For its owner.</summary>
    public Task ArchiveAsync(RoomId room, bool isArchived = true, CancellationToken stop = default) =>
        UpdateRoomAsync(new UpdateRoomRequest(room, IsArchived: isArchived), stop);

    /// <summary>Deletes a room with everything in it. For its owner.</summary>
    public Task DeleteRoomAsync(RoomId room, CancellationToken stop = default) => AskAsync<Ok>(new DeleteRoomRequest(room), mayRepeat: false, stop);
}
