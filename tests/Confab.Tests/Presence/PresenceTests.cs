using Confab.Protocol;
using Confab.Server.Fanout;
using Confab.Server.Presence;
using Confab.Server.Sockets;
using Confab.Server.Storage;
using Confab.Tests.Storage;
using Confab.Tests.Support;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Confab.Tests.Presence;

public class PresenceTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task A_person_is_online_while_any_of_their_devices_is()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ben = await app.JoinAsync("ben");
        var phone = await app.OpenAsync();
        await phone.HelloAsync(token: ben.Welcome!.Token);

        await ben.DisposeAsync();
        await TestTime.UntilAsync(() => app.Connections == 2, "ben's first device is gone");
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is PresenceEvent);

        await phone.DisposeAsync();
        var gone = await ada.NextAsync<PresenceEvent>();
        Assert.Equal((ben.User.Id, PresenceStatus.Offline), (gone.UserId, gone.Status));
        Assert.Equal(gone.LastSeen!.Value, (await ada.JoinAsync()).Members.Single(m => m.Id == ben.User.Id).LastSeen!.Value, TimeSpan.FromSeconds(5));

        await using var back = await app.OpenAsync();
        await back.HelloAsync(token: ben.Welcome.Token);
        Assert.Equal(new PresenceEvent(ben.User.Id, PresenceStatus.Online), await ada.NextAsync<PresenceEvent>());
    }

    [Fact]
    public async Task Who_is_back_before_their_going_was_told_is_online_in_the_end()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ben = await app.JoinAsync("ben");
        using var storing = new ManualResetEventSlim();
        var held = app.Get<SqliteDatabase>().Writer.WriteAsync(_ => storing.Wait(TimeSpan.FromSeconds(30)));

        await ben.DisposeAsync();
        await TestTime.UntilAsync(() => app.Connections == 1, "ben's going waits for the disk");
        await using var back = await app.OpenAsync();
        await back.HelloAsync(token: ben.Welcome!.Token);
        storing.Set();
        await held;

        var cy = await app.JoinAsync("cy");
        await cy.DisposeAsync();
        await ada.NextAsync<PresenceEvent>(p => p.UserId == cy.User.Id && p.Status == PresenceStatus.Offline);
        Assert.NotEqual(PresenceStatus.Offline, ada.Unread.OfType<PresenceEvent>().LastOrDefault(p => p.UserId == ben.User.Id)?.Status);
        Assert.Equal(PresenceStatus.Online, (await ada.JoinAsync()).Members.Single(m => m.Id == ben.User.Id).Status);
    }

    [Fact]
    public async Task A_person_is_as_present_as_their_most_present_device_and_shows_what_they_do()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var web = await app.OpenAsync();
        await web.HelloAsync("ben", device: "web");
        await web.JoinAsync();
        await using var terminal = await app.OpenAsync();
        await terminal.HelloAsync(token: web.Welcome!.Token, device: "terminal");
        await using var unnamed = await app.OpenAsync();
        await unnamed.HelloAsync(token: web.Welcome.Token, device: "unknown");
        await ShowsAsync(PresenceStatus.Online, null, "terminal", "web");

        await web.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Busy, " Writing a report "));
        await ShowsAsync(PresenceStatus.Busy, "Writing a report", "terminal", "web");
        await web.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Away));
        await ShowsAsync(PresenceStatus.Online, "Writing a report", "terminal", "web");
        await terminal.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Away, ""));
        await unnamed.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Away));
        await ShowsAsync(PresenceStatus.Away, null, "terminal", "web");
        await terminal.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Offline));
        await ShowsAsync(PresenceStatus.Away, null, "web");

        async Task ShowsAsync(PresenceStatus status, string? activity, params string[] devices)
        {
            var told = await ada.NextAsync<PresenceEvent>(p => p.Status == status && p.Activity == activity && (p.Devices ?? []).SequenceEqual(devices));
            var shown = (await ada.JoinAsync()).Members.Single(m => m.Id == web.User.Id);
            Assert.Equal((told.Status, told.Activity, string.Join(' ', told.Devices!)), (shown.Status, shown.Activity, string.Join(' ', shown.Devices!)));
        }
    }

    [Fact]
    public async Task Who_hides_with_every_device_is_offline_since_then_whatever_they_do()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ben = await app.JoinAsync("ben");
        await ben.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Online, "Reading"));
        await ada.NextAsync<PresenceEvent>(p => p.Activity == "Reading");

        await ben.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Offline, "Hiding"));
        var hidden = await ada.NextAsync<PresenceEvent>();
        Assert.Equal(new PresenceEvent(ben.User.Id, PresenceStatus.Offline, hidden.LastSeen), hidden);
        var shown = await ShownAsync();
        Assert.Equal(new Member(ben.User.Id, "ben", AuthorKind.User, PresenceStatus.Offline, hidden.LastSeen, Role: RoomRole.Member), shown);

        await ben.DisposeAsync();
        await TestTime.UntilAsync(() => app.Connections == 1 && app.Get<Online>().DevicesOf(ben.User.Id).Count == 0, "ben is gone");
        await using var cy = await app.JoinAsync("cy");
        await cy.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Busy));
        await ada.NextAsync<PresenceEvent>(p => p.UserId == cy.User.Id && p.Status == PresenceStatus.Busy);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is PresenceEvent p && p.UserId == ben.User.Id);
        Assert.Equal(shown, await ShownAsync());

        async Task<Member> ShownAsync() => (await ada.JoinAsync()).Members.Single(m => m.Id == ben.User.Id);
    }

    [Fact]
    public async Task Presence_that_looks_the_same_is_not_told_and_strangers_hear_nothing()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada", "den", create: true);
        await using var ben = await app.JoinAsync("ben", "den");
        await using var eve = await app.JoinAsync("eve");

        await ben.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Busy));
        await ada.NextAsync<PresenceEvent>(p => p.Status == PresenceStatus.Busy);
        await ben.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Busy, ""));
        await ada.AskAsync<Ok>(new PresenceRequest(PresenceStatus.Away));

        await ben.NextAsync<PresenceEvent>(p => p.UserId == ada.User.Id && p.Status == PresenceStatus.Away);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is PresenceEvent p && p.UserId == ben.User.Id);
        Assert.DoesNotContain(await eve.EverythingSoFarAsync(), f => f is PresenceEvent p && p.UserId != eve.User.Id);
    }

    [Fact]
    public async Task What_one_says_of_oneself_is_visible_and_short()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");

        foreach (var activity in new[] { new string('x', Limits.MaxActivityLength + 1), "two\nlines", "in\u200bvisible" })
            Assert.Equal((ErrorCode.BadRequest, "activity"), await ada.RefusedAsync(new PresenceRequest(PresenceStatus.Busy, activity)) is { } no ? (no.Code, no.Field) : default);
        await using var odd = await app.OpenAsync();
        foreach (var device in new[] { new string('x', Limits.MaxUsernameLength + 1), "a\tb" })
            Assert.Equal((ErrorCode.BadRequest, "device"), await odd.RefusedAsync(new HelloRequest("odd", Device: device)) is { } no ? (no.Code, no.Field) : default);
    }

    [Fact]
    public async Task Who_goes_on_writing_is_told_again_after_two_seconds()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(o => o with { Clock = time });
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");

        await ben.AskAsync<Ok>(new TypingRequest(General, true));
        time.Advance(TimeSpan.FromSeconds(1.9));
        await ben.AskAsync<Ok>(new TypingRequest(General, true));
        Assert.Single(await ada.EverythingSoFarAsync(), f => f is TypingEvent);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await ben.AskAsync<Ok>(new TypingRequest(General, true));
        Assert.True((await ada.NextAsync<TypingEvent>()).IsTyping);
    }

    [Fact]
    public async Task Who_writes_is_shown_to_the_others_until_they_stop_or_go()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        var ben = await app.JoinAsync("ben");

        await ben.AskAsync<Ok>(new TypingRequest(General, false));
        await ben.AskAsync<Ok>(new TypingRequest(General, true));
        Assert.Equal(new TypingEvent(General, ben.User.Id, true), await ada.NextAsync<TypingEvent>());
        await ben.AskAsync<Ok>(new TypingRequest(General, false));
        Assert.Equal(new TypingEvent(General, ben.User.Id, false), await ada.NextAsync<TypingEvent>());

        await ben.AskAsync<Ok>(new TypingRequest(General, true));
        await ben.DisposeAsync();
        Assert.True((await ada.NextAsync<TypingEvent>()).IsTyping);
        Assert.False((await ada.NextAsync<TypingEvent>()).IsTyping);
    }

    [Fact]
    public async Task What_could_not_be_told_for_want_of_the_storage_is_told_with_the_next()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();
        var (users, options, ada) = (new SqliteUserStore(database), new SocketOptions(), new Author(UserId.New(), "ada", AuthorKind.User));
        var online = new Online(users, options, TimeProvider.System);
        online.Arrive(new Connection(options, TimeProvider.System), ada, "web");
        await database.Writer.WriteAsync(c => SqlMapper.Execute(c, "alter table participants rename to elsewhere"));

        using var teller = new PresenceTeller(online, new SqliteRoomStore(database), new InProcessFanout(), TimeProvider.System, NullLogger<PresenceTeller>.Instance);
        await teller.StartAsync(TestTime.Deadline());
        await teller.StopAsync(TestTime.Deadline());

        Assert.Equal([ada.Id], online.TakeChanged());
        Assert.NotNull(online.TakeNews(ada.Id));
    }
}
