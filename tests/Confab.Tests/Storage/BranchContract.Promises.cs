using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>Replies that are promised to messages which are there already.</summary>
public abstract partial class BranchContract
{
    [Fact]
    public async Task A_promise_keeps_what_it_is_a_variant_of_until_its_message_comes()
    {
        await ApplyAsync(Says(Ada, "q", "q"), Says(Bot, "a", "a1", parent: "q"));
        var draft = DraftOf("a2", "q", "beg") with { VariantOf = new("a1") };

        Assert.Equal([draft], await PromiseAsync(draft));

        Assert.Equal([draft], await Messages.ReadDraftsAsync(None));
        Assert.Equal(AppendRefusal.IdTaken, (await Messages.AppendAsync([Says(Ada, "mine", "a2")]))[0].Refusal);
        await ApplyAsync(Says(Bot, "begun", "a2", parent: "q") with { VariantOf = new("a1") });
        Assert.Empty(await Messages.ReadDraftsAsync(None));
    }

    [Fact]
    public async Task A_promise_that_cannot_be_kept_is_none()
    {
        await ApplyAsync(Says(Ada, "q", "q"));
        await PromiseAsync(DraftOf("a1", "q"));

        Assert.Equal(AppendRefusal.UnknownVariant, (await Messages.AppendAsync([Says(Bot, "a", "a1", parent: "q") with { VariantOf = new("nothing") }]))[0].Refusal);

        Assert.Empty(await Messages.ReadDraftsAsync(None));
    }

    [Fact]
    public async Task Who_has_answered_is_promised_to_answer_in_the_same_place_however_far_below_that_is()
    {
        var other = new Author(new("assistant:other"), "Other", AuthorKind.Assistant);
        await ApplyAsync(Says(Ada, "q", "q"));
        await ApplyAsync([.. Enumerable.Range(0, 1100).Select(i => Says(Ben, $"{i}"))]);
        await ApplyAsync(Says(Ben, "no answer", "c", parent: "q"), Says(Bot, "a", "a1", parent: "q"), Says(Bot, "b", "a2", parent: "q") with { VariantOf = new("a1") });

        Assert.Equal([new("a1"), null], (await PromiseAsync(DraftOf("a3", "q"), DraftOf("b1", "q") with { Author = other })).Select(d => d.VariantOf));

        await ApplyAsync(Says(Bot, "", "a3", parent: "q") with { VariantOf = new("a1") }, Says(other, "", "b1", parent: "q"));
        await Messages.AppendAsync([new Deletion(new("a1"), Noon), new Deletion(new("b1"), Noon)]);
        Assert.Equal([new("a1"), null], (await PromiseAsync(DraftOf("a4", "q"), DraftOf("b2", "q") with { Author = other })).Select(d => d.VariantOf));
    }

    [Fact]
    public async Task An_assistant_answers_a_message_once_at_a_time()
    {
        var other = new Author(new("assistant:other"), "Other", AuthorKind.Assistant);
        await ApplyAsync(Says(Ada, "q", "q"), Says(Ada, "r", "r"));
        await PromiseAsync(DraftOf("a1", "q"));

        Assert.Equal(DraftRefusal.StillWritten, await WhyNotAsync(DraftOf("r1", "r"), DraftOf("a2", "q")));
        Assert.Equal(["a1"], (await Messages.ReadDraftsAsync(None)).Select(d => d.MessageId.Value));
        await PromiseAsync(DraftOf("r1", "r"), DraftOf("o1", "q") with { Author = other });
        await ApplyAsync(Says(Bot, "a", "a1", parent: "q"));
        await PromiseAsync(DraftOf("a2", "q"));
    }

    [Fact]
    public async Task A_promise_that_is_taken_back_makes_room_for_another_and_what_was_kept_stays()
    {
        await ApplyAsync(Says(Ada, "q", "q"), Says(Bot, "a", "a1", parent: "q"));
        await PromiseAsync(DraftOf("a2", "q"));

        await Messages.DropDraftAsync(new("a2"));
        await Messages.DropDraftAsync(new("a1"));

        Assert.Empty(await Messages.ReadDraftsAsync(None));
        Assert.Equal("a", (await Messages.FindAsync(new("a1"), None))!.Content);
        await PromiseAsync(DraftOf("a3", "q"));
    }

    [Fact]
    public async Task Nothing_is_promised_to_a_message_that_is_gone_or_elsewhere()
    {
        await ApplyAsync(Says(Ada, "q", "q"), Says(Ada, "far", "far", Chat));
        await Messages.AppendAsync([new Deletion(new("q"), Noon)]);

        Assert.Equal(
            [DraftRefusal.QuestionGone, DraftRefusal.QuestionGone, DraftRefusal.QuestionGone],
            [await WhyNotAsync(DraftOf("a1", "q")), await WhyNotAsync(DraftOf("a1", "far")), await WhyNotAsync(DraftOf("a1", "nothing"))]);
    }

    [Fact]
    public async Task A_place_takes_so_many_and_what_was_deleted_makes_room()
    {
        await ApplyAsync(Says(Ada, "q", "q0", Chat), Says(Bot, "a", "a0", Chat, "q0"));
        await ApplyAsync([.. Enumerable.Range(1, Limits.MaxVariants - 1).Select(i => Says(Bot, "a", $"a{i}", Chat, "q0") with { VariantOf = new("a0") })]);
        await ApplyAsync([.. Enumerable.Range(1, Limits.MaxVariants - 1).Select(i => Says(Ada, "q", $"q{i}", Chat) with { VariantOf = new("q0") })]);
        var more = DraftOf("b", "q0") with { RoomId = Chat };
        var words = Says(Ada, "q", "more", Chat) with { VariantOf = new("q7") };

        Assert.Equal(DraftRefusal.TooManyVariants, await WhyNotAsync(more));
        Assert.Equal(AppendRefusal.TooManyVariants, (await Messages.AppendAsync([words]))[0].Refusal);
        Assert.Equal(AppendRefusal.TooManyVariants, (await Messages.AppendAsync([words with { VariantOf = new("q0") }]))[0].Refusal);
        Assert.Null((await Messages.AppendAsync([Says(Ada, "q", "q5", Chat) with { VariantOf = new("q0") }]))[0].Refusal);

        await Messages.AppendAsync([new Deletion(new("a7"), Noon), new Deletion(new("q7"), Noon)]);
        await PromiseAsync(more);
        await ApplyAsync(words);
    }

    async Task<IReadOnlyList<ReplyDraft>> PromiseAsync(params ReplyDraft[] drafts)
    {
        var promised = await Messages.AddDraftsAsync(drafts);
        Assert.Null(promised.Refusal);
        return promised.Drafts;
    }

    async Task<DraftRefusal?> WhyNotAsync(params ReplyDraft[] drafts)
    {
        var promised = await Messages.AddDraftsAsync(drafts);
        Assert.Empty(promised.Drafts);
        return promised.Refusal;
    }
}
