using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Presence;
using Confab.Server.Receipts;
using Confab.Server.Storage;

namespace Confab.Server.Rooms;

/// <summary>Which rooms there are, and who is in them.</summary>
public sealed class RoomDirectory(IRoomStore rooms, AssistantList assistants, Online online, RoomReceipts receipts, TimeProvider clock)
{
    /// <summary>Most people that are listed one by one; <see cref="Room.UserCount"/> tells how many there are.</summary>
    public const int MostListed = 200;

    public static readonly RoomId General = new("general");

    public Task EnsureGeneralAsync() =>
        rooms.CreateAsync(new NewRoom(General, "general", RoomKind.Group, Visibility.Public, AssistantMode.Mention, clock.GetUtcNow()));

    public async Task<IReadOnlyList<Room>> ListAsync(UserId? user, CancellationToken stop)
    {
        var listed = await rooms.ListAsync(user, stop);
        return user is { } reader ? await receipts.CountUnreadAsync(reader, listed, stop) : listed;
    }

    /// <summary>Who is listed: the room's assistants, then its people.</summary>
    public IReadOnlyList<Member> Members(Room room, IReadOnlyList<Participant> people) => [.. assistants.In(room).Select(a => a.Member), .. people.Select(Describe)];

    /// <summary>An assistant as rooms list it; null where there is none of this id.</summary>
    public Member? Describe(Author assistant) => assistants.Find(assistant.Id)?.Member;

    public Member Describe(Participant p) => online.Show(p.Id, p.Name, p.LastSeen) with
    {
        Role = p.Standing.Role,
        MutedUntil = p.Standing.MutedUntil is { } until && until > clock.GetUtcNow() ? until : null,
    };
}
