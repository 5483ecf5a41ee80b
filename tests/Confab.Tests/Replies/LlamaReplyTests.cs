using Confab.Inference.Llama;
using Confab.Protocol;
using Confab.Server.Replies;
using Confab.TestModels;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

/// <summary>A real model through the whole server: every byte of its answer, at every watcher, whenever they came.</summary>
public class LlamaReplyTests
{
    static readonly string Script = string.Concat(Enumerable.Range(1, 120).Select(n => $"line {n}: naïve 日本 🙂👍🏽.\n"));

    [Fact]
    public async Task Everybody_has_the_models_answer_byte_for_byte_also_who_came_late_or_came_back()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("confab-llama-").FullName, "tiny.gguf");
        Assert.InRange(TinyModel.WriteScripted(path, Script), 1000, Limits.MaxTokens - 1);
        var model = await LlamaEngine.LoadAsync(path, new LlamaOptions { Threads = 1, ContextLength = 16_384, Slots = 1 });
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [model], Replies = new ReplyOptions { MaxTokens = Limits.MaxTokens } });
        await using var ada = await app.JoinAsync("ada");
        var returning = await app.JoinAsync("ben");

        await ada.ChatAsync("@AIBot go on");
        var seen = await FollowAsync(returning, "", until: text => text.Length > 500);
        await returning.DisposeAsync();
        await using var late = await app.JoinAsync("cleo");
        await using var back = await app.OpenAsync();
        await back.HelloAsync(token: returning.Welcome!.Token);
        var running = (await back.JoinAsync(after: 1)).Streams.SingleOrDefault();

        Assert.StartsWith(seen, running?.Content ?? Script, StringComparison.Ordinal);
        foreach (var watcher in new[] { ada, late, back })
        {
            var message = (await watcher.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
            Assert.Equal((Script.TrimEnd(), MessageStatus.Complete), (message.Content.TrimEnd(), message.Status));
        }
        Assert.Equal(Script.TrimEnd(), (await FollowAsync(ada, "", until: text => text.Length >= Script.TrimEnd().Length)).TrimEnd());
        if (running is not null)
            Assert.Equal(Script.TrimEnd(), (await FollowAsync(back, running.Content, until: text => text.Length >= Script.TrimEnd().Length)).TrimEnd());
    }

    /// <summary>Puts the pieces together as a client does, and fails where one does not fit on exactly.</summary>
    static async Task<string> FollowAsync(TestSocket socket, string text, Func<string, bool> until)
    {
        while (!until(text))
        {
            var token = await socket.NextAsync<TokenEvent>();
            Assert.Equal(text.Length, token.Offset);
            text += token.Content;
        }
        return text;
    }
}
