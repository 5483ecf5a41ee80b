using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>What every message store promises of variants, branches, and replies that a message only offers.</summary>
public abstract partial class BranchContract : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;
    static readonly RoomId Chat = new("chat");

    protected abstract IMessageStore Messages { get; }

    protected abstract IRoomStore Rooms { get; }

    protected abstract IUserStore Users { get; }

    public virtual async ValueTask InitializeAsync()
    {
        await Rooms.CreateAsync(New(Id.Value));
        await Rooms.CreateAsync(new NewRoom(Chat, "chat", RoomKind.Chat, Visibility.Private, AssistantMode.All, Noon));
        foreach (var person in new[] { Ada, Ben })
        {
            await Users.CreateAsync(NewUser(person));
            await Rooms.AddParticipantAsync(Id, person.Id, Noon);
        }
    }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_variant_names_the_first_in_its_place_and_stands_in_its_thread()
    {
        await ApplyAsync(Says(Ada, "root", "root"), Says(Ada, "q", "q") with { ThreadId = new("root") }, Says(Bot, "a", "a1", parent: "q") with { ThreadId = new("root") });

        await ApplyAsync(Says(Bot, "b", "a2", parent: "q") with { VariantOf = new("a1") }, Says(Bot, "c", "a3", parent: "q") with { VariantOf = new("a2") });

        Assert.Equal([("a1", "root"), ("a1", "root")], [.. (await FindAsync("a2", "a3")).Select(m => (m.VariantOf!.Value.Value, m.ThreadId!.Value.Value))]);
    }

    [Fact]
    public async Task A_place_and_a_predecessor_are_of_the_same_room()
    {
        await ApplyAsync(Says(Ada, "far", "far"), Says(Ada, "near", "near", Chat), Says(Ada, "beside", "t", Chat) with { ThreadId = new("near") });

        var refused = await Messages.AppendAsync(
        [
            Says(Ada, "x", "x1", Chat) with { VariantOf = new("far") }, Says(Ada, "x", "x2", Chat) with { VariantOf = new("nothing") },
            Says(Ada, "x", "x3", Chat) with { AfterId = new("far") }, Says(Ada, "x", "x4", Chat) with { AfterId = new("nothing") },
            Says(Ada, "x", "x5", Chat) with { AfterId = new("t") }, Says(Ada, "x", "x6") with { AfterId = new("far") },
        ]);

        Assert.Equal(
            [AppendRefusal.UnknownVariant, AppendRefusal.UnknownVariant, .. Enumerable.Repeat(AppendRefusal.UnknownPredecessor, 4)], refused.Select(r => r.Refusal!.Value));
    }

    [Fact]
    public async Task A_predecessor_is_kept_where_it_is_not_the_one_before_and_an_answer_in_a_chat_follows_its_question()
    {
        await ApplyAsync(
            Says(Ada, "1", "q1", Chat), Says(Ada, "2", "q2", Chat) with { AfterId = new("q1") }, Says(Bot, "a", "a1", Chat, "q1"), Says(Bot, "b", "a2", Chat, "q2"),
            Says(Ada, "3", "q3", Chat) with { AfterId = new("a1") }, Says(Bot, "c", "a3", Chat, "q3"));

        Assert.Equal([null, null, "q1", "q2", "a1", null], (await FindAsync("q1", "q2", "a1", "a2", "q3", "a3")).Select(m => m.AfterId?.Value));
    }

    [Fact]
    public async Task In_a_chat_an_assistant_is_shown_the_branch_of_the_question_alone()
    {
        await ApplyAsync(
            Says(Ada, "hi", "q1", Chat), Says(Bot, "hello", "a1", Chat, "q1"), Says(Ada, "a snake?", "q2", Chat), Says(Bot, "a snake", "a2", Chat, "q2"),
            Says(Ada, "or a language?", "q2b", Chat) with { VariantOf = new("q2") }, Says(Bot, "a language", "a2b", Chat, "q2b"));
        await ApplyAsync(
            Says(Ada, "which version?", "q3", Chat), Says(Ada, "how long?", "q3s", Chat) with { AfterId = new("a2") },
            Says(Bot, "14", "a3", Chat, "q3"), Says(Bot, "4 m", "a3s", Chat, "q3s"), Says(Ada, "and wide?", "q4", Chat) with { AfterId = new("a3s") });

        Assert.Equal(["q1", "a1", "q2b", "a2b", "q3"], await ShownAsync("q3"));
        Assert.Equal(["q1", "a1", "q2", "a2", "q3s", "a3s", "q4"], await ShownAsync("q4"));
        Assert.Equal(["q1", "a1", "q2b"], await ShownAsync("q2b"));
        Assert.Equal(["q3s", "a3s", "q4"], await ShownAsync("q4", limit: 3));
    }

    [Fact]
    public async Task An_answer_that_came_after_the_next_question_is_on_its_line_and_of_its_variants_the_newest()
    {
        await ApplyAsync(Says(Ada, "1", "q1", Chat), Says(Ada, "2", "q2", Chat), Says(Bot, "a", "a1", Chat, "q1"), Says(Bot, "b", "a2", Chat, "q2"));
        await ApplyAsync(Says(Bot, "a again", "a1b", Chat, "q1") with { VariantOf = new("a1") }, Says(Ada, "3", "q3", Chat) with { AfterId = new("a2") });

        Assert.Equal(["q1", "q2", "a2", "a1b", "q3"], await ShownAsync("q3"));
    }

    [Fact]
    public async Task A_line_ends_where_assistants_began_anew_and_goes_past_what_was_deleted()
    {
        var system = new Author(new("system"), "System", AuthorKind.System);
        await ApplyAsync(Says(Ada, "1", "q1", Chat), Says(Bot, "a", "a1", Chat, "q1"), Says(system, "anew", "line", Chat) with { StartsAnew = true });
        await ApplyAsync(Says(Ada, "2", "q2", Chat), Says(Bot, "b", "a2", Chat, "q2"), Says(Ada, "3", "q3", Chat));
        await Messages.AppendAsync([new Deletion(new("a2"), Noon)]);

        Assert.Equal(["q2", "q3"], await ShownAsync("q3"));
        Assert.Equal(["q1"], await ShownAsync("q1"));
    }

    [Fact]
    public async Task Elsewhere_the_newest_variant_takes_the_place_of_the_first()
    {
        await ApplyAsync(Says(Ada, "1", "q1"), Says(Bot, "a", "a1", parent: "q1"), Says(Ben, "beside", "b"));
        await ApplyAsync(Says(Bot, "a2", "a2", parent: "q1") with { VariantOf = new("a1") }, Says(Bot, "a3", "a3", parent: "q1") with { VariantOf = new("a1") }, Says(Ada, "2", "q2"));
        await Messages.AppendAsync([new Deletion(new("a3"), Noon)]);

        Assert.Equal(["q1", "a2", "b", "q2"], await ShownAsync("q2", room: Id));
        Assert.Equal(["q1"], await ShownAsync("q1", room: Id));
    }

    [Fact]
    public async Task An_offered_reply_is_promised_unless_the_message_turns_out_to_be_for_people()
    {
        await ApplyAsync(Says(Ben, "a thing", "bens"), Says(Ada, "mine", "adas"), Says(Bot, "an answer", "bots", parent: "adas"));

        Assert.Equal(
            (int[])[1, 0, 0, 1, 1, 0, 1, 1],
            (int[])[
                await PromisedAsync(Says(Ada, "why?")), await PromisedAsync(Says(Ada, "@ben why?")), await PromisedAsync(Says(Ada, "why?", parent: "bens")),
                await PromisedAsync(Says(Ada, "why?", parent: "adas")), await PromisedAsync(Says(Ada, "why?", parent: "bots")),
                await PromisedAsync(Says(Ada, "why?") with { ThreadId = new("adas") }), await PromisedAsync(Says(Ada, "why?") with { ThreadId = new("bots") }),
                await PromisedAsync(Says(Ada, "why @nobody?")),
            ]);
        Assert.Equal(
            (int[])[1, 1, 0],
            (int[])[
                await PromisedAsync(Says(Ada, "go on") with { ThreadId = new("bens") }, isFollowing: true), await PromisedAsync(Says(Ada, "go on", parent: "bens"), isFollowing: true),
                await PromisedAsync(Says(Ada, "@ben go on") with { ThreadId = new("bens") }, isFollowing: true),
            ]);
    }

    async Task<int> PromisedAsync(NewMessage message, bool isFollowing = false)
    {
        var draft = new ReplyDraft(MessageId.New(), message.RoomId, Bot, message.Id, "", null, Noon);
        var before = (await Messages.ReadDraftsAsync(None)).Count;
        var appended = (await Messages.AppendAsync([message with { Offers = [new OfferedReply(draft, isFollowing)] }]))[0];
        Assert.Equal(appended.Replies!.Count, (await Messages.ReadDraftsAsync(None)).Count - before);
        Assert.All(appended.Replies, r => Assert.Equal(appended.Message!.ThreadId, r.ThreadId));
        return appended.Replies.Count;
    }

    async Task<IEnumerable<string>> ShownAsync(string question, int limit = 20, RoomId? room = null) =>
        (await Messages.ReadContextAsync(room ?? Chat, new(question), limit, None))!.Select(m => m.Id.Value);

    async Task ApplyAsync(params NewMessage[] messages) => Assert.All(await Messages.AppendAsync(messages), a => Assert.Null(a.Refusal));

    async Task<IReadOnlyList<Message>> FindAsync(params string[] ids)
    {
        var found = new List<Message>();
        foreach (var id in ids) found.Add((await Messages.FindAsync(new MessageId(id), None))!);
        return found;
    }
}
