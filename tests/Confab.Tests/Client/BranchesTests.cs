using Confab.Client.Rooms;
using Confab.Protocol;
using static Confab.Tests.Client.Frames;

namespace Confab.Tests.Client;

public sealed class BranchesTests
{
    readonly List<Message> _said = [];
    readonly Dictionary<MessageId, MessageId> _chosen = [];

    [Fact]
    public void In_a_room_the_newest_variant_stands_in_the_place_of_the_first()
    {
        Say("question", "answer", "beside");
        SayAs("answer again", variantOf: "answer");

        Assert.Equal(["question", "answer again", "beside"], Shown());
        Assert.Equal([1, 2, 3], Of().Places.Select(place => place.Key));
        Assert.Equal(["answer", "answer again"], Of().VariantsOf(_said[3]).Select(message => message.Id.Value));
    }

    [Fact]
    public void The_one_that_was_chosen_stands_there_instead()
    {
        Say("question", "answer");
        SayAs("again", variantOf: "answer");
        SayAs("and again", variantOf: "answer");
        Choose("again");

        Assert.Equal(["question", "again"], Shown());
    }

    [Fact]
    public void A_deleted_variant_gives_the_place_back()
    {
        Say("question", "answer");
        SayAs("again", variantOf: "answer");
        _said[2] = _said[2] with { DeletedAt = _said[2].CreatedAt, Content = "" };

        Assert.Equal(["question", "answer"], Shown());
    }

    [Fact]
    public void A_variant_whose_first_is_further_back_stands_where_it_is()
    {
        Say("beside");
        SayAs("again", variantOf: "long gone");

        Assert.Equal(["beside", "again"], Shown());
    }

    [Fact]
    public void In_a_chat_a_question_in_other_words_begins_a_branch_and_both_can_be_gone_back_to()
    {
        Say("hi", "hello", "a snake?", "a snake");
        SayAs("a language?", variantOf: "a snake?");
        Say("a language", "which version?");
        SayAs("how long?", after: "a snake");

        Assert.Equal(["hi", "hello", "a language?", "a language", "which version?"], Shown(isChat: true));
        Choose("a snake?");
        Assert.Equal(["hi", "hello", "a snake?", "a snake", "how long?"], Shown(isChat: true));
    }

    [Fact]
    public void In_a_chat_what_followed_an_answer_stays_with_it()
    {
        Say("question", "answer", "and then?", "that");
        SayAs("another answer", variantOf: "answer");
        Say("go on");

        Assert.Equal(["question", "another answer", "go on"], Shown(isChat: true));
        Choose("answer");
        Assert.Equal(["question", "answer", "and then?", "that"], Shown(isChat: true));
    }

    [Fact]
    public void An_answer_that_came_after_the_next_question_is_on_its_line()
    {
        Say("1", "2");
        SayAs("to 1", after: "1");
        SayAs("to 2", after: "2");
        SayAs("to 1 again", variantOf: "to 1");

        Assert.Equal(["1", "2", "to 2", "to 1 again"], Shown(isChat: true));
    }

    [Fact]
    public void What_is_said_in_threads_stands_beside_the_branches()
    {
        Say("question", "answer");
        _said.Add(Message(3, id: new("beside")) with { ThreadId = new("question") });
        SayAs("again", variantOf: "answer");
        Say("next");
        Choose("answer");

        Assert.Equal(["question", "answer", "beside"], Shown(isChat: true));
    }

    [Fact]
    public void A_room_shows_a_newer_variant_over_the_one_that_was_chosen()
    {
        var room = new RoomState(General);
        room.Enter(Joined(2, messages: [Message(1, id: new("q")), Message(2, id: new("a"))]), null);
        room.Apply(new MessageEvent(Message(3, id: new("b")) with { VariantOf = new("a") }));
        Assert.Equal("b", room.Branches.At(2)!.Id.Value);

        room.Choose(room.Find(2)!);
        Assert.Equal("a", room.Branches.At(2)!.Id.Value);
        room.Apply(new MessageEvent(Message(3, rev: 4, id: new("b"), text: "edited") with { VariantOf = new("a") }));
        Assert.Equal("a", room.Branches.At(2)!.Id.Value);

        room.Apply(new MessageEvent(Message(4, rev: 5, id: new("c")) with { VariantOf = new("a") }));
        Assert.Equal("c", room.Branches.At(2)!.Id.Value);
    }

    void Say(params string[] ids)
    {
        foreach (var id in ids) _said.Add(Message(_said.Count + 1, id: new(id)));
    }

    void SayAs(string id, string? variantOf = null, string? after = null) => _said.Add(Message(_said.Count + 1, id: new(id)) with
    {
        VariantOf = variantOf is null ? null : new(variantOf),
        AfterId = after is null ? null : new(after),
    });

    void Choose(string id) => _chosen[_said.Single(message => message.Id.Value == id) is var message && message.VariantOf is { } first ? first : message.Id] = message.Id;

    Branches Of(bool isChat = false) => Branches.Of(_said, isChat, _chosen);

    IEnumerable<string> Shown(bool isChat = false) => Of(isChat).Places.Select(place => place.Value.Id.Value);
}
