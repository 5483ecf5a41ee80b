using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Compatibility;

/// <summary>The frames of a chat server's own clients at <c>/</c>: a talk with a model alone, rooms, private messages.</summary>
public class ChatServerTests
{
    [Fact]
    public async Task A_chat_is_thought_about_streamed_and_ended_with_the_whole_text()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;

        await program.SendAsync("""{"type":"chat","content":"What is Python?"}""");
        var speech = await model.NextAsync();
        speech.Say("A ").Say("snake.").Finish();

        await program.NextAsync("thinking");
        await program.NextAsync("stream_start");
        var text = "";
        while (text != "A snake.") text += (string?)(await program.NextAsync("token"))["content"];
        Assert.Equal("A snake.", (string?)(await program.NextAsync("stream_end"))["fullResponse"]);
        Assert.Equal((500, "\nUser:"), (speech.Options!.MaxOutputTokens, speech.Options.StopSequences![0]));
    }

    [Fact]
    public async Task What_was_said_before_is_known_until_it_is_cleared_and_to_this_socket_alone()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        var (other, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;
        await using var endingToo = other;

        await TalkAsync(program, model, "one", "two");
        Assert.Equal(["one", "two", "three"], await TalkAsync(program, model, "three", "four"));
        Assert.Equal(["mine"], await TalkAsync(other, model, "mine", "yours"));
        await program.SendAsync("""{"type":"clear"}""");
        Assert.Equal("Conversation history cleared", (string?)(await program.NextAsync("system"))["message"]);
        Assert.Equal(["five"], await TalkAsync(program, model, "five", "six"));
    }

    [Fact]
    public async Task A_ping_is_answered_and_what_is_not_understood_is_said()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;

        await program.SendAsync("""{"type":"dance"}""");
        Assert.Contains("dance", (string?)(await program.NextAsync("error"))["message"], StringComparison.Ordinal);
        await program.SendAsync("[1,");
        Assert.Contains("JSON", (string?)(await program.NextAsync("error"))["message"], StringComparison.Ordinal);
        await program.SendAsync("""{"type":"ping"}""");
        await program.NextAsync("pong");
    }

    [Fact]
    public async Task In_a_room_programs_and_people_read_each_other()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await ada.ChatAsync("before");
        var (program, id) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;

        await program.SendAsync("""{"type":"list_rooms"}""");
        Assert.Equal("general", (string?)(await program.NextAsync("room_list"))["rooms"]![0]!["id"]);
        await program.SendAsync("""{"type":"join_room"}""");
        var joined = await program.NextAsync("room_joined");
        Assert.Equal(("general", "general", 2), ((string?)joined["roomId"], (string?)joined["roomName"], (int?)joined["userCount"]));
        Assert.Equal(("before", "user"), (joined["messageHistory"]![0]!["content"]!.ToString(), joined["messageHistory"]![0]!["type"]!.ToString()));

        await program.SendAsync("""{"type":"chat","content":"hello ada"}""");
        Assert.Equal((id, "hello ada"), Said(await program.NextAsync("user_message")));
        Assert.Equal(id, (await ada.MessageAsync("hello ada")).Author.Id.Value);

        await ada.ChatAsync("@AIBot hello");
        Assert.Equal((ada.User.Id.Value, "@AIBot hello"), Said(await program.NextAsync("user_message")));
        (await model.NextAsync()).Say("Hello ada").Finish();
        Assert.Equal("Hello ada", (string?)(await program.NextAsync("ai_message"))["content"]);
    }

    [Fact]
    public async Task A_room_that_is_made_is_entered_and_the_one_before_is_left()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        await using var ada = await app.JoinAsync("ada");
        var (program, id) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;
        await program.SendAsync("""{"type":"list_rooms"}""");
        await program.SendAsync("""{"type":"join_room"}""");
        await ada.NextAsync<UserJoined>();

        await program.SendAsync("""{"type":"create_room","roomName":" Tea "}""");

        var made = await program.NextAsync("room_created");
        Assert.Equal("Tea", (string?)made["roomName"]);
        Assert.Equal((string?)made["roomId"], (string?)(await program.NextAsync("room_joined", f => (string?)f["roomName"] == "Tea"))["roomId"]);
        Assert.Equal(id, (await ada.NextAsync<UserLeft>()).User.Id.Value);
        await ada.ChatAsync("not for the program");
        Assert.DoesNotContain(await program.EverythingSoFarAsync(), f => (string?)f["type"] == "user_message");
    }

    [Fact]
    public async Task A_private_message_reaches_both_and_no_assistant()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        var (one, idOfOne) = await ForeignProgram.GreetedAsync(app);
        var (two, idOfTwo) = await ForeignProgram.GreetedAsync(app);
        await using var ending = one;
        await using var endingToo = two;
        await using var ada = await app.JoinAsync("ada");
        foreach (var program in new[] { one, two }) await program.SendAsync("""{"type":"list_rooms"}""");

        await one.SendAsync($$"""{"type":"private_message","targetId":"{{idOfTwo}}","content":"secret"}""");
        await two.NextAsync("private_message");
        await two.SendAsync($$"""{"type":"private_message","targetId":"{{idOfOne}}","content":"kept"}""");

        foreach (var heard in new[] { await one.NextAsync("private_message", f => (string?)f["content"] == "secret"), await one.NextAsync("private_message", f => (string?)f["content"] == "kept") })
            Assert.Contains(((string?)heard["senderId"], (string?)heard["targetId"]), new (string?, string?)[] { (idOfOne, idOfTwo), (idOfTwo, idOfOne) });
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is MessageEvent);
    }

    static (string?, string?) Said(JsonObject frame) => ((string?)frame["userId"], (string?)frame["content"]);

    /// <summary>Says something, lets the model answer, and returns what the model was shown.</summary>
    static async Task<IEnumerable<string>> TalkAsync(ForeignProgram program, ScriptedModel model, string say, string answer)
    {
        await program.SendAsync($$"""{"type":"chat","content":"{{say}}"}""");
        var speech = await model.NextAsync();
        speech.Say(answer).Finish();
        await program.NextAsync("stream_end");
        return speech.Prompt.Select(turn => turn.Text);
    }
}
