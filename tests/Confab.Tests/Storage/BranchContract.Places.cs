using Confab.Protocol;
using Confab.Server.Storage;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

/// <summary>Which of the messages in one place counts.</summary>
public abstract partial class BranchContract
{
    [Theory]
    [InlineData(MessageStatus.Error), InlineData(MessageStatus.Cancelled), InlineData(MessageStatus.Interrupted)]
    public async Task What_came_to_nothing_takes_no_answers_place(MessageStatus status)
    {
        foreach (var room in new[] { Id, Chat })
        {
            var p = room.Value;
            await ApplyAsync(
                Says(Ada, "1", p + "q1", room), Says(Bot, "good", p + "a1", room, p + "q1"), Says(Bot, "cut", p + "a2", room, p + "q1") with { VariantOf = new(p + "a1"), Status = status },
                Says(Bot, "", p + "a3", room, p + "q1") with { VariantOf = new(p + "a1"), Status = status }, Says(Ada, "2", p + "q2", room));
            await ApplyAsync(
                Says(Bot, "", p + "b1", room, p + "q2") with { Status = status }, Says(Bot, "cut", p + "b2", room, p + "q2") with { VariantOf = new(p + "b1"), Status = status },
                Says(Bot, "", p + "b3", room, p + "q2") with { VariantOf = new(p + "b1"), Status = status }, Says(Ada, "3", p + "q3", room));
            await ApplyAsync(Says(Bot, "", p + "c1", room, p + "q3") with { Status = status }, Says(Ada, "4", p + "q4", room));

            Assert.Equal([p + "q1", p + "a1", p + "q2", p + "b2", p + "q3", p + "q4"], await ShownAsync(p + "q4", room: room));
        }
    }

    [Fact]
    public async Task A_later_good_answer_takes_the_place_of_what_came_to_nothing()
    {
        foreach (var room in new[] { Id, Chat })
        {
            var p = room.Value;
            await ApplyAsync(
                Says(Ada, "1", p + "q1", room), Says(Bot, "cut", p + "a1", room, p + "q1") with { Status = MessageStatus.Error },
                Says(Bot, "good", p + "a2", room, p + "q1") with { VariantOf = new(p + "a1") }, Says(Ada, "2", p + "q2", room));

            Assert.Equal([p + "q1", p + "a2", p + "q2"], await ShownAsync(p + "q2", room: room));
        }
    }

    [Fact]
    public async Task Who_goes_on_with_words_that_were_cut_is_taken_at_their_word_but_nobody_goes_on_with_nothing()
    {
        await ApplyAsync(
            Says(Ada, "1", "q1", Chat), Says(Bot, "good", "a1", Chat, "q1"), Says(Bot, "cut", "a2", Chat, "q1") with { VariantOf = new("a1"), Status = MessageStatus.Cancelled },
            Says(Bot, "", "a3", Chat, "q1") with { VariantOf = new("a1"), Status = MessageStatus.Error });
        await ApplyAsync(
            Says(Ada, "or?", "q1b", Chat) with { VariantOf = new("q1") }, Says(Ada, "2", "q2", Chat) with { AfterId = new("a2") }, Says(Ada, "2", "q3", Chat) with { AfterId = new("a3") },
            Says(Bot, "late", "a4", Chat, "q1") with { VariantOf = new("a1") });

        Assert.Equal(["q1", "a2", "q2"], await ShownAsync("q2"));
        Assert.Equal(["q1", "a1", "q3"], await ShownAsync("q3"));
    }

    [Fact]
    public async Task A_question_goes_on_with_what_stood_there_when_it_was_asked()
    {
        await ApplyAsync(
            Says(Ada, "1", "q1", Chat), Says(Bot, "good", "a1", Chat, "q1"), Says(Bot, "better", "a2", Chat, "q1") with { VariantOf = new("a1") },
            Says(Ada, "2", "q2", Chat), Says(Ada, "3", "q3", Chat));
        await ApplyAsync(Says(Bot, "late", "a3", Chat, "q1") with { VariantOf = new("a1") }, Says(Ada, "4", "q4", Chat) with { AfterId = new("q3") });
        Assert.Equal(["q1", "a2", "q2", "q3", "q4"], await ShownAsync("q4"));

        await Messages.AppendAsync([new Deletion(new("a2"), Noon.AddMinutes(1))]);
        Assert.Equal(["q1", "q2", "q3", "q4"], await ShownAsync("q4"));

        await ApplyAsync(Says(Bot, "z", "z1", Chat, "q4"), Says(Bot, "zz", "z2", Chat, "q4") with { VariantOf = new("z1") });
        await Messages.AppendAsync([new Deletion(new("z2"), Noon.AddMinutes(2))]);
        await ApplyAsync(Says(Ada, "5", "q5", Chat) with { CreatedAt = Noon.AddMinutes(3) });
        Assert.Equal(["z1", "q5"], await ShownAsync("q5", limit: 2));
    }

    [Fact]
    public async Task Where_the_first_in_a_place_was_deleted_its_variants_stand_there()
    {
        await ApplyAsync(Says(Ada, "1", "q1"), Says(Bot, "a", "a1", parent: "q1"), Says(Ben, "beside", "b"), Says(Bot, "a2", "a2", parent: "q1") with { VariantOf = new("a1") }, Says(Ada, "2", "q2"));
        await Messages.AppendAsync([new Deletion(new("a1"), Noon)]);

        Assert.Equal(["q1", "a2", "b", "q2"], await ShownAsync("q2", room: Id));
    }

    [Fact]
    public async Task A_thread_is_about_its_first_message_whatever_else_stands_in_that_ones_place()
    {
        await ApplyAsync(
            Says(Ada, "1", "q1"), Says(Bot, "a", "a1", parent: "q1"), Says(Bot, "b", "a2", parent: "q1") with { VariantOf = new("a1") }, Says(Ada, "2", "t1") with { ThreadId = new("a1") },
            Says(Ada, "3", "t2") with { ThreadId = new("a2") });

        Assert.Equal(["a1", "t1"], await ShownAsync("t1", room: Id));
        Assert.Equal(["a2", "t2"], await ShownAsync("t2", room: Id));
    }

    [Fact]
    public async Task An_answer_from_above_the_line_that_is_written_anew_below_it_stays_above()
    {
        var system = new Author(new("system"), "System", AuthorKind.System);
        foreach (var room in new[] { Id, Chat })
        {
            var p = room.Value;
            await ApplyAsync(Says(Ada, "1", p + "q1", room), Says(Bot, "a", p + "a1", room, p + "q1"), Says(system, "anew", p + "line", room) with { StartsAnew = true });
            await ApplyAsync(Says(Bot, "b", p + "a2", room, p + "q1") with { VariantOf = new(p + "a1") }, Says(Ada, "2", p + "q2", room));

            Assert.Equal([p + "q2"], await ShownAsync(p + "q2", room: room));
        }
    }
}
