using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every store of figures promises.</summary>
public abstract class StatStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly DateOnly Day = DateOnly.FromDateTime(Noon.UtcDateTime);

    protected abstract IStatStore Stats { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    /// <summary>A message is gone, its number with it.</summary>
    protected abstract Task RemoveAsync(string message);

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben }) await Users.CreateAsync(NewUser(person));
        foreach (var room in new[] { New("lounge"), New("den", Visibility.Private) }) await Rooms.CreateAsync(room);
        await Rooms.AddParticipantAsync(Id, Ada.Id, Noon);
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Each_day_has_its_messages_people_answers_tokens_and_waits()
    {
        await Messages.AppendAsync(
        [
            Says(Ada, "one", "1"), Says(Ada, "two", "2"), Says(Ben, "three", "3"),
            Answer("4", MessageStatus.Complete, 10, 100), Answer("5", MessageStatus.Error, 30, 300), Answer("6", MessageStatus.Cancelled, 0, null),
            Says(Ben, "elsewhere", "7", new("den")), Says(Ben, "later", "8") with { CreatedAt = Noon.AddHours(12) },
            Says(new(new("system"), "System", AuthorKind.System), "a line", "9"),
        ]);
        await CountAllAsync(batch: 2);

        Assert.Equal(
            [new(Day, 3, 2, 3, 1, 40, 80, 200, 0, 0), new(Day.AddDays(1), 1, 1, 0, 0, 0, 0, null, 0, 0)],
            await Stats.ReadDaysAsync(Id, Day, None));
        Assert.Equal([4L, 1L], (await Stats.ReadDaysAsync(null, Day, None)).Select(d => d.Messages));
        Assert.Equal([2L, 1L], (await Stats.ReadDaysAsync(null, Day, None)).Select(d => d.ActivePeople));
        Assert.Equal([Day.AddDays(1)], (await Stats.ReadDaysAsync(Id, Day.AddDays(1), None)).Select(d => d.Day));
    }

    [Fact]
    public async Task A_message_is_counted_once_whatever_becomes_of_it()
    {
        await Messages.AppendAsync([Says(Ada, "one", "1"), Says(Ada, "two", "2")]);
        await CountAllAsync();
        await RemoveAsync("2");
        await Messages.AppendAsync([Says(Ada, "three", "3")]);
        await CountAllAsync();
        await CountAllAsync();

        Assert.Equal((3L, 1L), (await Stats.ReadDaysAsync(Id, Day, None)).Select(d => (d.Messages, d.ActivePeople)).Single());
    }

    [Fact]
    public async Task Many_who_count_at_once_count_each_message_once()
    {
        await Messages.AppendAsync([.. Enumerable.Range(0, 100).Select(i => Says(Ada, "x", $"{i}"))]);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CountAllAsync(batch: 7)));

        Assert.Equal(100, (await Stats.ReadDaysAsync(null, Day, None)).Single().Messages);
    }

    [Fact]
    public async Task Totals_are_of_the_room_or_of_everything()
    {
        await Messages.AppendAsync([Says(Ada, "one"), Says(Ben, "two", room: new("den"))]);
        await CountAllAsync();

        Assert.Equal(new TotalStats(null, 1, 1, 0, 0), await Stats.ReadTotalsAsync(Id, Day, None));
        Assert.Equal(new TotalStats(2, 2, 2, 0, 0), await Stats.ReadTotalsAsync(null, Day, None));
        Assert.Equal(new TotalStats(2, 2, 0, 0, 0), await Stats.ReadTotalsAsync(null, Day.AddDays(1), None));
    }

    async Task CountAllAsync(int batch = 1000)
    {
        while (await Stats.CountAsync(batch)) { }
    }

    static NewMessage Answer(string id, MessageStatus status, int tokens, double? wait) =>
        Says(Bot, "answer", id) with { Status = status, Generation = new GenerationInfo("m", "s", "r", new Usage(tokens, 2 * tokens), wait) };
}
