using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

/// <summary>What somebody knew, and what they were told since, is what a fresh look would show.</summary>
public class SnapshotTests
{
    [Fact]
    public Task Messages() => VerifyAsync(async (ada, _) =>
    {
        await ada.ChatAsync("one");
        await ada.AskAsync<Ack>(new ChatRequest(new("general"), "two", ParentId: (await ada.ChatAsync("parent")).MessageId));
    });

    [Fact]
    public Task People_who_join() => VerifyAsync(async (_, app) => await app.JoinAsync("cy"));

    [Fact]
    public Task People_who_leave() => VerifyAsync(async (ada, _) => await ada.AskAsync<Ok>(new LeaveRoomRequest(new("general"))));

    [Fact]
    public Task People_who_leave_and_come_back() => VerifyAsync(async (ada, _) =>
    {
        await ada.AskAsync<Ok>(new LeaveRoomRequest(new("general")));
        await ada.JoinAsync();
    });

    [Fact]
    public Task People_who_go_offline_and_come_online() => VerifyAsync(async (ada, app) =>
    {
        var cy = await app.JoinAsync("cy");
        await cy.DisposeAsync();
        await ada.NextAsync<PresenceEvent>(p => p.Status == PresenceStatus.Offline);
        await ada.EverythingSoFarAsync();
        var back = await app.OpenAsync();
        await back.HelloAsync(token: cy.Welcome!.Token);
        await ada.NextAsync<PresenceEvent>(p => p.Status == PresenceStatus.Online);
    });

    [Fact]
    public Task What_people_do() => VerifyAsync(async (ada, _) =>
    {
        await ada.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Busy, "Writing"));
        await ada.NextAsync<PresenceEvent>(p => p.Activity == "Writing");
    });

    [Fact]
    public Task What_people_have_read() => VerifyAsync(async (ada, app) =>
    {
        var cy = await app.JoinAsync("cy");
        for (var i = 0; i < 3; i++) await cy.ChatAsync($"message {i}");
        await ada.AskAsync<Ok>(new DeliveredRequest(new("general"), 3));
        await ada.AskAsync<Ok>(new ReadRequest(new("general"), 2));
        await ada.NextAsync<ReceiptEvent>(r => r.MemberId == ada.User.Id && r is { DeliveredSeq: 3, ReadSeq: 2 });
    });

    [Fact]
    public Task A_reply_that_is_being_written() => VerifyAsync(async (ada, app) =>
    {
        await ada.ChatAsync("@AIBot hello");
        (await Model.NextAsync()).Say("one ").Say("two ");
        await ada.NextAsync<TokenEvent>(t => t.Content.Contains("two", StringComparison.Ordinal));
    });

    [Fact]
    public Task Replies_that_wait() => VerifyAsync(async (ada, app) =>
    {
        await ada.ChatAsync("@AIBot first");
        await ada.ChatAsync("@AIBot second");
        await ada.ChatAsync("@AIBot third");
        await Model.NextAsync();
        await ada.NextAsync<StreamQueued>(q => q.Ahead == 1);
    });

    [Fact]
    public Task A_reply_that_has_been_written() => VerifyAsync(async (ada, app) =>
    {
        await ada.ChatAsync("@AIBot hello");
        (await Model.NextAsync()).Say("one ").Finish();
        await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant);
    });

    ScriptedModel Model { get; } = new();

    async Task VerifyAsync(Func<TestSocket, ChatApplication, Task> act)
    {
        await using var app = await ChatApplication.StartAsync(Model, o => o with { Replies = new ReplyOptions { Gather = TimeSpan.Zero } });
        await using var ada = await app.JoinAsync("ada");
        await using var watcher = await RoomWatcher.StartAsync(app);
        var before = await watcher.ListenAsync();

        await act(ada, app);

        await watcher.VerifyAsync();
        if (act.Method.Name.Contains("come_back", StringComparison.Ordinal)) return;
        Assert.NotEqual(before, await watcher.ListenAsync());
    }
}
