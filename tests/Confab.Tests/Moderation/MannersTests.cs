using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Moderation;
using Confab.Tests.Support;

namespace Confab.Tests.Moderation;

public class MannersTests
{
    [Theory]
    [InlineData("kot", "so ein KOT!", true)]
    [InlineData("kot", "Kotelett", false)]
    [InlineData("café", "the CAFE is open", true)]
    [InlineData("cafe", "Le Cafe\u0301.", true)]
    [InlineData("naïve", "na\u200Bive", true)]
    [InlineData("straße", "die STRASSE", false)]
    [InlineData("ё", "Е", true)]
    [InlineData("ΆΣ", "ας", true)]
    [InlineData("x1", "(x1)", true)]
    [InlineData("word", "ｗｏｒｄ", true)]
    [InlineData("word", "a sword, words", false)]
    [InlineData("word", "word", true)]
    public void Words_are_found_whole_whatever_their_case_and_diacritics(string word, string text, bool isFound) =>
        Assert.Equal(isFound ? word : null, new WordList([word]).FindIn(text));

    [Fact]
    public async Task A_listed_word_is_refused_in_new_and_changed_messages_of_everybody()
    {
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        string token;
        RoomId room;
        await using (var app = await ChatApplication.StartAsync(folder: folder))
        {
            await using var ada = await app.PersonAsync("ada");
            await using var ben = await app.PersonAsync("ben");
            (token, room) = (ben.Welcome!.Token, await ada.MakeRoomAsync());
            await ada.BringAsync(room, ben);
            using var caller = new ApiCaller(app, ada);
            var (status, body) = await PutAsync(caller, room, "[\"Spinach\",\" spínach \",\"beets\"]");
            Assert.Equal((HttpStatusCode.OK, """{"words":["Spinach","beets"]}"""), (status, body.ToJsonString()));
            Assert.Equal(body.ToJsonString(), (await caller.GetAsync($"/api/rooms/{room}/words")).Body.ToJsonString());

            foreach (var person in new[] { ada, ben })
            {
                var refused = await person.RefusedAsync(new ChatRequest(room, "I like SPINACH."));
                Assert.Equal((ErrorCode.WordNotAllowed, "content"), (refused.Code, refused.Field));
                Assert.Contains("\"Spinach\"", refused.Message, StringComparison.Ordinal);
                var fine = await person.ChatAsync("I like peas", room.Value);
                Assert.Equal(ErrorCode.WordNotAllowed, await person.CodeAsync(new EditMessageRequest(fine.MessageId, "I like beets")));
            }
            await ada.JoinAsync("other", create: true);
            await ada.ChatAsync("spinach here", "other");
        }
        await using (var app = await ChatApplication.StartAsync(folder: folder))
        {
            await using var ben = await app.OpenAsync();
            await ben.HelloAsync(token: token);
            await ben.JoinAsync(room.Value);
            Assert.Equal(ErrorCode.WordNotAllowed, await ben.CodeAsync(new ChatRequest(room, "spinach")));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("[\"\"]")]
    [InlineData("[\"two words\"]")]
    [InlineData("[\"123456789012345678901234567890123456789012345678901\"]")]
    [InlineData("[null]")]
    [InlineData("\"spinach\"")]
    [InlineData("too many")]
    public async Task A_list_that_is_none_is_refused_and_changes_nothing(string words)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();
        using var caller = new ApiCaller(app, ada);
        await PutAsync(caller, room, "[\"beets\"]");
        if (words == "too many") words = new JsonArray([.. Enumerable.Range(0, 201).Select(i => (JsonNode)$"w{i}")]).ToJsonString();

        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(caller, room, words)).Status);

        Assert.Equal("""{"words":["beets"]}""", (await caller.GetAsync($"/api/rooms/{room}/words")).Body.ToJsonString());
    }

    [Fact]
    public async Task In_slow_mode_a_member_waits_between_two_messages_and_who_keeps_order_does_not()
    {
        var time = new FakeTime();
        await using var app = await ChatApplication.StartAsync(time);
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var cy = await app.PersonAsync("cy");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await ada.BringAsync(room, cy);
        await ada.DoAsync(new UpdateRoomRequest(room, SlowModeSeconds: 10));

        await ben.ChatAsync("one", room.Value, new("m1"));
        var refused = await ben.RefusedAsync(new ChatRequest(room, "two"));
        Assert.Equal((ErrorCode.RateLimited, 10_000), (refused.Code, refused.RetryAfterMs));
        Assert.Equal("m1", (await ben.ChatAsync("one", room.Value, new("m1"))).MessageId.Value);
        await cy.ChatAsync("mine", room.Value);
        foreach (var word in new[] { "a", "b" }) await ada.ChatAsync(word, room.Value);
        time.Advance(TimeSpan.FromSeconds(10));
        await ben.ChatAsync("two", room.Value);
    }

    [Fact]
    public async Task A_message_that_is_not_taken_costs_no_turn()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        var room = await ada.MakeRoomAsync();
        await ada.BringAsync(room, ben);
        await ada.DoAsync(new UpdateRoomRequest(room, SlowModeSeconds: 3600));

        Assert.Equal(ErrorCode.UnknownMessage, await ben.CodeAsync(new ChatRequest(room, "to nothing", ParentId: new("nothing"))));
        await ben.ChatAsync("one", room.Value);
        Assert.Equal(ErrorCode.RateLimited, await ben.CodeAsync(new ChatRequest(room, "to nothing", ParentId: new("nothing"))));
    }

    static Task<(HttpStatusCode Status, JsonNode Body)> PutAsync(ApiCaller caller, RoomId room, string words) =>
        caller.SendAsync(HttpMethod.Put, $"/api/rooms/{room}/words", new StringContent($$"""{"words":{{words}}}""", Encoding.UTF8, "application/json"));
}
