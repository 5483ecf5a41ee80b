using Confab.Protocol;
using Confab.Server.Storage;
using Confab.Tests.Support;

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

        Assert.Equal(PresenceStatus.Online, (await ada.NextAsync<PresenceEvent>()).Status);
        Assert.Equal(PresenceStatus.Online, (await ada.NextAsync<PresenceEvent>()).Status);
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
}
