using Confab.Inference.Catalog;
using Confab.Inference.Tools;
using Confab.Protocol;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Tests.Files;
using Confab.Tests.Inference.Remote;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Replies.Prompts;

/// <summary>A model that can look at pictures is shown those that were sent, as many as it holds.</summary>
public class PictureTests
{
    [Fact]
    public async Task An_endpoint_that_looks_at_pictures_gets_the_bytes_of_one_that_was_sent()
    {
        await using var endpoint = await FaultyEndpoint.StartAsync();
        endpoint.Always(reply => Dialect.OpenAi.SayAsync(reply, "A tiny square."));
        var folder = Directory.CreateTempSubdirectory("confab-models-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "far.json"), $$"""{ "address": "{{new Uri(endpoint.Address, "/v1")}}", "model": "gpt", "contextLength": 8192, "capabilities": ["chat", "vision"] }""");
        await using var app = await ChatApplication.StartAsync(o => o with { ModelsFolder = folder, Suggestions = o.Suggestions with { IsOn = false } });
        await using var ada = await app.JoinAsync("ada");

        await SendAsync(app, ada, "a.png");

        var asked = (await endpoint.NextAsync()).Body.GetProperty("messages");
        var content = asked[asked.GetArrayLength() - 1].GetProperty("content").EnumerateArray().ToList();
        var picture = content.Single(c => c.GetProperty("type").GetString() == "image_url").GetProperty("image_url").GetProperty("url").GetString();
        Assert.Equal($"data:image/png;base64,{Convert.ToBase64String(FileScene.Png)}", picture);
        Assert.Contains(content, c => c.GetProperty("type").GetString() == "text" && c.GetProperty("text").GetString()!.Contains("what is this?", StringComparison.Ordinal));
        Assert.Equal("A tiny square.", (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message.Content);
    }

    [Theory]
    [InlineData(16_384, 5, 3)]
    [InlineData(8192, 5, 3)]
    [InlineData(4096, 5, 1)]
    [InlineData(2048, 5, 0)]
    [InlineData(16_384, 2, 2)]
    public async Task The_newest_pictures_are_shown_as_many_as_half_of_the_prompt_holds_and_count_in_it(int contextLength, int sent, int shown)
    {
        var script = new ScriptedModel();
        await using var app = await StartAsync(script, contextLength, "vision");
        await using var ada = await app.JoinAsync("ada");
        for (var i = 1; i < sent; i++) await SendAsync(app, ada, $"{i}.png", "look");
        await SendAsync(app, ada, $"{sent}.png");

        var asked = await script.NextAsync();

        Assert.Equal(shown, asked.Prompt.Sum(m => m.Contents.OfType<DataContent>().Count()));
        asked.Say("pictures").Finish();
        var answer = (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        ShownPrompt? kept = null;
        await TestTime.UntilAsync(() => (kept = app.Get<IPromptStore>().FindAsync(answer.Id, CancellationToken.None).GetAwaiter().GetResult()) is not null, "the prompt is kept");
        var pictures = kept!.Parts.Where(p => p.Kind == "file").ToList();
        Assert.Equal(Enumerable.Range(0, shown).Select(i => ($"{sent - i}.png", PromptPart.PictureTokens)), pictures.Select(p => (p.Title!, p.Tokens)));
        Assert.InRange(kept.Tokens, shown * PromptPart.PictureTokens, kept.Budget);
    }

    [Fact]
    public async Task After_a_tool_was_called_pictures_take_as_much_as_before()
    {
        const int Context = 4096, Rounds = 3;
        var script = new ScriptedModel();
        await using var app = await StartAsync(script, Context, "vision", "tools");
        await using var ada = await app.JoinAsync("ada");
        for (var i = 0; i < 8; i++) await ada.ChatAsync($"needle {i} {string.Join(' ', Enumerable.Repeat("hay", 150))}");
        await SendAsync(app, ada, "a.png");

        var tokens = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            var asked = await script.NextAsync();
            Assert.Single(asked.Prompt.SelectMany(m => m.Contents.OfType<DataContent>()));
            tokens = TaggedTools.Write(asked.Prompt, asked.Options!.Tools).Sum(m => ScriptedModel.Words(m.Text) + 1) + PromptPart.PictureTokens;
            Assert.InRange(tokens + asked.Options.MaxOutputTokens!.Value, 1, Context);
            if (round == Rounds) asked.Say("hay").Finish();
            else for (var call = 0; call < 7; call++) asked.Calls("search_room", ("words", "needle"));
            if (round < Rounds) asked.Call("search_room", ("words", "needle"));
        }

        var answer = (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        Assert.Equal(tokens, answer.Generation!.Usage.PromptTokens);
    }

    [Fact]
    public async Task A_model_that_sees_nothing_is_told_the_name_alone()
    {
        var script = new ScriptedModel();
        await using var app = await StartAsync(script, 8192);
        await using var ada = await app.JoinAsync("ada");

        await SendAsync(app, ada, "a.png");

        var asked = await script.NextAsync();
        Assert.DoesNotContain(asked.Prompt, m => m.Contents.OfType<DataContent>().Any());
        Assert.Contains("a.png", asked.Prompt[^1].Text, StringComparison.Ordinal);
        asked.Finish();
    }

    static Task<ChatApplication> StartAsync(ScriptedModel script, int contextLength, params string[] more) => ChatApplication.StartAsync(o => o with
    {
        Models =
        [
            new Model(
                new ModelCard { Id = "scripted", Name = "scripted", Engine = "scripted", ContextLength = contextLength, Slots = 1, Capabilities = ["chat", .. more] },
                new RunningModel { Client = script, TextTokens = ScriptedModel.Words, PromptTokens = messages => messages.Sum(m => ScriptedModel.Words(m.Text) + 1) }),
        ],
        Suggestions = o.Suggestions with { IsOn = false },
    });

    static async Task SendAsync(ChatApplication app, TestSocket who, string name, string says = "@AIBot what is this?")
    {
        using var caller = new ApiCaller(app, who);
        using var bytes = new ByteArrayContent(FileScene.Png);
        bytes.Headers.ContentType = new("image/png");
        var (_, file) = await caller.SendAsync(HttpMethod.Post, $"/api/rooms/general/files?name={name}", bytes);
        await who.AskAsync<Ack>(new ChatRequest(new("general"), says, Attachments: [new((string)file["id"]!)]));
    }
}
