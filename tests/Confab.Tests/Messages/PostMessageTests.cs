using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Messages;

public class PostMessageTests
{
    [Fact]
    public async Task A_message_reaches_everybody_in_the_room_with_the_number_that_was_acknowledged()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        var ack = await ada.ChatAsync("hello ben");

        foreach (var reader in new[] { ada, ben })
        {
            var message = (await reader.NextAsync<MessageEvent>()).Message;
            Assert.Equal((ack.MessageId, 1, 1, "hello ben", ada.User), (message.Id, message.Seq, message.Rev, message.Content, message.Author));
        }
    }

    [Fact]
    public async Task The_same_message_id_twice_gives_one_message_and_the_same_ack()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var id = MessageId.New();

        var first = await ada.ChatAsync("once", id: id);
        var second = await ada.ChatAsync("once", id: id);
        await ada.ChatAsync("after");

        Assert.Equal(first with { Ref = null }, second with { Ref = null });
        Assert.Equal("once", (await ben.NextAsync<MessageEvent>()).Message.Content);
        Assert.Equal("after", (await ben.NextAsync<MessageEvent>()).Message.Content);
        Assert.Equal(["once", "after"], (await ben.JoinAsync()).Messages.Select(m => m.Content));
    }

    [Fact]
    public async Task Another_persons_message_id_is_refused_and_nothing_of_it_is_shown()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.JoinAsync("eve");
        var ack = await ada.ChatAsync("mine");

        var refused = await eve.RefusedAsync(new ChatRequest(new("general"), "stolen", ack.MessageId));

        Assert.Equal((ErrorCode.IdTaken, "messageId"), (refused.Code, refused.Field));
        Assert.Single((await ada.JoinAsync()).Messages);
    }

    [Fact]
    public async Task Many_messages_sent_without_waiting_are_acknowledged_and_seen_in_the_order_they_were_sent()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        for (var i = 0; i < 500; i++) await ada.Session.SendAsync(new ChatRequest(new("general"), $"m{i}") { Ref = $"r{i}" });

        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(i + 1, (await ada.NextAsync<Ack>(a => a.Ref == $"r{i}")).Seq);
            Assert.Equal($"m{i}", (await ben.NextAsync<MessageEvent>()).Message.Content);
        }
    }

    [Fact]
    public async Task What_is_stored_is_acknowledged_again_also_to_who_may_write_no_more()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        var id = MessageId.New();
        var stored = await ben.ChatAsync("before", room.Value, id);
        await ada.DoAsync(new MuteRequest(room, ben.User.Id, 5));

        var again = await ben.ChatAsync("before", room.Value, id);

        Assert.Equal(stored with { Ref = null }, again with { Ref = null });
        Assert.Equal(ErrorCode.Muted, await ben.CodeAsync(new ChatRequest(room, "after", MessageId.New())));
    }
}
