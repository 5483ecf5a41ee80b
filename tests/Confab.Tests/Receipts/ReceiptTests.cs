using Confab.Client.Rooms;
using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;

namespace Confab.Tests.Receipts;

public class ReceiptTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task Others_learn_how_far_somebody_has_come_and_it_never_goes_back()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        for (var i = 0; i < 3; i++) await ada.ChatAsync($"message {i}");

        await ben.AskAsync<Ok>(new DeliveredRequest(General, 2));
        await ReceiptAsync(ada, ben, delivered: 2, read: 0);
        await ben.AskAsync<Ok>(new ReadRequest(General, 3));
        await ReceiptAsync(ada, ben, delivered: 3, read: 3);

        await ben.AskAsync<Ok>(new ReadRequest(General, 1));
        await ben.AskAsync<Ok>(new DeliveredRequest(General, 1));
        await ada.ChatAsync("the last");
        await ben.AskAsync<Ok>(new ReadRequest(General, 4));
        await ReceiptAsync(ada, ben, delivered: 4, read: 4);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is ReceiptEvent r && r.MemberId == ben.User.Id && r.ReadSeq is 1 or 2);
    }

    [Fact]
    public async Task Nobody_comes_further_than_the_newest_message()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await ada.ChatAsync("one");

        await ben.AskAsync<Ok>(new ReadRequest(General, long.MaxValue));
        await ReceiptAsync(ada, ben, delivered: 1, read: 1);
        await ada.ChatAsync("two");
        Assert.Equal(1, (await FreshAsync(app, ben)).Room.Unread);
    }

    [Fact]
    public async Task Reading_on_one_device_clears_the_unread_on_the_other_in_the_room_or_not()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var phone = await SecondAsync(app, ben);
        await using var watch = await app.OpenAsync();
        await watch.HelloAsync(token: ben.Welcome!.Token);
        await ada.ChatAsync("one");
        await ada.ChatAsync("two");
        Assert.Equal(2, (await ben.AskAsync<RoomList>(new ListRoomsRequest())).Rooms.Single().Unread);

        await ben.AskAsync<Ok>(new ReadRequest(General, 1));

        var told = new ReceiptEvent(General, ben.User.Id, 1, 1, Unread: 1, Mentions: 0, Seq: 2);
        foreach (var device in new[] { ben, phone, watch }) Assert.Equal(told, await device.NextAsync<ReceiptEvent>(r => r.Unread is not null && r.ReadSeq == 1));
        await using var next = await app.OpenAsync();
        Assert.Equal(1, (await next.HelloAsync(token: ben.Welcome.Token)).Rooms.Single().Unread);
    }

    [Fact]
    public async Task Who_writes_has_read_what_stands_above()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await ada.ChatAsync("a question");

        await ben.ChatAsync("an answer");

        Assert.Equal(new ReceiptEvent(General, ben.User.Id, 2, 2, 0, 0, Seq: 2), await ben.NextAsync<ReceiptEvent>(r => r.Unread is not null && r.ReadSeq == 2));
        await ReceiptAsync(ada, ben, delivered: 2, read: 2);
    }

    [Fact]
    public async Task Nobody_outside_the_room_says_or_hears_who_read_what()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada", "den", create: true);
        await using var ben = await app.JoinAsync("ben", "den");
        await using var eve = await app.JoinAsync("eve");
        await ada.ChatAsync("one", "den");

        Assert.Equal(ErrorCode.NotAMember, (await eve.RefusedAsync(new ReadRequest(new("den"), 1))).Code);
        Assert.Equal(ErrorCode.NotAMember, (await eve.RefusedAsync(new DeliveredRequest(new("den"), 1))).Code);
        await ben.AskAsync<Ok>(new ReadRequest(new("den"), 1));

        await ReceiptAsync(ada, ben, delivered: 1, read: 1);
        Assert.DoesNotContain(await eve.EverythingSoFarAsync(), f => f is ReceiptEvent { RoomId.Value: "den" });
        Assert.Null((await eve.AskAsync<RoomList>(new ListRoomsRequest())).Rooms.Single(r => r.Id.Value == "den").Unread);
    }

    [Fact]
    public async Task A_seq_is_a_message_number()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        foreach (var request in new Request[] { new ReadRequest(General, 0), new DeliveredRequest(General, -1) })
            Assert.Equal((ErrorCode.BadRequest, "seq"), await ada.RefusedAsync(request) is { } no ? (no.Code, no.Field) : default);
    }

    [Fact]
    public async Task An_assistant_has_a_question_when_it_waits_and_has_read_it_when_it_begins_to_answer()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        var bot = new UserId("assistant:aibot");

        await ada.ChatAsync("@AIBot first");
        var first = await model.NextAsync();
        Assert.Equal(1, (await ada.NextAsync<ReceiptEvent>(r => r.MemberId == bot && r.ReadSeq > 0)).ReadSeq);
        await ada.ChatAsync("@AIBot second");
        var waits = await ada.NextAsync<ReceiptEvent>(r => r.MemberId == bot && r.DeliveredSeq == 2);
        Assert.Equal(1, waits.ReadSeq);

        first.Say("done").Finish();
        await model.NextAsync();
        Assert.Equal(2, (await ada.NextAsync<ReceiptEvent>(r => r.MemberId == bot && r.ReadSeq > 1)).ReadSeq);
        Assert.Contains(new Cursor(bot, 2, 2), (await ada.JoinAsync()).Receipts!);
    }

    [Fact]
    public async Task What_is_said_while_others_are_told_is_told_as_one()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        for (var i = 0; i < 9; i++) await ada.ChatAsync($"message {i}");
        using var storing = new ManualResetEventSlim();
        var held = app.Get<SqliteDatabase>().Writer.WriteAsync(_ => storing.Wait(TimeSpan.FromSeconds(30)));

        for (var seq = 1; seq <= 9; seq++) await ben.AskAsync<Ok>(new ReadRequest(General, seq));
        storing.Set();
        await held;

        await ReceiptAsync(ada, ben, delivered: 9, read: 9);
        Assert.InRange(ada.Unread.Count(f => f is ReceiptEvent { ReadSeq: > 0 } r && r.MemberId == ben.User.Id), 0, 1);
    }

    [Fact]
    public async Task What_was_told_is_what_a_server_that_starts_anew_shows()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await using var phone = await SecondAsync(app, ben);
        var told = new RoomState(General);
        told.Enter(await phone.JoinAsync(), after: null);
        for (var i = 0; i < 5; i++) await ada.ChatAsync($"message {i}");
        await ben.AskAsync<Ok>(new ReadRequest(General, 2));
        await ben.AskAsync<Ok>(new DeliveredRequest(General, 4));
        await ada.ChatAsync("and one more");
        var deadline = TestTime.Deadline();
        while ((told.Unread != 4 || !told.Receipts.Contains(new(ben.User.Id, 4, 2)) || !told.Receipts.Contains(new(ada.User.Id, 6, 6))) && !deadline.IsCancellationRequested)
            foreach (var frame in await phone.EverythingSoFarAsync()) told.Apply(frame);

        var folder = app.CopyOfFolder();
        await using var again = await ChatApplication.StartAsync(folder: folder);
        await using var back = await again.OpenAsync();
        Assert.Equal(4, (await back.HelloAsync(token: ben.Welcome!.Token)).Rooms.Single().Unread);
        var fresh = new RoomState(General);
        fresh.Enter(await back.JoinAsync(), after: null);

        Assert.Equal((4, fresh.Mentions), (told.Unread, told.Mentions));
        Assert.Equal(fresh.Unread, told.Unread);
        Assert.Equal(fresh.Receipts.ToHashSet(), told.Receipts.ToHashSet());
    }

    [Fact]
    public async Task What_was_said_last_is_kept_when_the_server_stops()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        string token;
        await using (var app = await ChatApplication.StartAsync(o => o with { Clock = new FakeTime() }, folder))
        {
            await using var ada = await app.JoinAsync("ada");
            await using var ben = await app.JoinAsync("ben");
            token = ben.Welcome!.Token;
            await ada.ChatAsync("one");
            await ben.AskAsync<Ok>(new ReadRequest(General, 1));
        }

        await using var again = await ChatApplication.StartAsync(folder: folder);
        await using var back = await again.OpenAsync();
        Assert.Equal(0, (await back.HelloAsync(token: token)).Rooms.Single().Unread);
    }

    [Fact]
    public async Task Who_comes_into_a_room_begins_at_its_newest_message_and_the_others_learn_so()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        for (var i = 0; i < 3; i++) await ada.ChatAsync($"message {i}");

        await using var ben = await app.OpenAsync();
        await ben.HelloAsync("ben");
        var joined = await ben.JoinAsync();

        Assert.Equal((0, 0), (joined.Room.Unread, joined.Room.Mentions));
        Assert.Contains(new Cursor(ben.User.Id, 3, 3), joined.Receipts!);
        await ReceiptAsync(ada, ben, delivered: 3, read: 3);
    }

    [Fact]
    public async Task A_thread_is_read_by_itself_and_ones_devices_learn_what_is_left_in_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var first = (await ada.ChatAsync("first")).MessageId;
        var told = new RoomState(General);
        told.Enter(await ada.JoinAsync(), after: null);
        for (var i = 0; i < 3; i++) await ben.AskAsync<Ack>(new ChatRequest(General, $"beside it {i}", ThreadId: first));
        Assert.Equal(first, (await ada.NextAsync<ReceiptEvent>(r => r.Thread is not null)).Thread!.ThreadId);
        var before = await FreshAsync(app, ada);
        Assert.Equal([new FollowedThread(first, 1, 3)], before.Threads!);
        Assert.Equal(0, before.Room.Unread);

        await ada.AskAsync<Ok>(new ReadRequest(General, 3, ThreadId: first));

        var read = await ada.NextAsync<ReceiptEvent>(r => r.Thread?.ReadSeq == 3);
        Assert.Equal((new FollowedThread(first, 3, 1), 4L), (read.Thread!, read.Seq!.Value));
        told.Apply(read);
        await ben.AskAsync<Ack>(new ChatRequest(General, "one more", ThreadId: first));
        told.Apply(await ada.NextAsync<MessageEvent>(m => m.Message.Content == "one more"));
        Assert.Equal([new FollowedThread(first, 3, 2)], (await FreshAsync(app, ada)).Threads!);
        Assert.Equal([new FollowedThread(first, 3, 2)], told.Threads);
        Assert.Equal(new FollowedThread(first, 5, 0), Assert.Single((await FreshAsync(app, ben)).Threads!));
    }

    [Fact]
    public async Task Who_is_named_learns_how_often_until_they_have_read_it()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        var named = await ada.ChatAsync("@ben one");
        Assert.Equal((1, 1), await ben.NextAsync<ReceiptEvent>(r => r.Seq == 1) is { } first ? (first.Unread!.Value, first.Mentions!.Value) : default);
        await ada.AskAsync<Ack>(new EditMessageRequest(named.MessageId, "one"));
        await ben.NextAsync<ReceiptEvent>(r => r is { Seq: 1, Mentions: 0, Unread: 1 });
        await ada.ChatAsync("@ben two");
        await ben.NextAsync<ReceiptEvent>(r => r is { Seq: 2, Mentions: 1, Unread: 2 });
        Assert.Equal((2, 1), (await FreshAsync(app, ben)).Room is { } room ? (room.Unread!.Value, room.Mentions!.Value) : default);

        await ben.AskAsync<Ok>(new ReadRequest(General, 2));
        await ben.NextAsync<ReceiptEvent>(r => r is { ReadSeq: 2, Mentions: 0, Unread: 0 });
    }

    static async Task ReceiptAsync(TestSocket to, TestSocket of, long delivered, long read)
    {
        var receipt = await to.NextAsync<ReceiptEvent>(r => r.MemberId == of.User.Id && r.DeliveredSeq == delivered && r.ReadSeq == read);
        Assert.Equal(new ReceiptEvent(General, of.User.Id, delivered, read) with { RoomId = receipt.RoomId }, receipt);
    }

    static async Task<TestSocket> SecondAsync(ChatApplication app, TestSocket of)
    {
        var device = await app.OpenAsync();
        await device.HelloAsync(token: of.Welcome!.Token);
        await device.JoinAsync();
        return device;
    }

    static async Task<RoomJoined> FreshAsync(ChatApplication app, TestSocket of)
    {
        await using var device = await app.OpenAsync();
        await device.HelloAsync(token: of.Welcome!.Token);
        return await device.JoinAsync();
    }
}
