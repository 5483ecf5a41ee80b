using System.Net;
using System.Text;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Replies.Prompts;

public class GoneAssistantTests
{
    [Fact]
    public async Task What_somebody_wrote_for_an_assistant_stays_hidden_from_others_when_it_is_deleted()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model, o => o with { Suggestions = o.Suggestions with { IsOn = false }, ManagesModels = false });
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        using var adas = new ApiCaller(app, ada);
        using var bens = new ApiCaller(app, ben);
        using var body = new StringContent("""{"name":"Sphinx","handle":"Sphinx","instructions":"The riddle is about a river."}""", Encoding.UTF8, "application/json");
        var id = (string)(await adas.SendAsync(HttpMethod.Post, "/api/assistants", body)).Body["id"]!;
        await ada.AskAsync<Ok>(new InviteRequest(new("general"), new(id)));
        await ada.ChatAsync("@Sphinx hello");
        (await model.NextAsync()).Say("guess").Finish();
        var answer = (await ada.MessageAsync("guess")).Id;
        await TestTime.UntilAsync(async () => (await bens.GetAsync($"/api/messages/{answer}/prompt")).Status == HttpStatusCode.OK, "it is kept");

        await adas.SendAsync(HttpMethod.Delete, $"/api/assistants/{id}");

        var shown = (await bens.GetAsync($"/api/messages/{answer}/prompt")).Body["parts"]![0]!;
        Assert.Equal(("instructions", null, "not_yours"), ((string?)shown["kind"], (string?)shown["content"], (string?)shown["gone"]));
    }
}
