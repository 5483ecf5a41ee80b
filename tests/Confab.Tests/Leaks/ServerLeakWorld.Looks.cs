using System.Net;
using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Tests.Support;

namespace Confab.Tests.Leaks;

/// <summary>What somebody hears, and what they get to see when they look for it.</summary>
sealed partial class ServerLeakWorld
{
    /// <summary>What came while it happened: to be seen before it, or after.</summary>
    async Task HearAsync(Resident person, HashSet<string> before)
    {
        foreach (var frame in await person.Socket.EverythingSoFarAsync())
            Judge(SurfaceOf(frame), person, Text(frame), before.Contains);
    }

    async Task LookAsync(Resident reader, Place room)
    {
        await GetAsync(Surface.Search, reader, _random.Next(2) == 0 ? "/api/search?q=told&limit=50" : $"/api/search?q=told&limit=50&roomId={room.Id}", namesRooms: true);
        await GetAsync(Surface.Memories, reader, _random.Next(2) == 0 ? "/api/memory?limit=200" : "/api/memory?q=harbour&limit=200");
        await GetAsync(Surface.Memories, reader, $"/api/memory?roomId={room.Id}");
        await GetAsync(Surface.Export, reader, "/api/memory/export");
        Judge(Surface.Rooms, reader, _random.Next(2) == 0 ? (await reader.Api.GetAsync("/api/rooms")).Body.ToJsonString() : Text(await AskAsync(reader, new ListRoomsRequest())));
        await GetAsync(Surface.History, reader, $"/api/rooms/{room.Id}/messages", namesRooms: true);
        Judge(Surface.History, reader, Text(await AskAsync(reader, new HistoryRequest(room.Id, Limit: Limits.MaxPage))), namesRooms: true);
        await GetAsync(Surface.History, reader, room.Kind == RoomKind.Chat ? $"/api/chat?sessionId={room.Id}" : $"/api/rooms/{room.Id}/audit", namesRooms: true, _ => room.Owner == reader.Id);
        if (Pick(_files.Where(f => f.Sent.Place == room).ToList()) is { Id: { } file }) Judge(Surface.Files, reader, await (await reader.Api.Http.GetAsync($"/api/files/{file}", TestTime.Deadline())).Content.ReadAsStringAsync(TestTime.Deadline()));
        if (!room.Members.Contains(reader.Id) && !room.IsFoundBy(reader.Id)) await KnockAsync(room, reader);
        if (Pick(_answers.Where(a => a.Room == room).ToList()) is { Room: { } where } answer) await LookBackAsync(answer.Id, where, answer.Saw, reader);
        // Whatever was just taken back is looked for where it was shown.
        foreach (var (id, place, saw) in _answers.Where(a => a.Saw.Values.Any(homes => homes.Any(_takenBack.Contains))).TakeLast(3).ToList())
            if (!place.IsGone) await LookBackAsync(id, place, saw, Of(Pick(place.Members.ToList())));
        _takenBack.Clear();
    }

    /// <summary>Somebody who may not even find a room goes there.</summary>
    async Task KnockAsync(Place room, Resident stranger)
    {
        var answer = await AskAsync(stranger, new JoinRoomRequest(room.Id, After: _random.Next(2)));
        if (answer is not ErrorFrame { Code: ErrorCode.UnknownRoom }) _leaks.Add(new(Surface.Refusal, $"{stranger.Socket.User.Name} goes into {room}: {Text(answer)}"));
        Judge(Surface.History, stranger, Text(answer), namesRooms: true);
    }

    /// <summary>Whoever reads the room reads what its answers were made of, but for what was taken back since.</summary>
    async Task LookBackAsync(MessageId answer, Place room, Dictionary<string, List<Home>> saw, Resident reader)
    {
        var (status, body) = await reader.Api.GetAsync($"/api/messages/{answer}/prompt");
        var mayRead = room.Members.Contains(reader.Id) && !room.IsGone;
        if (status == HttpStatusCode.OK && !mayRead) _leaks.Add(new(Surface.WhatItSaw, $"{reader.Socket.User.Name} is told what {answer} of {room} saw"));
        Judge(Surface.WhatItSaw, reader, body.ToJsonString(), word => mayRead && saw.GetValueOrDefault(word, []).Any(home => home.IsLive));
    }

    async Task GetAsync(Surface surface, Resident reader, string path, bool namesRooms = false, Func<string, bool>? also = null)
    {
        var (status, body) = await reader.Api.GetAsync(path);
        Judge(surface, reader, body.ToJsonString(), also, namesRooms && status != HttpStatusCode.OK);
    }

    static Surface SurfaceOf(ServerFrame frame) => frame switch
    {
        SuggestionsEvent => Surface.Suggestions,
        MemoryChanged => Surface.MemoryNews,
        RoomUpdated => Surface.RoomNews,
        _ => Surface.Event,
    };

    static string Text(ServerFrame frame) => JsonSerializer.Serialize(frame, WireJson.Options);
}
