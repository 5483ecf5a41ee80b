using Confab.Inference.Routing;
using Confab.Protocol;
using Confab.TestModels;
using Confab.Tests.Support;

namespace Confab.Tests.Models;

/// <summary>An endpoint that fails and real weights beside it, in one server: the room gets its answer.</summary>
public class FailoverInRoomsTests
{
    [Fact]
    public async Task Where_an_endpoint_fails_the_weights_beside_it_answer_and_the_message_says_why()
    {
        await using var endpoint = await FaultyEndpoint.StartAsync();
        endpoint.Always(reply => reply.StatusAsync(500, "out of order"));
        var folder = Directory.CreateTempSubdirectory("confab-models-").FullName;
        TinyModel.WriteScripted(Path.Combine(folder, "near.gguf"), "I stand in.");
        await File.WriteAllTextAsync(Path.Combine(folder, "far.json"), $$"""{ "address": "{{new Uri(endpoint.Address, "/v1")}}", "model": "gpt", "quality": 1 }""");
        await using var app = await ChatApplication.StartAsync(o => o with
        {
            ModelsFolder = folder,
            Running = new() { Threads = 1, ContextLength = 512 },
            Strategy = RoutingStrategy.QualityFirst,
        });
        await using var ada = await app.JoinAsync("ada");

        var answers = new List<Message>();
        for (var i = 0; i < 4; i++)
        {
            await ada.ChatAsync("@AIBot hello");
            answers.Add((await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message);
        }
        var end = await ada.NextAsync<StreamEnd>();

        Assert.All(answers, answer => Assert.Equal(("I stand in.", MessageStatus.Complete, "near"), (answer.Content, answer.Status, answer.Generation!.Model)));
        Assert.StartsWith("'near' is likely to answer best. Before it, 'far' failed (", answers[0].Generation!.Reason, StringComparison.Ordinal);
        Assert.Equal(("near", "quality-first"), (end.Route!.Model, end.Route.Strategy));
        Assert.Contains("failed (", end.Route.Alternatives.Single(a => a.Model == "far").LeftOut, StringComparison.Ordinal);
        // After three failures in a row it is left alone, so the fourth question cost nobody a try.
        Assert.Equal(3, endpoint.Requests);
        Assert.StartsWith("is left alone for ", answers[3].Generation!.Alternatives!.Single(a => a.Model == "far").LeftOut, StringComparison.Ordinal);
    }
}
