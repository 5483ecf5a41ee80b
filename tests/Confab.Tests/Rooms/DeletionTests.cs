using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class DeletionTests
{
    [Fact]
    public async Task A_deleted_room_is_gone_with_all_that_was_in_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        var message = await ben.ChatAsync("soon gone", room.Value);

        await ada.DoAsync(new DeleteRoomRequest(room));

        Assert.Equal(room, (await ben.NextAsync<RoomDeleted>()).RoomId);
        Assert.Equal(ErrorCode.NotAMember, await ben.CodeAsync(new ChatRequest(room, "still here?")));
        Assert.Equal(ErrorCode.UnknownRoom, await ben.CodeAsync(new JoinRoomRequest(room)));
        Assert.Null(await ada.ListedAsync(room));
        Assert.Empty(await eve.EverythingSoFarAsync());
        await GoneAsync(app, room, message.MessageId);
    }

    [Fact]
    public async Task Everybody_learns_that_a_public_room_is_gone()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var eve = await app.PersonAsync("eve");
        var room = await ada.MakeRoomAsync(visibility: Visibility.Public);

        await ada.DoAsync(new DeleteRoomRequest(room));

        Assert.Equal(room, (await eve.NextAsync<RoomDeleted>()).RoomId);
        Assert.Equal(room, (await ada.NextAsync<RoomDeleted>()).RoomId);
    }

    [Fact]
    public async Task An_answer_that_is_being_written_in_a_deleted_room_is_stopped_and_heard_no_more()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await ben.ChatAsync("@AIBot tell us", room.Value);
        var speech = (await model.NextAsync()).Say("Once ");
        await ben.NextAsync<TokenEvent>();
        await ben.EverythingSoFarAsync();

        await ada.DoAsync(new DeleteRoomRequest(room));

        await ben.NextAsync<RoomDeleted>();
        speech.Say("upon ");
        await speech.Ended;
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is TokenEvent or StreamEnd or MessageEvent);
        await GoneAsync(app, room, null);
    }

    [Fact]
    public async Task A_temporary_room_goes_with_its_last_member_and_another_stays()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var kept = await ada.MakeRoomAsync("kept", Visibility.Public);
        var room = (await ada.AskAsync<RoomCreated>(new CreateRoomRequest("tent", IsTemporary: true))).Room.Id;
        await ben.JoinAsync(room.Value);

        await ada.DoAsync(new LeaveRoomRequest(room));
        Assert.NotNull(await ada.ListedAsync(room));
        await ben.DoAsync(new LeaveRoomRequest(room));
        await ada.DoAsync(new LeaveRoomRequest(kept));

        Assert.Equal(room, (await ada.NextAsync<RoomDeleted>()).RoomId);
        Assert.Null(await ben.ListedAsync(room));
        Assert.NotNull(await ben.ListedAsync(kept));
        await GoneAsync(app, room, null);
        await ben.JoinAsync(room.Value, create: true);
    }

    [Fact]
    public async Task What_a_killed_process_left_of_a_deleted_room_goes_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        RoomId room;
        await using (var app = await ChatApplication.StartAsync(folder: folder))
        {
            await using var ada = await app.PersonAsync("ada");
            room = await ada.MakeRoomAsync();
            for (var i = 0; i < 3; i++) await ada.ChatAsync($"m{i}", room.Value);
            await app.StopAsync();
        }
        await using (var database = new SqliteDatabase(Path.Combine(folder, "confab.db")))
            Assert.NotNull((await new SqliteRoomStore(database).DeleteAsync(room, DateTimeOffset.UtcNow)).Change);

        await using (var app = await ChatApplication.StartAsync(folder: folder)) await GoneAsync(app, room, null);
        Directory.Delete(folder, recursive: true);
    }

    static Task GoneAsync(ChatApplication app, RoomId room, MessageId? message) => TestTime.UntilAsync(
        () => app.Get<IMessageStore>().ReadPageAsync(room, null, 10, CancellationToken.None).Result.Messages.Count == 0
            && (message is null || app.Get<IMessageStore>().FindAsync(message.Value, CancellationToken.None).Result is null), "the room's messages are removed");
}
