using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Tests.Support;

namespace Confab.Tests.Assistants;

/// <summary>Assistants that people make over HTTP, on a server whose operator is somebody else.</summary>
public class OwnAssistantTests
{
    [Fact]
    public async Task One_that_somebody_made_answers_like_any_other_and_is_there_after_a_restart()
    {
        var model = new ScriptedModel();
        var folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
        string id;
        await using (var app = await ChatApplication.StartAsync(model, o => o with { DataFolder = folder, ManagesModels = false }))
        {
            await using var ada = await app.JoinAsync("ada");
            using var caller = new ApiCaller(app, ada);

            var (status, made) = await MakeAsync(caller, new { name = "Rex", instructions = "Bark.\n\n- twice", picture = "🐕", options = new { temperature = 0.3 }, triggers = (string[])["bone"] });
            id = (string)made["id"]!;
            Assert.Equal((HttpStatusCode.Created, "Rex", true), (status, (string?)made["handle"], (bool)made["isYours"]!));
            await ada.DoAsync(new InviteRequest(new("general"), new(id)));
            await ada.ChatAsync("@rex sit");

            var speech = await model.NextAsync();
            Assert.StartsWith("Bark.\n\n- twice", speech.Prompt[0].Text, StringComparison.Ordinal);
            Assert.Equal(0.3f, speech.Options!.Temperature);
            speech.Finish();
        }

        await using var next = await ChatApplication.StartAsync(o => o with { DataFolder = folder });
        Assert.Equal(("Rex", "🐕"), (next.Get<AssistantList>().Find(new(id))!.Name, next.Get<AssistantList>().Find(new(id))!.Picture));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Others_see_its_card_and_neither_its_instructions_nor_change_it()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { ManagesModels = false });
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        using var hers = new ApiCaller(app, ada);
        using var his = hers.As(ben);
        var id = (string)(await MakeAsync(hers, new { name = "Rex", instructions = "A secret." })).Body["id"]!;

        var listed = (await his.GetAsync("/api/assistants")).Body["assistants"]!.AsArray();
        Assert.Contains(listed, a => (string)a!["id"]! == id);
        Assert.All(listed, a => Assert.Null(a!["instructions"]));
        Assert.DoesNotContain("secret", listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Null((await his.GetAsync($"/api/assistants/{id}")).Body["instructions"]);
        Assert.Equal("A secret.", (string?)(await hers.GetAsync($"/api/assistants/{id}")).Body["instructions"]);
        Assert.Equal("not_allowed", await CodeAsync(his, HttpMethod.Get, $"/api/assistants/{id}/file"));
        Assert.Equal("not_allowed", await CodeAsync(his, HttpMethod.Put, $"/api/assistants/{id}", new { name = "Rex", instructions = "Mine." }));
        Assert.Equal("not_allowed", await CodeAsync(his, HttpMethod.Delete, $"/api/assistants/{id}"));
        Assert.Equal("not_allowed", await CodeAsync(hers, HttpMethod.Delete, "/api/assistants/assistant:aibot"));
        Assert.Equal("not_allowed", await CodeAsync(hers, HttpMethod.Get, "/api/assistants/assistant:aibot/file"));
        using var nobody = new ApiCaller(app);
        Assert.Equal("not_signed_in", await CodeAsync(nobody, HttpMethod.Get, "/api/assistants"));
    }

    [Fact]
    public async Task What_is_exported_makes_the_same_assistant_again()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { ManagesModels = false });
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);
        var id = (string)(await MakeAsync(caller, new { name = "Rex", instructions = "Bark.", mode = "mention", memory = false })).Body["id"]!;

        var text = await caller.Http.GetStringAsync($"/api/assistants/{id}/file");
        Assert.Equal("name_taken", await CodeAsync(caller, HttpMethod.Post, "/api/assistants", new { text }));
        Assert.Equal(HttpStatusCode.NoContent, (await caller.SendAsync(HttpMethod.Delete, $"/api/assistants/{id}")).Status);
        var again = (await MakeAsync(caller, new { text })).Body;

        Assert.Equal(("Rex", "Bark.", "mention", false), ((string?)again["name"], (string?)again["instructions"], (string?)again["mode"], (bool)again["memory"]!));
        Assert.Equal("unknown_assistant", await CodeAsync(caller, HttpMethod.Get, $"/api/assistants/{id}"));
    }

    [Fact]
    public async Task A_change_counts_at_once_and_a_deleted_one_is_out_of_its_rooms()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { ManagesModels = false });
        await using var ada = await app.JoinAsync("ada");
        await using var watcher = await RoomWatcher.StartAsync(app);
        using var caller = new ApiCaller(app, ada);
        var id = (string)(await MakeAsync(caller, new { name = "Rex", instructions = "Bark." })).Body["id"]!;
        await ada.DoAsync(new InviteRequest(new("general"), new(id)));

        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(HttpMethod.Put, $"/api/assistants/{id}", JsonContent.Create(new { name = "Max", instructions = "Bark." }))).Status);
        await watcher.VerifyAsync();
        Assert.Equal("Max", watcher.Told.Members.Single(m => m.Id.Value == id).Name);
        await caller.SendAsync(HttpMethod.Delete, $"/api/assistants/{id}");
        await watcher.VerifyAsync();
        Assert.DoesNotContain(watcher.Told.Members, m => m.Id.Value == id);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_field()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { ManagesModels = false });
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);

        Assert.Equal("bad_request name", await FaultAsync(new { instructions = "x" }));
        Assert.Equal("bad_request instructions", await FaultAsync(new { name = "Rex" }));
        Assert.Equal("bad_request handle", await FaultAsync(new { name = "Good Rex", instructions = "x" }));
        Assert.Equal("bad_request options.temperature", await FaultAsync(new { name = "Rex", instructions = "x", options = new { temperature = 3 } }));
        Assert.Equal("bad_request text", await FaultAsync(new { name = "Rex", text = "x" }));
        Assert.Equal("bad_request text", await FaultAsync(new { text = "no fields" }));
        Assert.Equal("bad_request knowledge", await FaultAsync(new { text = "---\nname: Rex\nknowledge: /etc\n---\nx" }));
        Assert.Equal("name_taken handle", await FaultAsync(new { name = "Rex", handle = "ADA", instructions = "x" }));
        Assert.Equal("name_taken name", await FaultAsync(new { name = "aibot", handle = "rex", instructions = "x" }));
        Assert.Equal("name_taken handle", await FaultAsync(new { name = "Rex", handle = "tutor", instructions = "x" }));
        for (var i = 0; i < OwnAssistants.MostOfOne; i++) await MakeAsync(caller, new { name = $"r{i}", instructions = "x" });
        Assert.Equal("not_allowed ", await FaultAsync(new { name = "Rex", instructions = "x" }));

        async Task<string> FaultAsync(object body)
        {
            var answer = (await MakeAsync(caller, body)).Body;
            return $"{answer["code"]} {answer["field"]}";
        }
    }

    static Task<(HttpStatusCode Status, JsonNode Body)> MakeAsync(ApiCaller caller, object body) => caller.SendAsync(HttpMethod.Post, "/api/assistants", JsonContent.Create(body));

    static async Task<string?> CodeAsync(ApiCaller caller, HttpMethod method, string path, object? body = null) =>
        (string?)(await caller.SendAsync(method, path, body is null ? null : JsonContent.Create(body))).Body["code"];
}
