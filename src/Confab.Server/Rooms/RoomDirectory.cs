using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Presence;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary>Which rooms there are, and who is in them.</summary>
public sealed class RoomDirectory(IRoomStore rooms, AssistantList assistants, Online online, TimeProvider clock)
{
    /// <summary>Most people that are listed one by one; <see cref="Room.UserCount"/> tells how many there are.</summary>
    public const int MostListed = 200;

    public static readonly RoomId General = new("general");

    public Task EnsureGeneralAsync() =>
        rooms.CreateAsync(new NewRoom(General, "general", RoomKind.Group, Visibility.Public, AssistantMode.Mention, clock.GetUtcNow()));

    public Task<IReadOnlyList<Room>> ListAsync(UserId? user, CancellationToken stop) => rooms.ListAsync(user, stop);

    public async Task<IReadOnlyList<Member>> ReadMembersAsync(RoomId room, CancellationToken stop) =>
        Members(await rooms.ReadParticipantsAsync(room, MostListed, stop));

    /// <summary>Assistants are in every room.</summary>
    public IReadOnlyList<Member> Members(IReadOnlyList<Participant> people) => [.. assistants.All.Select(a => a.Member), .. people.Select(Describe)];

    public Member Describe(Participant p)
    {
        var isOnline = online.IsOnline(p.Id);
        return new(
            p.Id, p.Name, AuthorKind.User, isOnline ? PresenceStatus.Online : PresenceStatus.Offline, isOnline ? null : p.LastSeen,
            Role: p.Standing.Role, MutedUntil: p.Standing.MutedUntil is { } until && until > clock.GetUtcNow() ? until : null);
    }
}
