using System.Net;
using Confab.Protocol;

namespace Confab.Tests.Leaks;

/// <summary>What is said, sent, edited, deleted and written anew, and what is tried.</summary>
sealed partial class ServerLeakWorld
{
    async Task<Place?> SayAsync(Place room, Resident member, MessageId? variantOf = null)
    {
        var said = new Said(room, MessageId.New(), member.Id);
        var word = _secrets.New(said);
        var thread = variantOf is null && _random.Next(4) == 0 ? Pick(room.Messages.Where(m => m.IsLive).ToList())?.Id : null;
        var asked = _random.Next(5) switch { 0 when room.Kind == RoomKind.Group => "", 1 when room.Kind == RoomKind.Group => "@Keeper ", 2 when room.Kind == RoomKind.Group => "@Clerk ", _ => "@AIBot " };
        var wish = _random.Next(5) == 0 ? $"remember that the mast of the harbour is {word}" : $"told {word} of the harbour number{seed}, {Filler}";
        Doing($"{member.Socket.User.Name} says {word} in {room} (thread {thread}, variant of {variantOf})");
        if (await AskAsync(member, new ChatRequest(room.Id, asked + wish, said.Id, ThreadId: thread, VariantOf: variantOf)) is Ack) room.Messages.Add(said);
        else said.IsTakenBack = true;
        if (room.Kind == RoomKind.Chat) _secrets.Put(word, new Named(room));
        return room;
    }

    /// <summary>A file with a secret in its name and one in its text; both stand as long as the message does, whatever that says.</summary>
    async Task<Place?> SendAsync(Place room, Resident member)
    {
        var said = new Said(room, MessageId.New(), member.Id);
        var sent = new Said(room, said.Id, member.Id);
        var (word, name, text) = (_secrets.New(said), _secrets.New(sent), _secrets.New(sent));
        said.IsTakenBack = sent.IsTakenBack = true;
        Doing($"{member.Socket.User.Name} sends {name}.txt with {text} in {room}");
        var (status, file) = await member.Api.SendAsync(HttpMethod.Post, $"/api/rooms/{room.Id}/files?name={name}.txt", new StringContent($"in the file stands {text}"));
        if (status != HttpStatusCode.Created) return room;
        var id = (string)file["id"]!;
        if (await AskAsync(member, new ChatRequest(room.Id, $"@AIBot told {word} of the harbour", said.Id, Attachments: [new(id)])) is not Ack) return room;
        said.IsTakenBack = sent.IsTakenBack = false;
        room.Messages.Add(said);
        _files.Add((id, sent));
        return room;
    }

    async Task<Place?> EditAsync(Place room)
    {
        if (Pick(OwnMessages(room)) is not { } old) return null;
        var said = new Said(room, old.Id, old.Author);
        var word = _secrets.New(said);
        Doing($"{old.Author} edits {old.Id} in {room} to {word}");
        if (await AskAsync(Of(old.Author), new EditMessageRequest(old.Id, $"told {word} instead, of the harbour")) is not Ack)
        {
            said.IsTakenBack = true;
            return room;
        }
        TakeBack(old);
        room.Messages[room.Messages.IndexOf(old)] = said;
        return room;
    }

    async Task<Place?> DeleteAsync(Place room)
    {
        var mayAny = room.Kind == RoomKind.Group && room.Members.Contains(room.Owner);
        if (Pick(mayAny ? [.. room.Messages.Where(m => m.IsLive)] : OwnMessages(room)) is not { } said) return null;
        Doing($"{said.Id} of {said.Author} in {room} is deleted");
        if (await AskAsync(Of(mayAny ? room.Owner : said.Author), new DeleteMessageRequest(said.Id)) is not Ack) return room;
        TakeBack(said);
        foreach (var (_, sent) in _files.Where(f => f.Sent.Id == said.Id)) TakeBack(sent);
        return room;
    }

    async Task<Place?> AgainAsync(Place room, Resident member)
    {
        var isQuestion = room.Kind == RoomKind.Chat && _random.Next(2) == 0;
        if (Pick(room.Messages.Where(m => m.IsLive && IsPerson(m.Author) == isQuestion).ToList()) is not { } old) return null;
        if (isQuestion) return await SayAsync(room, member, old.Id);
        Doing($"{member.Socket.User.Name} has {old.Id} in {room} written anew");
        await AskAsync(member, new RegenerateRequest(old.Id));
        return room;
    }

    /// <summary>Somebody who is not in a room does what its members do, by ids that they should not know.</summary>
    async Task<Place?> MeddleAsync(Place room, Resident stranger)
    {
        if (room.Members.Contains(stranger.Id) || Pick(room.Messages) is not { } said) return null;
        var own = Pick(_rooms.Where(r => !r.IsGone && r.Members.Contains(stranger.Id)).ToList());
        Request request = _random.Next(8) switch
        {
            0 => new RegenerateRequest(said.Id),
            1 => new ReactRequest(said.Id, "👍", On: true),
            2 => new EditMessageRequest(said.Id, "nothing"),
            3 => new ChatRequest(room.Id, "@AIBot what was told of the harbour?"),
            4 => new HistoryRequest(room.Id, MessageId: said.Id),
            5 => new ChatRequest(own?.Id ?? room.Id, "@AIBot what was told?", ThreadId: said.Id),
            6 => new ChatRequest(own?.Id ?? room.Id, "@AIBot what was told?", ParentId: said.Id),
            _ => new HistoryRequest(own?.Id ?? room.Id, MessageId: said.Id),
        };
        Doing($"{stranger.Socket.User.Name} meddles with {said.Id} of {room}: {request.GetType().Name} in {own}");
        var answer = await AskAsync(stranger, request);
        if (answer is not ErrorFrame && request is not ChatRequest { ParentId: not null }) _leaks.Add(new(Surface.Refusal, $"{request} of a stranger is answered by {Text(answer)}"));
        Judge(Surface.Refusal, stranger, Text(answer), namesRooms: true);
        return own;
    }

    void TakeBack(Said said)
    {
        said.IsTakenBack = true;
        _takenBack.Add(said);
        if (IsPerson(said.Author)) _loser = (Of(said.Author), said.Place);
    }

    static List<Said> OwnMessages(Place room) => [.. room.Messages.Where(m => m.IsLive && IsPerson(m.Author) && room.Members.Contains(m.Author))];

    static bool IsPerson(UserId author) => !author.Value.StartsWith("assistant:", StringComparison.Ordinal);

    /// <summary>So that prompts get full, and summaries are made.</summary>
    static string Filler { get; } = string.Join(' ', Enumerable.Repeat("and so on", 45));
}
