using Confab.Protocol;
using Confab.Server.Sessions;
using Confab.Server.Suggestions;
using Confab.Tests.Support;

namespace Confab.Tests.Sessions;

public class SessionTitleTests
{
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task A_chat_is_titled_by_its_first_exchange_and_its_person_alone_is_told()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await AskAsync(caller, "please tell me of the river in Hamburg");
        var made = (await ada.NextAsync<RoomUpdated>()).Room;
        Assert.Equal(("please tell me of the river in Hamburg", 0), (made.Name, made.Version));

        var naming = await _model.NextAsync();
        Assert.Equal(["please tell me of the river in Hamburg", "The Elbe."], naming.Prompt.Skip(1).SkipLast(1).Select(m => m.Text));
        naming.Say("{\"title\":\"\\\"The Elbe, a river\\nin Hamburg and beyond it.\\\"\"}").Finish();

        var titled = await ada.NextAsync<RoomUpdated>();
        Assert.Equal((id, "The Elbe, a river in Hamburg", 1), (titled.RoomId.Value, titled.Room.Name, titled.Room.Version));
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is RoomUpdated);
        await AskAsync(caller, "and its length?", id);
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has seen that there is a title");
        Assert.Equal("The Elbe, a river in Hamburg", await TitleAsync(caller, ada));
    }

    [Fact]
    public async Task A_title_that_somebody_gave_meanwhile_stays()
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await AskAsync(caller, "rivers");
        var naming = await _model.NextAsync();

        await ada.AskAsync<Ok>(new UpdateRoomRequest(new(id), RoomName: "My own"));
        naming.Say("{\"title\":\"Rivers of the north\"}").Finish();

        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has ended");
        Assert.Equal("My own", await TitleAsync(caller, ada));
        await AskAsync(caller, "more", id);
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has ended");
        Assert.Equal("My own", await TitleAsync(caller, ada));
    }

    [Fact]
    public async Task A_second_question_cuts_the_title_short_and_it_is_made_after_the_second_answer()
    {
        await using var app = await StartAsync(slots: 2);
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await AskAsync(caller, "rivers");
        var naming = await _model.NextAsync();

        await AskAsync(caller, "and lakes", id);

        await naming.Ended;
        (await _model.NextAsync()).Say("{\"title\":\"Rivers and lakes\"}").Finish();
        await ada.NextAsync<RoomUpdated>(u => u.Room.Name == "Rivers and lakes");
    }

    [Theory]
    [InlineData("{\"title\":\" . \"}")]
    [InlineData("A fine title")]
    public async Task Where_the_model_makes_none_the_beginning_of_the_first_message_is_the_title(string written)
    {
        await using var app = await StartAsync();
        await using var ada = await app.JoinAsync("ada");
        using var caller = new SessionCaller(app, ada.Welcome!.Token);
        var id = await caller.CreateAsync();
        await AskAsync(caller, "rivers", id);

        (await _model.NextAsync()).Say(written).Finish();

        await ada.NextAsync<RoomUpdated>(u => u.Room.Name == "rivers");
    }

    [Fact]
    public async Task A_guests_chat_is_not_titled_for_nobody_lists_it()
    {
        await using var app = await StartAsync();
        using var caller = new SessionCaller(app);
        var id = await AskAsync(caller, "rivers");
        await TestTime.UntilAsync(() => app.Get<AfterAnswers>().Count == 0, "it has ended");

        var asking = caller.AskAsync("lakes", id);

        Assert.Equal("lakes", (await _model.NextAsync()).Prompt[^1].Text);
    }

    [Theory]
    [InlineData("Rivers", "Rivers")]
    [InlineData("**\u201cRivers\u201d**", "Rivers")]
    [InlineData("one two three four five six seven", "one two three four five six")]
    [InlineData("  Rivers\r\n\tand   lakes ", "Rivers and lakes")]
    [InlineData("\"\"", null)]
    [InlineData("…", null)]
    [InlineData("{\"title\": \"…\"}", null)]
    public void What_a_model_proposes_is_a_short_line(string proposed, string? title) => Assert.Equal(title, SessionTitle.OfModel(proposed));

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 48), SessionTitle.Of(new string('x', 48)));
        Assert.Equal(new string('x', 48) + "…", SessionTitle.Of(new string('x', 49)));
        Assert.Equal(new string('x', 47) + "…", SessionTitle.Of(new string('x', 47) + "🙂🙂"));
    }

    Task<ChatApplication> StartAsync(int slots = 1) =>
        ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", _model, slots, writesJson: true)] });

    async Task<string> AskAsync(SessionCaller caller, string message, string? session = null)
    {
        var asking = caller.AskAsync(message, session);
        var speech = await _model.NextAsync();
        Assert.Equal(message, speech.Prompt[^1].Text);
        speech.Say("The Elbe.").Finish();
        return (string)(await asking).Body["sessionId"]!;
    }

    static async Task<string> TitleAsync(SessionCaller caller, TestSocket person) =>
        (string)(await caller.GetAsync($"/api/chat?userId={person.User.Id}")).Body["sessions"]![0]!["title"]!;
}
