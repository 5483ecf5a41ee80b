using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every message store promises of messages that change.</summary>
public abstract class MessageChangesContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly Author AdaLou = Person("Ada Lou");

    protected abstract IMessageStore Messages { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    /// <summary>A file as an upload leaves it.</summary>
    protected abstract Task AddFileAsync(string id, Author by, RoomId room);

    /// <summary>The message that a file belongs to; null for none, and "gone" when there is no such file.</summary>
    protected abstract Task<string?> MessageOfFileAsync(string id);

    /// <summary>By seq and name.</summary>
    protected abstract Task<IReadOnlyList<(long Seq, string User)>> MentionsAsync();

    public virtual async ValueTask InitializeAsync()
    {
        await Rooms.CreateAsync(New(Id.Value));
        await Rooms.CreateAsync(New("other"));
        foreach (var person in new[] { Ada, Ben, AdaLou, Person("cy") })
        {
            await Users.CreateAsync(NewUser(person));
            if (person.Name != "cy") await Rooms.AddParticipantAsync(Id, person.Id, Noon);
        }
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task An_edit_takes_the_next_rev_and_keeps_its_place()
    {
        await PostAsync(Says(Ada, "teh", "m1"), Says(Ben, "next", "m2"));

        var edited = await ApplyAsync(new Edit(new("m1"), "the", Noon.AddMinutes(1)));

        Assert.Equal((1, 3, "the", Noon.AddMinutes(1)), (edited.Message!.Seq, edited.Message.Rev, edited.Message.Content, edited.Message.EditedAt));
        Assert.True(edited.IsNew);
        Assert.Equal(edited.Message, (await Messages.ReadPageAsync(Id, null, 10, None)).Messages[0]);
        Assert.Equal(edited.Message, Assert.Single((await Messages.ReadChangesAsync(Id, 2, 10, None)).Messages));
    }

    [Fact]
    public async Task What_is_so_already_takes_no_rev()
    {
        await PostAsync(Says(Ada, "hi", "m1"), Says(Bot, "answer", "m2"));
        await ApplyAsync(new React(new("m1"), Ben.Id, "👍", On: true, Noon));
        await ApplyAsync(new Rate(new("m2"), Ben.Id, Rating.Like, null, Noon));

        var again = await Messages.AppendAsync(
        [
            new Edit(new("m1"), "hi", Noon), new React(new("m1"), Ben.Id, "👍", On: true, Noon), new React(new("m1"), Ada.Id, "👍", On: false, Noon),
            new Rate(new("m2"), Ben.Id, Rating.Like, "only the comment is new", Noon), new Rate(new("m2"), Ada.Id, null, null, Noon),
        ]);

        Assert.All(again, a => Assert.Equal((false, null), (a.IsNew, a.Refusal)));
        Assert.Equal(4, (await Rooms.FindAsync(Id, None))!.Rev);
    }

    [Fact]
    public async Task A_change_of_what_is_not_there_or_was_deleted_is_refused()
    {
        await PostAsync(Says(Ada, "hi", "m1"));
        await ApplyAsync(new Deletion(new("m1"), Noon));

        var refused = await Messages.AppendAsync(
        [
            new Edit(new("no"), "x", Noon), new Deletion(new("no"), Noon), new React(new("no"), Ben.Id, "👍", true, Noon), new Rate(new("no"), Ben.Id, Rating.Like, null, Noon),
            new Edit(new("m1"), "x", Noon), new React(new("m1"), Ben.Id, "👍", true, Noon), new Rate(new("m1"), Ben.Id, Rating.Like, null, Noon),
        ]);

        Assert.Equal([.. Enumerable.Repeat(AppendRefusal.UnknownMessage, 4), .. Enumerable.Repeat(AppendRefusal.Deleted, 3)], refused.Select(r => r.Refusal!.Value));
        Assert.Equal(2, (await Rooms.FindAsync(Id, None))!.Rev);
    }

    [Fact]
    public async Task A_deleted_message_keeps_its_place_and_nothing_of_what_it_said()
    {
        await AddFileAsync("f1", Ada, Id);
        await PostAsync(Says(Ada, "secret @ben", "m1") with { Attachments = [new("f1")] });
        await ApplyAsync(new React(new("m1"), Ben.Id, "👍", On: true, Noon));

        var deleted = await ApplyAsync(new Deletion(new("m1"), Noon.AddHours(1)));
        var again = await ApplyAsync(new Deletion(new("m1"), Noon.AddHours(2)));

        var left = new Message(new("m1"), Id, 1, 3, Ada, "", Noon, MessageStatus.Complete, DeletedAt: Noon.AddHours(1));
        Assert.Equal((left, true), (deleted.Message, deleted.IsNew));
        Assert.Equal((left, false), (again.Message, again.IsNew));
        Assert.Equal(left, await Messages.FindAsync(new("m1"), None));
        Assert.Equal("gone", await MessageOfFileAsync("f1"));
        Assert.Empty(await MentionsAsync());
        Assert.Equal([Ben.Id], deleted.Named);
    }

    [Fact]
    public async Task A_deleted_answer_keeps_how_it_was_made_and_nothing_of_what_its_tools_and_documents_said()
    {
        var made = new GenerationInfo("m", "default", "the only one", new Usage(3, 4), TimeToFirstTokenMs: 5);
        var tool = new ToolCall("c1", "search_room", ToolStatus.Done, Arguments: """{"words":"pin"}""", Result: "ada: my pin is 1234");
        await PostAsync(Says(Bot, "it is 1234", "m1") with { Generation = made with { Tools = [tool], Sources = [new("pins.md", 1, 2)], Memories = 1 } });

        var deleted = await ApplyAsync(new Deletion(new("m1"), Noon.AddHours(1)));

        Assert.Equal(made, deleted.Message!.Generation);
        Assert.Equal(made, (await Messages.FindAsync(new("m1"), None))!.Generation);
    }

    [Fact]
    public async Task Reactions_are_counted_and_named_by_the_time_of_their_first()
    {
        await PostAsync(Says(Ada, "hi", "m1"), Says(Ada, "nothing here", "m2"));
        await ApplyAsync(new React(new("m1"), Ben.Id, "🐍", On: true, Noon));
        await ApplyAsync(new React(new("m1"), Ben.Id, "👍", On: true, Noon.AddSeconds(1)));
        var third = await ApplyAsync(new React(new("m1"), Ada.Id, "🐍", On: true, Noon.AddSeconds(2)));

        var read = (await Messages.ReadPageAsync(Id, null, 10, None)).Messages;

        Assert.Equal([("🐍", 2, "user:ben user:ada"), ("👍", 1, "user:ben")], read[0].Reactions!.Select(r => (r.Emoji, r.Count, string.Join(' ', r.UserIds))));
        Assert.Null(read[1].Reactions);
        Assert.Equal(5, third.Message!.Rev);
        Assert.Equal(Shown(read[0]), Shown(third.Message));

        foreach (var (user, emoji) in new[] { (Ben, "🐍"), (Ben, "👍"), (Ada, "🐍") }) await ApplyAsync(new React(new("m1"), user.Id, emoji, On: false, Noon));
        Assert.Null((await Messages.FindAsync(new("m1"), None))!.Reactions);
    }

    [Fact]
    public async Task A_message_has_so_many_kinds_of_reactions_and_more_of_a_kind_that_is_there()
    {
        await PostAsync(Says(Ada, "hi", "m1"));
        for (var i = 0; i < Limits.MaxReactions; i++) await ApplyAsync(new React(new("m1"), Ben.Id, char.ConvertFromUtf32(0x1F600 + i), On: true, Noon));

        Assert.Equal(AppendRefusal.TooManyReactions, (await ApplyAsync(new React(new("m1"), Ben.Id, "🐍", On: true, Noon))).Refusal);
        Assert.True((await ApplyAsync(new React(new("m1"), Ada.Id, char.ConvertFromUtf32(0x1F600), On: true, Noon))).IsNew);
    }

    [Fact]
    public async Task Likes_and_dislikes_are_counted_one_of_each_person()
    {
        await PostAsync(Says(Bot, "an answer", "m1"));
        await ApplyAsync(new Rate(new("m1"), Ada.Id, Rating.Like, null, Noon));
        await ApplyAsync(new Rate(new("m1"), Ben.Id, Rating.Like, "good", Noon));
        var turned = await ApplyAsync(new Rate(new("m1"), Ben.Id, Rating.Dislike, "or not", Noon));

        Assert.Equal((1, 1, Ada.Id, Ben.Id), turned.Message!.Feedback is { } f ? (f.Likes, f.Dislikes, f.LikedBy[0], f.DislikedBy[0]) : default);
        await ApplyAsync(new Rate(new("m1"), Ben.Id, null, null, Noon));
        var none = await ApplyAsync(new Rate(new("m1"), Ada.Id, null, null, Noon));
        Assert.Equal((null, 6), (none.Message!.Feedback, none.Message.Rev));
    }

    [Fact]
    public async Task Who_is_named_is_kept_by_the_longest_name_that_a_member_has_and_anew_after_an_edit()
    {
        var posted = await Messages.AppendAsync([Says(Ada, "@ben and @BEN, @ada lou: write to x@ben.org, @cy @nobody", "m1"), Says(Ben, "@Ada  LOUise? @ada-lou @ada", "m2")]);
        Assert.Equal([(1, "Ada Lou"), (1, "ben"), (2, "ada")], await MentionsAsync());
        Assert.Equal([Ben.Id, AdaLou.Id], posted[0].Named!);

        var edited = await ApplyAsync(new Edit(new("m1"), "@ada lou", Noon));
        Assert.Equal([(1, "Ada Lou"), (2, "ada")], await MentionsAsync());
        Assert.Equal([AdaLou.Id, Ben.Id], edited.Named!.Order(Comparer<UserId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))));
        await ApplyAsync(new Edit(new("m1"), "nobody", Noon));
        Assert.Equal([(2, "ada")], await MentionsAsync());
    }

    [Fact]
    public async Task A_file_goes_into_one_message_of_its_sender_and_its_room()
    {
        foreach (var id in new[] { "f1", "f2" }) await AddFileAsync(id, Ada, Id);
        await AddFileAsync("bens", Ben, Id);
        await AddFileAsync("elsewhere", Ada, new("other"));

        var refused = await Messages.AppendAsync(
            [.. new[] { "bens", "elsewhere", "none" }.Select(file => Says(Ada, "take", "no-" + file) with { Attachments = [new("f1"), new(file)] })]);
        var sent = await ApplyAsync(Says(Ada, "", "m1") with { Attachments = [new("f2"), new("f1")] });
        var twice = await ApplyAsync(Says(Ada, "", "m2") with { Attachments = [new("f1")] });
        var again = await ApplyAsync(Says(Ada, "", "m1") with { Attachments = [new("f2"), new("f1")] });

        Assert.All([.. refused, twice], r => Assert.Equal(AppendRefusal.UnknownFile, r.Refusal));
        Assert.Equal((1, 1), (sent.Message!.Seq, sent.Message.Rev));
        Assert.Equal(["f2", "f1"], sent.Message.Attachments!.Select(a => a.Id.Value));
        Assert.Equal(new Attachment(new("f2"), "f2.png", "image/png", 1234, 640, 480, true), sent.Message.Attachments![0]);
        Assert.Equal(Shown(sent.Message), Shown((await Messages.FindAsync(new("m1"), None))!));
        Assert.Equal((false, Shown(sent.Message)), (again.IsNew, Shown(again.Message!)));
        Assert.Equal("m1 - -", $"{await MessageOfFileAsync("f1")} {await MessageOfFileAsync("bens") ?? "-"} {await MessageOfFileAsync("elsewhere") ?? "-"}");
    }

    static string Shown(Message message) => System.Text.Json.JsonSerializer.Serialize(message, Confab.Protocol.Json.WireJson.Options);

    async Task<Appended> ApplyAsync(Change change) => Assert.Single(await Messages.AppendAsync([change]));

    Task<IReadOnlyList<Appended>> PostAsync(params NewMessage[] messages) => Messages.AppendAsync(messages);
}
