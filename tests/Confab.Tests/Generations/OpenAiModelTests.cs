using System.Net;
using Confab.Tests.Support;

namespace Confab.Tests.Generations;

public class OpenAiModelTests
{
    [Fact]
    public async Task The_models_and_the_router_are_listed()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        var list = (await api.GetAsync("/v1/models")).Json;

        Assert.Equal("list", (string?)list["object"]);
        Assert.Equal([("scripted", "scripted"), ("intents", "intents"), ("auto", "confab")], list["data"]!.AsArray().Select(m => ((string?)m!["id"], (string?)m["owned_by"])));
        Assert.All(list["data"]!.AsArray(), m => Assert.Equal("model", (string?)m!["object"]));
        Assert.Equal((4096, true), ((int)list["data"]![0]!["confab"]!["context_length"]!, (bool)list["data"]![0]!["confab"]!["is_default"]!));
    }

    [Theory]
    [InlineData("scripted", "scripted")]
    [InlineData("Org/Model-1", "org/model-1")]
    [InlineData("auto", "auto")]
    [InlineData("router:balanced", "router:balanced")]
    public async Task One_model_is_told_by_its_id(string id, string told)
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", new()), ScriptedModel.As("org/model-1", new())] });
        using var api = new Api(app);

        Assert.Equal(told, (string?)(await api.GetAsync("/v1/models/" + id)).Json["id"]);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_in_words_that_a_client_understands()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        using var api = new Api(app);

        var model = await api.GetAsync("/v1/models/gpt-9");
        var address = await api.PostAsync("/v1/responses", "{}");
        var method = await api.GetAsync("/v1/chat/completions");

        Assert.Equal((HttpStatusCode.NotFound, "model_not_found"), (model.Status, (string?)model.Error["code"]));
        Assert.Equal((HttpStatusCode.NotFound, "unknown_url"), (address.Status, (string?)address.Error["code"]));
        Assert.Equal((HttpStatusCode.NotFound, "unknown_url"), (method.Status, (string?)method.Error["code"]));
    }
}
