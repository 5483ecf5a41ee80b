using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every store of files promises.</summary>
public abstract class AttachmentStoreContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly WaitingLimits Ample = new(100, 1_000_000);

    protected abstract IAttachmentStore Files { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    protected abstract IMessageStore Messages { get; }

    public virtual async ValueTask InitializeAsync()
    {
        foreach (var person in new[] { Ada, Ben }) await Users.CreateAsync(NewUser(person));
        await Rooms.CreateAsync(New("lounge"));
        foreach (var person in new[] { Ada, Ben }) await Rooms.AddParticipantAsync(Id, person.Id, Noon);
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_file_is_its_uploaders_until_it_is_sent_and_the_members_then()
    {
        var file = Of(Ada, "f", 7) with { Attachment = new(new("f"), "sun.png", "image/png", 7, 2, 3, true) };
        Assert.Equal(AddedFile.Added, await Files.AddAsync(file, Ample));
        Assert.Equal(new StoredFile(file.Attachment, Ada.Id, IsSent: false), await Files.FindAsync(new("f"), Ada.Id, None));
        Assert.Null(await Files.FindAsync(new("f"), Ben.Id, None));

        await Messages.AppendAsync([Says(Ada, "look", "m") with { Attachments = [new("f")] }]);

        Assert.Equal(new StoredFile(file.Attachment, Ada.Id, IsSent: true), await Files.FindAsync(new("f"), Ben.Id, None));
        await Rooms.RemoveParticipantAsync(Id, Ben.Id);
        Assert.Null(await Files.FindAsync(new("f"), Ben.Id, None));
        Assert.Null(await Files.FindAsync(new("f"), new("stranger"), None));
    }

    [Fact]
    public async Task Nothing_is_kept_for_who_left_the_room_or_has_too_much_waiting()
    {
        Assert.Equal(AddedFile.NotInRoom, await Files.AddAsync(Of(Person("cy"), "1", 1), Ample));
        Assert.Equal(AddedFile.Added, await Files.AddAsync(Of(Ada, "2", 60), new(2, 100)));
        Assert.Equal(AddedFile.TooMuchWaiting, await Files.AddAsync(Of(Ada, "3", 41), new(2, 100)));
        Assert.Equal(AddedFile.Added, await Files.AddAsync(Of(Ada, "4", 40), new(2, 100)));
        Assert.Equal(AddedFile.TooMuchWaiting, await Files.AddAsync(Of(Ada, "5", 0), new(2, 100)));
        Assert.Equal(AddedFile.Added, await Files.AddAsync(Of(Ben, "6", 1), new(2, 100)));
        await Messages.AppendAsync([Says(Ada, "sent", "m") with { Attachments = [new("2")] }]);
        Assert.Equal(AddedFile.Added, await Files.AddAsync(Of(Ada, "7", 60), new(2, 100)));

        var known = await Files.ReadKnownAsync([.. "1234567".Select(c => new AttachmentId($"{c}"))], None);
        Assert.Equal(["2", "4", "6", "7"], known.Select(id => id.Value).Order());
    }

    [Fact]
    public async Task A_thumbnail_is_given_by_its_uploader_before_the_file_is_sent()
    {
        await Files.AddAsync(Of(Ada, "f", 1), Ample);

        Assert.False(await Files.AddThumbnailAsync(new("f"), Ben.Id));
        Assert.True(await Files.AddThumbnailAsync(new("f"), Ada.Id));
        Assert.True((await Files.FindAsync(new("f"), Ada.Id, None))!.Attachment.HasThumbnail);
        await Messages.AppendAsync([Says(Ada, "sent", "m") with { Attachments = [new("f")] }]);
        Assert.False(await Files.AddThumbnailAsync(new("f"), Ada.Id));
    }

    [Fact]
    public async Task What_was_never_sent_is_forgotten_a_few_at_a_time_and_what_was_sent_stays()
    {
        foreach (var id in new[] { "1", "2", "3", "4" }) await Files.AddAsync(Of(Ada, id, 1), Ample);
        await Files.AddAsync(Of(Ada, "5", 1) with { CreatedAt = Noon.AddHours(1) }, Ample);
        await Messages.AppendAsync([Says(Ada, "sent", "m") with { Attachments = [new("4")] }]);

        var first = await Files.ForgetAbandonedAsync(Noon.AddHours(1), 2);
        var second = await Files.ForgetAbandonedAsync(Noon.AddHours(1), 2);

        Assert.Equal(["1", "2", "3"], first.Concat(second).Select(id => id.Value).Order());
        Assert.Equal(2, first.Count);
        Assert.Empty(await Files.ForgetAbandonedAsync(Noon.AddHours(1), 2));
    }

    static NewFile Of(Author person, string id, long size) => new(Id, person.Id, new(new(id), id + ".bin", "application/octet-stream", size), Noon);
}
