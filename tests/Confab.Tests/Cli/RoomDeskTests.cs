using Confab.Cli.Rooms;
using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Client;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class RoomDeskTests
{
    [Fact]
    public async Task Text_of_a_reply_that_got_lost_is_asked_for_while_the_reply_goes_on()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await new ClientUnderTest(app.Address).ConnectAsync("ada");
        var desk = new RoomDesk(ada.Client, ada.Clock);
        var pane = desk.Open(Frames.General);
        await ada.Client.JoinAsync(Frames.General, stop: TestTime.Deadline());
        desk.Hear(await ada.HeardAsync<ClientEvent.Entered>());
        _ = ada.Client.ChatAsync(Frames.General, "@AIBot hi", stop: TestTime.Deadline());
        var speech = await model.NextAsync();
        desk.Hear(await ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is StreamStart));

        speech.Say("One ");
        await ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is TokenEvent);
        speech.Say("two ");
        desk.Hear(await ada.HeardAsync<ClientEvent.Heard>(heard => heard.Frame is TokenEvent));
        Assert.True(pane.State.NeedsRejoin);
        desk.Hear(await ada.HeardAsync<ClientEvent.Entered>());

        Assert.Equal("One two ", Assert.Single(pane.State.Replies).Text);
        speech.Finish();
    }
}
