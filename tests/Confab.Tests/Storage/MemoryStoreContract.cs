using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every memory store promises.</summary>
public abstract partial class MemoryStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly RoomId Den = new("den"), Chat = new("chat"), Pair = new("pair");
    static readonly Author Eve = Person("eve");

    protected abstract IMemoryStore Memories { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    protected abstract ISessionStore Sessions { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben, Eve }) await Users.CreateAsync(NewUser(person));
        await Rooms.CreateAsync(New("lounge"));
        await Rooms.CreateAsync(New("den", Visibility.Private));
        foreach (var (room, person) in new[] { (Id, Ada), (Id, Ben), (Id, Eve), (Den, Ada), (Den, Ben) }) await Rooms.AddParticipantAsync(room, person.Id, Noon);
        await Sessions.CreateAsync(new NewSession(New("chat", Visibility.Private) with { Kind = RoomKind.Chat }, Ada));
    }

    public abstract ValueTask DisposeAsync();

    static StoredMemory Of(Author about, string content) =>
        new(MemoryId.New(), Bot.Id, MemoryTier.LongTerm, MemoryScope.Private, content, Noon) { About = about.Id, SaidBy = about.Id };

    static StoredMemory Episode(Author of, int number, int importance) =>
        Of(of, $"{char.ToUpperInvariant(of.Name[0])}{of.Name[1..]} did {number}") with { Tier = MemoryTier.Episodic, Importance = importance, UpdatedAt = Noon.AddMinutes(number) };

    static StoredMemory From(Message said, string content) => Of(said.Author, content) with { SourceMessageId = said.Id, SourceRoomId = said.RoomId };

    static StoredMemory OfDen(Message said, string content) =>
        From(said, content) with { Scope = MemoryScope.Room, Room = Den, About = null, Tier = MemoryTier.Semantic };

    static Audience In(RoomId room, RoomKind kind, params Author[] people) => new(room, kind, [.. people.Select(p => p.Id)]);

    Task<IReadOnlyList<StoredMemory>> KeepAsync(StoredMemory memory) => Memories.KeepAsync([new NewMemory(memory, [])]);

    async Task<IReadOnlyList<string>> FindAsync(Audience audience, string word, Author? asker = null) =>
        [.. (await Memories.FindAsync(new(Bot.Id, audience, (asker ?? Ada).Id), [word], 10, None)).Select(m => m.Content)];

    Task<IReadOnlyList<ReadableMemory>> ListAsync(Author reader) => Memories.ListAsync(new MemoryFilter(reader.Id, 2000), None);

    async Task<Message> SayAsync(Author author, string content, RoomId room) => (await Messages.AppendAsync([Says(author, content, room: room)]))[0].Message!;

    async Task PairAsync() => await Rooms.OpenDirectAsync(new NewRoom(Pair, "pair", RoomKind.Direct, Visibility.Private, AssistantMode.Off, Noon, Owner: Ada.Id), Ben.Id);
}
