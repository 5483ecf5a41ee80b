using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Compatibility;

/// <summary>The sockets at <c>/ws/{client_id}</c> and <c>/chat?userId=</c>.</summary>
public class ConversationTests
{
    [Fact]
    public async Task A_message_is_answered_by_tokens_and_done()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var program = await ForeignProgram.OpenAsync(app, "/ws/client123");

        await program.SendAsync("""{"message":"Hi"}""");
        (await model.NextAsync()).Say("Hello ").Say("you").Finish();

        var text = "";
        while (text != "Hello you") text += (string?)(await program.NextAsync("token"))["content"];
        await program.NextAsync("done");
        await program.SendAsync("""{"message":"Again"}""");
        Assert.Equal(["Hi", "Hello you", "Again"], (await model.NextAsync()).Prompt.Select(turn => turn.Text));
    }

    [Fact]
    public async Task The_id_in_the_address_does_not_open_anothers_conversation()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var one = await ForeignProgram.OpenAsync(app, "/ws/client123");
        await using var two = await ForeignProgram.OpenAsync(app, "/ws/client123");
        await one.SendAsync("""{"message":"my secret"}""");
        (await model.NextAsync()).Say("kept").Finish();
        await one.NextAsync("done");

        await two.SendAsync("""{"message":"What did I say?"}""");

        Assert.Equal("What did I say?", (await model.NextAsync()).Prompt.Single().Text);
    }

    [Fact]
    public async Task A_payload_is_delivered_and_answered_by_the_agent()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var program = await ForeignProgram.OpenAsync(app, "/chat?userId=test-user");

        await program.SendAsync("""{"type":"message","payload":{"id":"test-message","userId":"test-user","content":"Hello","timestamp":"2026-01-31T08:00:00Z","sessionId":"test-session"}}""");

        Assert.Equal(("test-message", true), await program.NextAsync("delivery") is var d ? ((string?)d["payload"]!["messageId"], (bool?)d["payload"]!["delivered"]) : default);
        (await model.NextAsync()).Say("Welcome").Finish();
        Assert.True((bool?)(await program.NextAsync("typing", f => (string?)f["payload"]!["userId"] == "ai-agent"))["payload"]!["isTyping"]);
        var answer = await program.NextAsync("message", f => (string?)f["payload"]!["userId"] == "ai-agent");
        Assert.Equal(("Welcome", "test-session"), ((string?)answer["payload"]!["content"], (string?)answer["payload"]!["sessionId"]));
    }

    [Fact]
    public async Task The_user_id_in_the_address_proves_nothing_and_a_token_does()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        await using var ada = await app.JoinAsync("ada");
        await using var stranger = await ForeignProgram.OpenAsync(app, $"/chat?userId={ada.User.Id}");
        await using var known = await ForeignProgram.OpenAsync(app, $"/chat?userId=whoever&token={ada.Welcome!.Token}");

        foreach (var program in new[] { stranger, known })
            await program.SendAsync("""{"type":"message","payload":{"content":"it is me","sessionId":"general"}}""");

        Message[] said = [await ada.MessageAsync("it is me"), await ada.MessageAsync("it is me")];
        Assert.Single(said, m => m.Author.Id == ada.User.Id);
        Assert.Single(said, m => m.Author.Name.StartsWith("guest-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_of_the_same_name_are_rooms_of_their_own()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var one = await ForeignProgram.OpenAsync(app, "/chat?userId=a");
        await using var two = await ForeignProgram.OpenAsync(app, "/chat?userId=a");
        await one.SendAsync("""{"type":"message","payload":{"content":"my secret","sessionId":"s"}}""");
        (await model.NextAsync()).Say("kept").Finish();
        await one.NextAsync("message", f => (string?)f["payload"]!["content"] == "kept");

        await two.SendAsync("""{"type":"message","payload":{"content":"mine","sessionId":"s"}}""");

        Assert.DoesNotContain("secret", (await model.NextAsync()).Prompt[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await two.EverythingSoFarAsync(), f => f.ToJsonString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_goes_down_says_so_by_the_close_code()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        await using var ending = program;

        var stopping = app.StopAsync();
        await program.ClosedAsync();

        Assert.Equal(CloseCode.ShuttingDown, (CloseCode)(int)program.CloseStatus!);
        await stopping;
    }

    [Fact]
    public async Task What_a_program_leaves_is_forgotten_with_its_socket()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        var (program, _) = await ForeignProgram.GreetedAsync(app);
        Assert.Equal(1, app.Connections);

        await program.DisposeAsync();

        await TestTime.UntilAsync(() => app.Connections == 0, "the connection goes with its socket");
    }

    [Fact]
    public async Task What_was_made_for_a_guest_goes_with_its_socket()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        var rooms = app.Get<IRoomStore>();
        var before = await rooms.CountAsync(RoomKind.Group, CancellationToken.None);
        var program = await ForeignProgram.OpenAsync(app, "/chat?userId=a");
        await program.SendAsync("""{"type":"message","payload":{"id":"m1","content":"hello","sessionId":"mine"}}""");
        await program.NextAsync("delivery");
        Assert.Equal(before + 1, await rooms.CountAsync(RoomKind.Group, CancellationToken.None));

        await program.DisposeAsync();

        await TestTime.UntilAsync(() => rooms.CountAsync(RoomKind.Group, CancellationToken.None).Result == before, "the guest's room is gone");
    }
}
