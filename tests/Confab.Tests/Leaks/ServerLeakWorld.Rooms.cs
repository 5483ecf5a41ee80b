using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Leaks;

/// <summary>Who comes and goes, and what becomes of rooms.</summary>
sealed partial class ServerLeakWorld
{
    async Task MakeGroupAsync(Resident maker, List<Resident> guests)
    {
        var isPublic = _random.Next(2) == 0;
        var name = _secrets.New();
        var room = await maker.Socket.MakeRoomAsync(name, isPublic ? Visibility.Public : Visibility.Private);
        var group = new Place(room, RoomKind.Group, maker.Id);
        _rooms.Add(group);
        _secrets.Put(name, new Named(group));
        if (isPublic) Open(group);
        if (_random.Next(2) == 0) await InviteExpertAsync(group);
        foreach (var guest in guests.Where(g => g != maker && _random.Next(3) > 0)) await BringAsync(group, maker, guest);
    }

    async Task<Place?> LeaveAsync(Place group, Resident person)
    {
        if (person.Id == group.Owner) return null;
        Doing($"{person.Socket.User.Name} leaves {group}");
        if (await AskAsync(person, new LeaveRoomRequest(group.Id)) is not Ok) return group;
        group.Members.Remove(person.Id);
        _loser = (person, group);
        return group;
    }

    async Task<Place?> RemoveAsync(Place group, Resident person, bool ban)
    {
        if (person.Id == group.Owner) return null;
        Doing($"{person.Socket.User.Name} is removed from {group} (banned: {ban})");
        if (await AskAsync(Of(group.Owner), new RemoveMemberRequest(group.Id, person.Id, ban)) is not Ok) return group;
        group.Members.Remove(person.Id);
        _loser = (person, group);
        if (ban) group.Banned.Add(person.Id);
        return group;
    }

    async Task<Place?> BringAsync(Place group, Resident member, Resident guest)
    {
        Doing($"{member.Socket.User.Name} brings {guest.Socket.User.Name} into {group}");
        if (group.Members.Contains(guest.Id)) return null;
        var isLet = group.IsPublic && !group.Banned.Contains(guest.Id);
        if (!isLet && await AskAsync(group.Banned.Contains(guest.Id) ? Of(group.Owner) : member, new InviteRequest(group.Id, guest.Id)) is not Ok) return group;
        var joined = await AskAsync(guest, new JoinRoomRequest(group.Id));
        if (joined is not RoomJoined) return group;
        group.Banned.Remove(guest.Id);
        group.Members.Add(guest.Id);
        group.KnownTo.Add(guest.Id);
        Judge(Surface.History, guest, Text(joined));
        return group;
    }

    async Task<Place?> FlipAsync(Place group)
    {
        Doing($"{group} becomes {(group.IsPublic ? "private" : "public")}");
        var wanted = group.IsPublic ? Visibility.Private : Visibility.Public;
        if (await AskAsync(Of(group.Owner), new UpdateRoomRequest(group.Id, Visibility: wanted)) is not Ok) return group;
        group.IsPublic = !group.IsPublic;
        if (group.IsPublic) Open(group);
        return group;
    }

    void Open(Place group)
    {
        group.IsPublic = true;
        foreach (var person in _people.Where(p => !group.Banned.Contains(p.Id))) group.KnownTo.Add(person.Id);
    }

    async Task<Place?> RenameAsync(Place group)
    {
        var named = new Named(group);
        var word = _secrets.New(named);
        Doing($"{group} is called {word}");
        if (await AskAsync(Of(group.Owner), new UpdateRoomRequest(group.Id, Topic: $"about {word}")) is not Ok) named.IsTakenBack = true;
        return group;
    }

    async Task<Place?> ArchiveAsync(Place group)
    {
        Doing($"{group} is archived or opened again");
        await AskAsync(Of(group.Owner), new UpdateRoomRequest(group.Id, IsArchived: group.IsArchived = !group.IsArchived));
        return group;
    }

    async Task<Place?> EndAsync(Place group)
    {
        Doing($"{group} is deleted");
        if (await AskAsync(Of(group.Owner), new DeleteRoomRequest(group.Id)) is Ok) group.IsGone = true;
        return group;
    }

    async Task<Place?> InviteExpertAsync(Place group)
    {
        var expert = Pick(ServerLeakScene.Experts);
        Doing($"{expert} comes into {group}");
        if (await AskAsync(Of(group.Owner), new InviteRequest(group.Id, expert)) is Ok) group.Assistants.Add(expert);
        return group;
    }
}
