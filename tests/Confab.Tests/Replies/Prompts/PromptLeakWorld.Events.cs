using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Replies.Prompts;

/// <summary>What is there, and what happens.</summary>
sealed partial class PromptLeakWorld
{
    async Task PopulateAsync()
    {
        var users = new SqliteUserStore(parts.Database);
        for (var i = 0; i < 4; i++)
        {
            _people.Add(Person($"person{i} of {seed}"));
            await users.CreateAsync(NewUser(_people[i]));
        }
        for (var i = 0; i < 3; i++)
        {
            var room = New($"group{i} of {seed}", _random.Next(2) == 0 ? Visibility.Public : Visibility.Private);
            await parts.Rooms.CreateAsync(room);
            _rooms[room.Id] = new(RoomKind.Group);
            foreach (var person in _people.Where(_ => _random.Next(2) == 0)) await JoinAsync(room.Id, person.Id);
        }
        foreach (var person in _people)
        {
            var chat = New("chat of " + person.Name, Visibility.Private) with { Kind = RoomKind.Chat };
            await new SqliteSessionStore(parts.Database).CreateAsync(new NewSession(chat, person));
            _rooms[chat.Id] = new(RoomKind.Chat, person.Id);
        }
        for (var i = 0; i < 3; i++)
        {
            var pair = new NewRoom(new($"pair{i} of {seed}"), "pair", RoomKind.Direct, Visibility.Private, AssistantMode.Off, Noon, Owner: _people[i].Id);
            await parts.Rooms.OpenDirectAsync(pair, _people[i + 1].Id);
            _rooms[pair.Id] = new(RoomKind.Direct, _people[i].Id, _people[i + 1].Id);
        }
    }

    async Task SayAsync(MessageId? variantOf = null, RoomId? where = null)
    {
        var (room, place) = where is { } there ? new(there, _rooms[there]) : Pick(_rooms.Where(r => !_gone.Contains(r.Key)).ToList());
        var author = variantOf is null && place.Members.Count > 0 && _random.Next(4) > 0 ? PersonOf(place) : parts.Assistant.Author;
        var word = NewWord();
        var others = _said.Values.Where(s => s.Room == room && !s.IsGone).ToList();
        var message = new NewMessage(MessageId.New(), room, author, $"told {word}", Noon) { VariantOf = variantOf, ThreadId = variantOf is null && _random.Next(3) == 0 ? Pick(others)?.Message.Id : null };
        if ((await parts.Messages.AppendAsync([message]))[0].Message is { } stored) _said[word] = new(room, stored);
    }

    async Task SendFileAsync()
    {
        var (room, place) = Pick(_rooms.Where(r => r.Value.Members.Count > 0 && !_gone.Contains(r.Key)).ToList());
        var (author, word) = (PersonOf(place), NewWord());
        var file = new Attachment(new($"file{word}"), $"{word}.txt", "text/plain", 10);
        await new SqliteAttachmentStore(parts.Database).AddAsync(new NewFile(room, author.Id, file, Noon), new WaitingLimits(100, 10_000));
        Directory.CreateDirectory(Path.GetDirectoryName(parts.Folder.PathOf(file.Id))!);
        await File.WriteAllTextAsync(parts.Folder.PathOf(file.Id), $"in it: {word}");
        if ((await parts.Messages.AppendAsync([new NewMessage(MessageId.New(), room, author, "a file", Noon) { Attachments = [file.Id] }]))[0].Message is { } stored) _files[word] = new(room, stored);
    }

    async Task RememberAsync()
    {
        var (person, word) = (Pick(_people).Id, NewWord());
        var room = Pick(_rooms.Where(r => r.Value.Kind != RoomKind.Chat && r.Value.Members.Contains(person) && !_gone.Contains(r.Key)).ToList()).Key;
        var memory = new StoredMemory(MemoryId.New(), parts.Assistant.Id, MemoryTier.LongTerm, MemoryScope.Private, $"told {word}", Noon) { About = person, SaidBy = person };
        memory = _random.Next(3) switch
        {
            0 => memory,
            1 => memory with { Scope = MemoryScope.User },
            _ when room == default => memory,
            _ => memory with { Scope = MemoryScope.Room, Room = room, About = _random.Next(2) == 0 ? person : null },
        };
        if (await parts.Memories.KeepAsync([new NewMemory(memory, [])]) is [var kept]) _kept[word] = kept;
    }

