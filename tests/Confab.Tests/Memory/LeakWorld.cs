using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Memory;

/// <summary>
/// People, rooms of every kind and secrets, all by a seed; and what happens to them. Who may know which secret is kept here a second time,
/// in plain sets, and compared with what the store shows.
/// </summary>
sealed class LeakWorld
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly UserId Assistant = new("assistant:bot");

    readonly int _seed;

    readonly Random _random;
    readonly List<Author> _people = [];
    readonly Dictionary<RoomId, (RoomKind Kind, HashSet<UserId> Members)> _rooms = [];
    readonly List<(StoredMemory Memory, string Secret)> _secrets = [];
    readonly HashSet<RoomId> _gone = [], _forgetful = [];
    readonly HashSet<UserId> _off = [];
    readonly IRoomStore _roomStore;
    readonly IMemoryStore _memories;
    readonly SqliteDatabase _database;

    LeakWorld(SqliteDatabase database, MemoryRights rights, int seed)
    {
        (_seed, _database, _random) = (seed, database, new Random(seed));
        (_roomStore, _memories) = (new SqliteRoomStore(database), new SqliteMemoryStore(database, rights));
    }

    public static async Task<LeakWorld> MakeAsync(SqliteDatabase database, MemoryRights rights, int seed)
    {
        var world = new LeakWorld(database, rights, seed);
        await world.PopulateAsync();
        for (var i = 0; i < 25; i++) await world.TellAsync(i);
        return world;
    }

    /// <summary>Something happens, then a question is asked in some room and somebody looks at their own list: what was shown that may not be.</summary>
    public async Task<(IReadOnlyList<string> Leaks, int Shown)> AskAsync()
    {
        if (_random.Next(2) == 0) await HappenAsync();
        var (room, (kind, members)) = Pick(_rooms.Where(r => r.Value.Members.Count > 0).ToList());
        var audience = new Audience(room, kind, [.. members]);
        var asker = Pick(members.ToList());
        var question = new MemoryQuestion(Assistant, audience, asker);
        List<StoredMemory> recalled =
        [
            .. await _memories.FindAsync(question, [Word], 100, None), .. await _memories.ReadProfileAsync(question, ["name"], 100, None),
            .. (await _memories.ReadEmbeddedAsync(question, "m", 100, None)).Select(e => e.Memory),
        ];
        var leaks = recalled.Where(m => !MayBeRecalled(m, room, kind, members, asker)).Select(m => $"recalled in {kind} {room}: {m.Content} ({m.Scope} of {m.About} {m.Room})").ToList();

        var reader = Pick(_people).Id;
        var listed = (await _memories.ListAsync(new MemoryFilter(reader, 100) { Words = _random.Next(2) == 0 ? [Word] : null }, None)).Select(m => m.Memory).ToList();
        leaks.AddRange(listed.Where(m => !MayBeListed(m, reader)).Select(m => $"listed to {reader}: {m.Content} ({m.Scope} of {m.About} {m.Room})"));
        var exported = await _memories.ListAsync(new MemoryFilter(reader, 100) { OnlyAboutReader = true }, None);
        leaks.AddRange(exported.Where(m => m.Memory.About != reader || !MayBeListed(m.Memory, reader)).Select(m => $"exported to {reader}: {m.Memory.Content}"));
        if (Missed(room, kind, members, asker, recalled) is { } missed) leaks.Add($"not recalled though all may see it: {missed}");
        return (leaks, recalled.Count + listed.Count);
    }

    /// <summary>One database holds all worlds.</summary>
    string Word => $"secret{_seed}";

    bool MayBeRecalled(StoredMemory memory, RoomId room, RoomKind kind, HashSet<UserId> readers, UserId asker)
    {
        if (_gone.Contains(room) || _forgetful.Contains(room)) return false;
        if (_off.Contains(asker) || (memory.About is { } about && _off.Contains(about)) || (memory.SaidBy is { } by && _off.Contains(by))) return false;
        return memory.Scope switch
        {
            MemoryScope.Private => kind != RoomKind.Group && readers.SetEquals([memory.About!.Value]),
            MemoryScope.User => readers.Contains(memory.About!.Value),
            _ => !_gone.Contains(memory.Room!.Value) && !_forgetful.Contains(memory.Room.Value)
                && (memory.Room == room || (kind != RoomKind.Group && readers.All(_rooms[memory.Room.Value].Members.Contains))),
        };
    }

    bool MayBeListed(StoredMemory memory, UserId reader) => memory.Scope == MemoryScope.Room
        ? !_gone.Contains(memory.Room!.Value) && (_rooms[memory.Room.Value].Members.Contains(reader) || (memory.SaidBy == reader && (memory.About ?? reader) == reader))
        : memory.About == reader;

    /// <summary>The other way round: a rule that shows nothing would leak nothing.</summary>
    string? Missed(RoomId room, RoomKind kind, HashSet<UserId> readers, UserId asker, List<StoredMemory> recalled) =>
        _secrets.Where(s => MayBeRecalled(s.Memory, room, kind, readers, asker) && recalled.All(m => m.Id != s.Memory.Id)).Select(s => s.Secret).FirstOrDefault();

    async Task PopulateAsync()
    {
        var users = new SqliteUserStore(_database);
        for (var i = 0; i < 4; i++)
        {
            _people.Add(Person($"person{i} of {_seed}"));
            await users.CreateAsync(NewUser(_people[i]));
        }
        for (var i = 0; i < 3; i++)
        {
            var room = New($"group{i} of {_seed}", _random.Next(2) == 0 ? Visibility.Public : Visibility.Private);
            await _roomStore.CreateAsync(room);
            _rooms[room.Id] = (RoomKind.Group, []);
            foreach (var person in _people.Where(_ => _random.Next(2) == 0)) await JoinAsync(room.Id, person.Id);
        }
        foreach (var person in _people)
        {
            var chat = New("chat of " + person.Name, Visibility.Private) with { Kind = RoomKind.Chat };
            await new SqliteSessionStore(_database).CreateAsync(new NewSession(chat, person));
            _rooms[chat.Id] = (RoomKind.Chat, [person.Id]);
        }
        for (var i = 0; i < 3; i++)
        {
            var pair = new NewRoom(new($"pair{i} of {_seed}"), "pair", RoomKind.Direct, Visibility.Private, AssistantMode.Off, Noon, Owner: _people[i].Id);
            await _roomStore.OpenDirectAsync(pair, _people[i + 1].Id);
            _rooms[pair.Id] = (RoomKind.Direct, [_people[i].Id, _people[i + 1].Id]);
        }
    }

    async Task TellAsync(int number)
    {
        var secret = $"{Word} number{number}";
        var person = Pick(_people).Id;
        var memory = new StoredMemory(MemoryId.New(), Assistant, MemoryTier.LongTerm, MemoryScope.Private, secret, Noon) { About = person, SaidBy = person, Topic = _random.Next(3) == 0 ? "name" : null };
        var room = Pick(_rooms.Where(r => r.Value.Kind != RoomKind.Chat && r.Value.Members.Contains(person)).ToList()).Key;
        memory = _random.Next(3) switch
        {
            0 => memory,
            1 => memory with { Scope = MemoryScope.User },
            _ when room == default => memory,
            _ => memory with { Scope = MemoryScope.Room, Room = room, About = _random.Next(2) == 0 ? person : null, SaidBy = Pick(_rooms[room].Members.ToList()) },
        };
        if (await _memories.KeepAsync([new NewMemory(memory, [])]) is not [var kept]) return;
        _secrets.RemoveAll(s => s.Memory.Id == kept.Id);
        _secrets.Add((kept, secret));
        await _memories.SetEmbeddingsAsync("m", [new EmbeddedMemory(kept, [1])]);
    }

    async Task HappenAsync()
    {
        var person = Pick(_people).Id;
        var groups = _rooms.Where(r => r.Value.Kind == RoomKind.Group && !_gone.Contains(r.Key)).ToList();
        if (groups.Count == 0) return;
        var (group, (_, members)) = Pick(groups);
        switch (_random.Next(8))
        {
            case 0 when members.Contains(person) && members.Count > 1:
                await _roomStore.RemoveParticipantAsync(group, person, Noon);
                members.Remove(person);
                break;
            case 1 when !members.Contains(person):
                await JoinAsync(group, person);
                break;
            case 2 when _random.Next(4) == 0:
                await _roomStore.DeleteAsync(group, Noon);
                _gone.Add(group);
                break;
            case 3:
                await _memories.SwitchAsync(person, Assistant, _off.Contains(person), Noon);
                if (!_off.Remove(person)) _off.Add(person);
                break;
            case 4 when members.Count > 0:
                await _roomStore.UpdateAsync(group, new RoomPatch { Memory = _forgetful.Contains(group) }, _people[0], Noon);
                if (!_forgetful.Remove(group)) _forgetful.Add(group);
                break;
            case 5 when _secrets.Count > 0 && Pick(_secrets) is { Memory: { About: { } owner } memory }:
                var scope = _random.Next(2) == 0 ? MemoryScope.Private : MemoryScope.User;
                if (await _memories.EditAsync(owner, memory.Id, new MemoryEdit(Noon, Scope: scope)) is not { } moved) break;
                _secrets.RemoveAll(s => s.Memory.Id == moved.Id || (moved.Topic is not null && s.Memory.Topic == moved.Topic && s.Memory.About == owner && s.Memory.Scope == scope));
                _secrets.Add((moved, moved.Content));
                break;
            case 6:
                await TellAsync(1000 + _random.Next(1000));
                break;
        }
    }

    async Task JoinAsync(RoomId room, UserId person)
    {
        await _roomStore.AddParticipantAsync(room, person, Noon);
        _rooms[room].Members.Add(person);
    }

    T Pick<T>(List<T> all) => all.Count == 0 ? default! : all[_random.Next(all.Count)];
}
