using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every search store promises.</summary>
public abstract class SearchStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly RoomId Den = new("den");

    protected abstract ISearchStore Search { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben }) await Users.CreateAsync(NewUser(person));
        foreach (var room in new[] { New("lounge"), New("den", Visibility.Private, "The Den") }) await Rooms.CreateAsync(room);
        await Rooms.AddParticipantAsync(Id, Ada.Id, Noon);
        await Rooms.AddParticipantAsync(Den, Ada.Id, Noon);
        await Rooms.AddParticipantAsync(Id, Ben.Id, Noon);
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task The_newest_come_first_from_all_rooms_of_the_reader_with_their_rooms_and_the_places_of_the_words()
    {
        await SayAsync(Says(Ada, "green tea", "1"), Says(Ben, "no coffee", "2"), Says(Ada, "Tea, and tea again", "3", Den));

        var page = (await FindAsync(Ada, "tea"))!;

        Assert.Equal(["3", "1"], page.Hits.Select(h => h.Message.Id.Value));
        Assert.Equal([new SearchedRoom(Den, "The Den", RoomKind.Group), new SearchedRoom(Id, "lounge", RoomKind.Group)], page.Hits.Select(h => h.Room));
        Assert.Equal([new(0, 3), new(9, 3)], page.Hits[0].Matches);
        Assert.Equal((Ada, 1L, "green tea"), (page.Hits[1].Message.Author, page.Hits[1].Message.Seq, page.Hits[1].Message.Content));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Nothing_is_found_in_a_room_that_one_is_not_in_or_was_taken_out_of()
    {
        await SayAsync(Says(Ada, "a secret word", "1", Den), Says(Ada, "open word", "2"));
        Assert.Equal(["2", "1"], await IdsAsync(Ada, "word"));
        Assert.Equal(["2"], await IdsAsync(Ben, "word"));
        Assert.Null(await Search.FindAsync(Query(Ben, "word") with { Room = Den }, None));
        Assert.Null(await Search.FindAsync(Query(Ben, "word") with { RoomName = "The Den" }, None));
        Assert.Null(await Search.FindAsync(Query(Ben, "word") with { Room = new("nowhere") }, None));

        await Rooms.RemoveParticipantAsync(Id, Ben.Id, Noon);

        Assert.Empty(await IdsAsync(Ben, "word"));
        Assert.Null(await Search.FindAsync(Query(Ben, "word") with { Room = Id }, None));
        Assert.Empty(await IdsAsync(Person("stranger"), "word"));
    }

    [Fact]
    public async Task Phrases_prefixes_and_words_that_must_not_be_there()
    {
        await SayAsync(Says(Ada, "the quick brown fox", "1"), Says(Ada, "brown, quick and free", "2"), Says(Ada, "a foxtrot", "3"));

        Assert.Equal(["1"], await IdsAsync(Ada, new SearchWord("quick brown")));
        Assert.Equal(["1"], await IdsAsync(Ada, "fox"));
        Assert.Equal(["3", "1"], await IdsAsync(Ada, new SearchWord("fox", IsPrefix: true)));
        Assert.Equal(["2"], await IdsAsync(Ada, new SearchWord("quick"), new SearchWord("fox", IsExcluded: true)));
        Assert.Empty(await IdsAsync(Ada, "quick", "foxtrot"));
        var hit = (await Search.FindAsync(new SearchQuery(Ada.Id, [new("quick brown")]), None))!.Hits.Single();
        Assert.Equal([new(4, 11)], hit.Matches);
    }

    [Theory]
    [InlineData("CAFÉ", "cafe", "CAFÉ")]
    [InlineData("straße", "STRAßE", "straße")]
    [InlineData("Привет мир", "МИР", "мир")]
    [InlineData("a😀b tea", "tea", "tea")]
    [InlineData("foo-bar.baz", "foo bar", "foo-bar")]
    public async Task Words_are_the_same_whatever_their_case_and_accents(string content, string word, string found)
    {
        await SayAsync(Says(Ada, content, "1"));

        var hit = Assert.Single((await FindAsync(Ada, word))!.Hits);

        var match = Assert.Single(hit.Matches);
        Assert.Equal(found, content.Substring(match.Start, match.Length));
    }

    [Theory]
    [InlineData("tea\" OR content : \"secret")]
    [InlineData("tea) OR (secret")]
    [InlineData("tags : rZZ")]
    [InlineData("NEAR(tea secret, 5)")]
    [InlineData("tea OR secret")]
    [InlineData("^tea")]
    [InlineData("{content} : tea AND NOT x")]
    public async Task Operators_are_words_like_any_other(string text)
    {
        await SayAsync(Says(Ada, "secret", "1"), Says(Ada, "tea", "2"), Says(Ada, "or and not near", "3"));

        var ids = await IdsAsync(Ada, text);

        Assert.DoesNotContain("1", ids);
    }

    [Fact]
    public async Task Filters_by_room_author_kind_and_time()
    {
        await SayAsync(
            Says(Ada, "tea one", "1"), Says(Ben, "tea two", "2"), Says(Bot, "tea three", "3"), Says(Ada, "tea four", "4", Den),
            Says(Ada, "tea five", "5") with { CreatedAt = Noon.AddDays(2) });

        Assert.Equal(["4"], await IdsAsync(Query(Ada, "tea") with { Room = Den }));
        Assert.Equal(["4"], await IdsAsync(Query(Ada, "tea") with { RoomName = "the den" }));
        Assert.Equal(["2"], await IdsAsync(Query(Ada, "tea") with { Author = Ben.Id }));
        Assert.Equal(["2"], await IdsAsync(Query(Ada, "tea") with { AuthorKey = "BEN" }));
        Assert.Empty(await IdsAsync(Query(Ada, "tea") with { AuthorKey = "NOBODY" }));
        Assert.Equal(["3"], await IdsAsync(Query(Ada, "tea") with { Kind = AuthorKind.Assistant }));
        Assert.Equal(["5"], await IdsAsync(Query(Ada, "tea") with { From = Noon.AddDays(2) }));
        Assert.Equal(["4", "3", "2", "1"], await IdsAsync(Query(Ada, "tea") with { To = Noon.AddDays(2) }));
        Assert.Empty(await IdsAsync(Query(Ada, "tea") with { From = Noon.AddSeconds(1), To = Noon.AddDays(2) }));
        Assert.Equal(["5", "4", "1"], await IdsAsync(new SearchQuery(Ada.Id, []) { Author = Ada.Id }));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_and_end()
    {
        await SayAsync([.. Enumerable.Range(1, 7).Select(i => Says(Ada, $"tea {i}", $"{i}"))]);
        var ids = new List<string>();
        var pages = 0;

        for (long? before = null; pages == 0 || before is not null; pages++)
        {
            var page = (await Search.FindAsync(Query(Ada, "tea") with { Limit = 3, Before = before }, None))!;
            ids.AddRange(page.Hits.Select(h => h.Message.Id.Value));
            before = page.Next;
        }

        Assert.Equal(["7", "6", "5", "4", "3", "2", "1"], ids);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Somebody_in_very_many_rooms_finds_what_is_in_them_and_only_that_however_much_others_say()
    {
        for (var i = 0; i < 250; i++)
        {
            await Rooms.CreateAsync(New($"r{i}"));
            await Rooms.AddParticipantAsync(new($"r{i}"), Ada.Id, Noon);
        }
        await SayAsync(Says(Ada, "tea in mine", "old", new("r17")));
        await Rooms.CreateAsync(New("loud"));
        await SayAsync([.. Enumerable.Range(0, 6000).Select(i => Says(Ben, "tea for others", $"loud{i}", new("loud")))]);
        await SayAsync(Says(Ada, "tea in mine", "new", new("r80")));

        var first = (await Search.FindAsync(Query(Ada, "tea") with { Limit = 1 }, None))!;
        var second = (await Search.FindAsync(Query(Ada, "tea") with { Limit = 1, Before = first.Next }, None))!;

        Assert.Equal(["new"], first.Hits.Select(h => h.Message.Id.Value));
        Assert.Equal(["old"], second.Hits.Select(h => h.Message.Id.Value));
        Assert.Null(second.Next);
    }

    async Task SayAsync(params NewMessage[] messages) => Assert.All(await Messages.AppendAsync(messages), a => Assert.True(a.IsNew));

    static SearchQuery Query(Author reader, params string[] words) => new(reader.Id, [.. words.Select(w => new SearchWord(w))]);

    Task<SearchPage?> FindAsync(Author reader, params string[] words) => Search.FindAsync(Query(reader, words), None);

    Task<string[]> IdsAsync(Author reader, params string[] words) => IdsAsync(Query(reader, words));

    Task<string[]> IdsAsync(Author reader, params SearchWord[] words) => IdsAsync(new SearchQuery(reader.Id, words));

    async Task<string[]> IdsAsync(SearchQuery query) => [.. (await Search.FindAsync(query, None))!.Hits.Select(h => h.Message.Id.Value)];
}
