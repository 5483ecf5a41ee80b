using System.Text.Json.Nodes;
using Confab.Tests.Support;

namespace Confab.Tests.Compatibility;

/// <summary>The frames of a streaming server's own clients at <c>/</c>, and of its rooms.</summary>
public class StreamingTests
{
    [Fact]
    public async Task A_stream_gives_its_pieces_and_then_the_whole_result()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;

        await program.SendAsync("""{"type":"start_stream","streamId":"stream_17","prompt":"the ocean","options":{"maxTokens":50,"temperature":0.5,"unheard":true}}""");
        var speech = await model.NextAsync();
        speech.Say("Blue ").Say("waves").Finish();

        var start = await program.NextAsync("stream_start");
        Assert.Equal(("stream_17", "the ocean"), ((string?)start["streamId"], (string?)start["prompt"]));
        var text = "";
        while (text != "Blue waves")
        {
            var piece = await program.NextAsync("token");
            text += (string?)piece["token"];
            Assert.Equal(("stream_17", false), ((string?)piece["streamId"], piece.ContainsKey("fullText")));
        }
        var complete = await program.NextAsync("stream_complete");
        Assert.Equal(("stream_17", "Blue waves"), ((string?)complete["streamId"], (string?)complete["result"]!["text"]));
        Assert.Equal((50, 0.5f), (speech.Options!.MaxOutputTokens, speech.Options.Temperature));
    }

    [Fact]
    public async Task Stopping_a_stream_stops_the_model()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;
        await program.SendAsync("""{"type":"start_stream","streamId":"s1","prompt":"go on"}""");
        var speech = await model.NextAsync();
        speech.Say("on and on");
        await program.NextAsync("token");

        await program.SendAsync("""{"type":"stop_stream","streamId":"s1"}""");

        await speech.Ended;
        Assert.Equal("on and on", (string?)(await program.NextAsync("stream_complete"))["result"]!["text"]);
    }

    [Fact]
    public async Task A_stream_that_is_refused_is_an_error_of_that_stream()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;

        await program.SendAsync("""{"type":"start_stream","streamId":"s1","prompt":" "}""");

        Assert.Equal("s1", (string?)(await program.NextAsync("error"))["streamId"]);
        await program.SendAsync("""{"type":"list_models"}""");
        Assert.Contains((await program.NextAsync("model_list"))["models"]!.AsArray(), m => (string?)m!["id"] == "scripted");
    }

    [Fact]
    public async Task A_room_is_made_by_joining_it_and_its_bot_answers_questions_piece_by_piece()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        var (one, _) = await ForeignProgram.GreetedAsync(app);
        var (two, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = one;
        await using var endingToo = two;

        await one.SendAsync("""{"type":"join_room","roomId":"harbour"}""");
        Assert.Single((await one.NextAsync("room_joined"))["participants"]!.AsArray());
        await two.SendAsync("""{"type":"join_room","roomId":"harbour"}""");
        Assert.Equal(2, (await two.NextAsync("room_joined"))["participants"]!.AsArray().Count);
        await one.NextAsync("user_joined");
        await one.SendAsync("""{"type":"chat_message","content":"What is a quay?"}""");

        Assert.Equal(("What is a quay?", "user_message"), Said(await two.NextAsync("message")));
        (await model.NextAsync()).Say("A wall ").Say("by the sea.").Finish();
        Assert.True((bool?)(await two.NextAsync("typing"))["isTyping"]);
        var first = await two.NextAsync("bot_token");
        var text = (string?)first["token"];
        while (text != "A wall by the sea.")
        {
            var piece = await two.NextAsync("bot_token");
            text += (string?)piece["token"];
            Assert.Equal((string?)first["messageId"], (string?)piece["messageId"]);
        }
        Assert.False((bool?)(await two.NextAsync("typing"))["isTyping"]);
        Assert.Equal(("A wall by the sea.", "bot_message"), Said(await two.NextAsync("message")));

        await two.SendAsync("""{"type":"leave_room"}""");
        await one.NextAsync("user_left");
    }

    [Fact]
    public async Task A_socket_that_has_only_joined_a_room_is_told_of_it_in_both_ways()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        await using var ada = await app.JoinAsync("ada");
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;

        await program.SendAsync("""{"type":"join_room","roomId":"general"}""");
        var joined = await program.NextAsync("room_joined");
        await ada.ChatAsync("hello");

        Assert.Equal(("general", "general"), ((string?)joined["roomName"], (string?)joined["roomId"]));
        Assert.True(joined.ContainsKey("history") && joined.ContainsKey("messageHistory") && joined.ContainsKey("participants"));
        Assert.Equal("hello", (string?)(await program.NextAsync("user_message"))["content"]);
        Assert.Equal("hello", Said(await program.NextAsync("message")).Item1);
        await program.SendAsync("""{"type":"chat_message","content":"decided"}""");
        Assert.Equal("decided", Said(await program.NextAsync("message")).Item1);
        Assert.DoesNotContain(await program.EverythingSoFarAsync(), f => (string?)f["type"] == "user_message");
    }

    static (string?, string?) Said(JsonObject frame) => ((string?)frame["message"]!["content"], (string?)frame["message"]!["type"]);
}
