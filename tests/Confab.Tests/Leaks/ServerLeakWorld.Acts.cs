using System.Text;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Leaks;

/// <summary>What is there, and what happens.</summary>
sealed partial class ServerLeakWorld
{
    async Task PopulateAsync()
    {
        foreach (var expert in ServerLeakScene.Experts) Assert.Equal(ServerLeakScene.PaperOf(expert, seed), _secrets.New(new Documented(expert)));
        for (var i = 0; i < 4; i++)
        {
            var socket = await scene.App.PersonAsync($"p{seed}n{i}");
            _people.Add(new Resident(socket, new ApiCaller(scene.App, socket)));
        }
        // The last one is in nothing to begin with.
        var insiders = _people.Take(3).ToList();
        for (var i = 0; i < 2; i++) await MakeGroupAsync(Pick(insiders), insiders);
        foreach (var person in insiders.Take(2))
        {
            var made = await person.Api.SendAsync(HttpMethod.Post, "/api/sessions", Json("{}"));
            var chat = new Place(new((string)made.Body["sessionId"]!), RoomKind.Chat, person.Id);
            await person.Socket.JoinAsync(chat.Id.Value);
            _rooms.Add(chat);
        }
        var pair = (await _people[0].Socket.AskAsync<RoomCreated>(new OpenDirectRequest(_people[1].Id))).Room;
        await _people[1].Socket.JoinAsync(pair.Id.Value);
        await _people[0].Socket.DoAsync(new UpdateRoomRequest(pair.Id, AssistantMode: AssistantMode.All));
        _rooms.Add(new Place(pair.Id, RoomKind.Direct, _people[0].Id, _people[1].Id));
    }

    /// <summary>The room that it happened in; null where it was in none.</summary>
    async Task<Place?> HappenAsync()
    {
        var room = Pick(_rooms.Where(r => !r.IsGone).ToList());
        var member = Of(Pick(room.Members.ToList()));
        var group = Pick(_rooms.Where(r => !r.IsGone && r.Kind == RoomKind.Group).ToList());
        var other = Pick(_people);
        var guest = group is not null && Pick(group.Members.Where(m => m != group.Owner).ToList()) is { Value: not null } one ? Of(one) : other;
        switch (_random.Next(30))
        {
            case 0 when group is not null: return await LeaveAsync(group, guest);
            case 1 when group is not null: return await RemoveAsync(group, _random.Next(3) == 0 ? other : guest, ban: _random.Next(2) == 0);
            case 2 or 3 when group is not null: return await BringAsync(group, Of(Pick(group.Members.ToList())), other);
            case 4 when group is not null: return await FlipAsync(group);
            case 5 when group is not null: return await RenameAsync(group);
            case 6 when group is not null && _random.Next(3) == 0: return await ArchiveAsync(group);
            case 7 when group is not null && _random.Next(4) == 0: return await EndAsync(group);
            case 8 when group is not null: return await InviteExpertAsync(group);
            case 9 or 10: return await EditAsync(room);
            case 11 or 12: return await DeleteAsync(room);
            case 13 or 14: return await AgainAsync(room, member);
            case 15 or 16: return await RememberAsync(member, room);
            case 17 or 18: return await RescopeAsync(other);
            case 19: return await ForgetAsync(other);
            case 20 or 21: return await MeddleAsync(room, other);
            case 22 or 23: return await SendAsync(room, member);
            case 24 when _rooms.Count(r => !r.IsGone && r.Kind == RoomKind.Group) < 2: await MakeGroupAsync(member, _people); return null;
            default: return await SayAsync(room, member);
        }
    }

    void Doing(string what) => _doing = what;

    static Task<ServerFrame> AskAsync(Resident person, Request request) => person.Socket.AskAsync<ServerFrame>(request);

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