    /// <summary>As the server does: of a conversation all but the newest.</summary>
    async Task SummariseAsync()
    {
        var newest = Pick(_said.Values.Where(s => !s.IsGone && !_gone.Contains(s.Room)).ToList());
        if (newest is null || await parts.Messages.ReadContextAsync(newest.Room, newest.Message.Id, 200, None) is not { Count: > 2 } history) return;
        var older = history.SkipLast(2).ToList();
        var written = string.Join(' ', older.Select(m => m.Content));
        await parts.Summaries.SaveAsync(
            Server.Replies.Prompts.Summarise.Standing(null, older, newest.Message.ThreadId, written, "scripted", Noon), history.Max(m => m.Rev));
    }

    async Task HappenAsync()
    {
        var person = Pick(_people).Id;
        var (room, place) = Pick(_rooms.Where(r => !_gone.Contains(r.Key)).ToList());
        var (word, said) = Pick(_said.Where(s => !s.Value.IsGone && !_gone.Contains(s.Value.Room)).ToList());
        switch (_random.Next(15))
        {
            case 0 when place is { Kind: RoomKind.Group, Members.Count: > 1 } && place.Members.Contains(person):
                await parts.Rooms.RemoveParticipantAsync(room, person, Noon);
                place.Members.Remove(person);
                break;
            case 1 when place.Kind == RoomKind.Group && !place.Members.Contains(person):
                await JoinAsync(room, person);
                break;
            case 2 when place.Kind == RoomKind.Group:
                await parts.Rooms.UpdateAsync(room, new RoomPatch { Visibility = _random.Next(2) == 0 ? Visibility.Public : Visibility.Private }, _people[0], Noon);
                break;
            case 3 when place.Kind == RoomKind.Group && _random.Next(6) == 0:
                await parts.Rooms.DeleteAsync(room, Noon);
                _gone.Add(room);
                break;
            case 4 when _random.Next(3) == 0:
                if ((await parts.Messages.AppendAsync([new NewMessage(MessageId.New(), room, new(new("system"), "System", AuthorKind.System), "anew", Noon) { StartsAnew = true }]))[0].Message is { } line)
                    place.Line = line.Seq;
                break;
            case 5 or 6 when said is not null:
                await parts.Messages.AppendAsync([new Deletion(said.Message.Id, DateTimeOffset.UtcNow)]);
                said.IsGone = true;
                break;
            case 7 when said is not null:
                var other = NewWord();
                if ((await parts.Messages.AppendAsync([new Edit(said.Message.Id, $"told {other}", DateTimeOffset.UtcNow)]))[0].Message is { } edited) _said[other] = new(said.Room, edited);
                said.IsGone = true;
                break;
            case 8 when Pick(_kept.Values.Where(m => m.About is not null).ToList()) is { } memory:
                var scope = memory.Scope == MemoryScope.Private ? MemoryScope.User : MemoryScope.Private;
                if (_random.Next(3) == 0) await ForgetAsync(memory);
                else if (await parts.Memories.EditAsync(memory.About!.Value, memory.Id, new MemoryEdit(Noon, Scope: scope)) is { } moved) _kept[_kept.First(k => k.Value.Id == memory.Id).Key] = moved;
                break;
            case 9 or 10 when Pick(_said.Values.Where(IsAnswerInAGroup).ToList()) is { } answer:
                await SayAsync(answer.Message.Id, answer.Room);
                break;
            case 12:
                await SummariseAsync();
                break;
            case 13 when Pick(_said.Values.Where(s => IsAnswerInAGroup(s) && s.Message.VariantOf is not null).ToList()) is { } variant:
                await parts.Messages.AppendAsync([new Deletion(variant.Message.Id, DateTimeOffset.UtcNow)]);
                variant.IsGone = true;
                break;
            case 14:
                await SummariseAsync();
                break;
            case 11 when Pick(_files.Values.Where(f => !f.IsGone && !_gone.Contains(f.Room)).ToList()) is { } file && _random.Next(3) == 0:
                await parts.Messages.AppendAsync([new Deletion(file.Message.Id, DateTimeOffset.UtcNow)]);
                file.IsGone = true;
                break;
            default:
                await SayAsync();
                break;
        }
    }

    bool IsAnswerInAGroup(Said said) => !said.IsGone && !_gone.Contains(said.Room) && said.Message.Author.Kind == AuthorKind.Assistant && _rooms[said.Room].Kind == RoomKind.Group;

    Author PersonOf(Place place) => Pick(_people.Where(p => place.Members.Contains(p.Id)).ToList());

    async Task ForgetAsync(StoredMemory memory)
    {
        // Not where they may not see it any more: it is the room's, and they have left.
        if (await parts.Memories.ForgetAsync(memory.About!.Value, [memory.Id]) is []) return;
        _kept.Remove(_kept.First(k => k.Value.Id == memory.Id).Key);
    }

    async Task JoinAsync(RoomId room, UserId person)
    {
        await parts.Rooms.AddParticipantAsync(room, person, Noon);
        _rooms[room].Members.Add(person);
    }
}
