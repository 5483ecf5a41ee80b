using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Client;

public sealed class ConfabClientTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task A_message_is_acknowledged_and_comes_back_as_an_event()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await ada.JoinAsync();

        var ack = await ada.Client.ChatAsync(General, "hello", stop: TestTime.Deadline());
        await ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is MessageEvent);

        Assert.Equal(ack.MessageId, Assert.Single(ada.General.Messages).Id);
        Assert.Equal(ack.Rev, ada.General.Rev);
    }

    [Fact]
    public async Task A_taken_name_is_refused_with_the_servers_words()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => new ClientUnderTest(app.Address).ConnectAsync("ada"));
        Assert.Equal(ErrorCode.NameTaken, refused.Error.Code);
    }

    [Fact]
    public async Task A_token_opens_the_name_again()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await using var again = await new ClientUnderTest(app.Address).ConnectAsync("ignored", o => o with { Token = ada.Client.Token });

        Assert.Equal(ada.Client.User, again.Client.User);
    }

    [Fact]
    public async Task A_first_hello_whose_answer_was_lost_is_said_again_and_gets_the_same_name()
    {
        await using var app = await ChatApplication.StartAsync();
        var token = ConfabClient.NewToken();
        await using (var unheard = await app.OpenAsync()) await unheard.HelloAsync("ada", token);

        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada", o => o with { Token = token });

        Assert.Equal("ada", ada.Client.User.Name);
        Assert.Equal(token, ada.Client.Token);
    }

    [Fact]
    public async Task Where_nobody_listens_the_first_try_fails_at_once_and_says_where()
    {
        var app = await ChatApplication.StartAsync();
        var address = app.Address;
        await app.DisposeAsync();

        var failure = await Assert.ThrowsAsync<ServerUnreachableException>(() => new ClientUnderTest(address).ConnectAsync("ada"));
        Assert.Contains(address.ToString(), failure.Message);
    }

    [Fact]
    public async Task What_is_written_while_offline_goes_out_later_in_order_and_once()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        var before = await ChatApplication.StartAsync(folder: folder);
        await using var ada = await new ClientUnderTest(before.Address).ConnectAsync("ada");
        await ada.JoinAsync();
        await before.DisposeAsync();
        await ada.BecameAsync<ConnectionState.Waiting>();

        var sent = Enumerable.Range(1, 5).Select(i => ada.Client.ChatAsync(General, $"{i}", stop: TestTime.Deadline())).ToList();
        Assert.All(sent, message => Assert.False(message.IsCompleted));
        await using var after = await ChatApplication.StartAsync(folder: folder);
        ada.Server = after.Address;
        await ada.BecomesAsync<ConnectionState.Open>();
        await Task.WhenAll(sent);

        await using var bob = await after.JoinAsync("bob");
        Assert.Equal(["1", "2", "3", "4", "5"], (await bob.JoinAsync()).Messages.Select(m => m.Content));
    }

    [Fact]
    public async Task A_message_whose_ack_was_lost_is_sent_again_and_stored_once()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var bob = await app.JoinAsync("bob");
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await ada.JoinAsync();

        ada.Socket!.IsDeaf = true;
        var sent = ada.Client.ChatAsync(General, "once", stop: TestTime.Deadline());
        await bob.NextAsync<MessageEvent>();
        ada.Socket.Abort();
        await ada.BecomesAsync<ConnectionState.Open>();
        await sent;

        Assert.Single((await bob.JoinAsync()).Messages);
    }

    [Fact]
    public async Task After_a_loss_the_room_is_what_a_fresh_join_shows()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var bob = await app.JoinAsync("bob");
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await bob.ChatAsync("before");
        await ada.JoinAsync();

        ada.Socket!.Abort();
        await ada.BecameAsync<ConnectionState.Waiting>();
        for (var i = 0; i < 600; i++) await bob.ChatAsync($"missed {i}");
        await ada.BecomesAsync<ConnectionState.Open>();

        Assert.False(ada.General.NeedsRejoin);
        Assert.Equal(601, ada.General.Messages.Count);
        Assert.Equal((await bob.JoinAsync()).Messages, ada.General.Messages.TakeLast(Limits.DefaultPage));
    }

    [Fact]
    public async Task A_reply_that_grew_meanwhile_goes_on_where_it_is()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await ada.JoinAsync();
        _ = ada.Client.ChatAsync(General, "@AIBot hi", stop: TestTime.Deadline());
        var speech = await model.NextAsync();
        speech.Say("One ");
        await ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is TokenEvent);

        ada.Socket!.Abort();
        await ada.BecameAsync<ConnectionState.Waiting>();
        speech.Say("two ");
        await ada.BecomesAsync<ConnectionState.Open>();
        speech.Say("three.").Finish();
        await ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is StreamEnd);
        await ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is MessageEvent);

        Assert.Equal("One two three.", ada.General.Messages[^1].Content);
        Assert.Empty(ada.General.Replies);
    }

    [Fact]
    public async Task A_silent_connection_is_given_up_after_an_unanswered_ping()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await ada.BecameAsync<ConnectionState.Open>();

        ada.Socket!.IsDeaf = true;
        var waiting = await ada.BecomesAsync<ConnectionState.Waiting>();

        Assert.Equal("the server fell silent", waiting.Why);
    }

    [Fact]
    public async Task A_full_outbox_refuses_clearly_and_keeps_what_it_has()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        var app = await ChatApplication.StartAsync(folder: folder);
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada", o => o with { OutboxCapacity = 2 });
        await app.DisposeAsync();
        await ada.BecameAsync<ConnectionState.Waiting>();

        _ = ada.Client.ChatAsync(General, "1");
        _ = ada.Client.ChatAsync(General, "2");
        var full = await Assert.ThrowsAsync<OutboxFullException>(() => ada.Client.ChatAsync(General, "3"));

        Assert.Contains("2 messages", full.Message);
        Assert.Equal(2, ada.Client.Unsent);
    }

    [Fact]
    public async Task A_server_that_no_longer_knows_the_token_is_not_asked_again()
    {
        var before = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(before.Address).ConnectAsync("ada");
        await before.DisposeAsync();
        await ada.BecameAsync<ConnectionState.Waiting>();

        await using var another = await ChatApplication.StartAsync();
        ada.Server = another.Address;
        var closed = await ada.BecomesAsync<ConnectionState.Closed>();

        Assert.Contains("token", closed.Why);
        await Assert.ThrowsAsync<ConnectionLostException>(() => ada.Client.ListRoomsAsync());
    }

    [Fact]
    public async Task What_was_never_delivered_is_still_there_when_the_connection_has_ended_for_good()
    {
        var before = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(before.Address).ConnectAsync("ada");
        await before.DisposeAsync();
        await ada.BecameAsync<ConnectionState.Waiting>();
        var waiting = ada.Client.ChatAsync(General, "written offline");

        await using var another = await ChatApplication.StartAsync();
        ada.Server = another.Address;
        await ada.BecomesAsync<ConnectionState.Closed>();

        await Assert.ThrowsAsync<ConnectionLostException>(() => waiting);
        await Assert.ThrowsAsync<ConnectionLostException>(() => ada.Client.ChatAsync(General, "too late", stop: TestTime.Deadline()));
        Assert.Equal(["written offline", "too late"], ada.Client.Undelivered.Select(message => message.Content));
    }

    [Fact]
    public async Task A_room_that_the_server_fails_to_serve_once_is_asked_for_again_and_not_shut()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var bob = await app.JoinAsync("bob");
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await ada.JoinAsync();

        var failures = 2;
        ada.Rewrite = text => text.Contains("join_room") && failures-- > 0 ? text.Replace("join_room", "fail_room") : text;
        ada.Socket!.Abort();
        await ada.BecameAsync<ConnectionState.Waiting>();
        await bob.ChatAsync("missed");
        await ada.BecomesAsync<ConnectionState.Open>();
        Assert.True(ada.General.NeedsRejoin);

        var entering = ada.HeardAsync<ClientEvent.Entered>();
        await ada.LetTimePassUntil(entering);
        await entering;
        Assert.Equal("missed", Assert.Single(ada.General.Messages).Content);
    }

    [Fact]
    public async Task A_message_too_large_for_a_frame_is_refused_here_and_the_connection_goes_on()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await ada.JoinAsync();
        var emoji = string.Concat(Enumerable.Repeat("😀", 6000));
        Assert.InRange(emoji.Length, 1, Limits.MaxContentLength);

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => ada.Client.ChatAsync(General, emoji, stop: TestTime.Deadline()));
        Assert.Equal((ErrorCode.BadRequest, "content"), (refused.Error.Code, refused.Error.Field));

        Assert.Equal(0, ada.Client.Unsent);
        await ada.Client.ChatAsync(General, emoji[..10_000], stop: TestTime.Deadline());
    }

    [Fact]
    public async Task Requests_wait_for_a_connection_but_not_for_ever()
    {
        var app = await ChatApplication.StartAsync();
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        await app.DisposeAsync();
        await ada.BecameAsync<ConnectionState.Waiting>();

        var asking = ada.Client.ListRoomsAsync();
        await ada.LetTimePassUntil(asking);
        await Assert.ThrowsAsync<TimeoutException>(() => asking);
    }
}
