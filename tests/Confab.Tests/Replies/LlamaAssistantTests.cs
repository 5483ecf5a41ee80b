using Confab.Inference.Llama;
using Confab.Protocol;
using Confab.Server;
using Confab.Server.Memory;
using Confab.Server.Replies;
using Confab.Server.Storage;
using Confab.Server.Tools;
using Confab.TestModels;
using Confab.Tests.Memory;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

/// <summary>What assistants do besides answering, by a real engine from end to end: calls by its tags, thoughts by its grammar, summaries behind everybody.</summary>
public class LlamaAssistantTests
{
    [Fact]
    public async Task A_call_that_the_model_writes_is_run_and_everybody_sees_it()
    {
        const string Call = """<tool_call>{"name": "calculator", "arguments": {"expression": "6*7"}}</tool_call>""";
        await using var app = await StartAsync(
            Call, o => o with { Tools = new ToolOptions { Rounds = 1 } }, new TinyModelOptions { ChatTemplate = TinyModel.ChatMl + "{# knows <tool_call> #}" });
        await using var ada = await app.JoinAsync("ada");

        await ada.ChatAsync("@AIBot how much is 6 times 7?");

        var done = (await ada.NextAsync<ToolCallEvent>(c => c.Call.Status != ToolStatus.Running)).Call;
        Assert.Equal(("calculator", ToolStatus.Done, "42"), (done.Name, done.Status, done.Result));
        var answer = (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        // Asked again, now without tools, it can only say the same, which is no call any more.
        Assert.Equal((MessageStatus.Complete, Call), (answer.Status, answer.Content));
        Assert.Equal([done], answer.Generation!.Tools!);
    }

    [Fact]
    public async Task What_the_model_thinks_of_a_conversation_is_held_to_the_schema_and_kept()
    {
        const string Thought = """{"facts":[{"message":1,"about":"ada","topic":"pet","content":"Ada has a parrot.","confidence":0.9}],"importance":1,"summary":""}""";
        await using var app = await StartAsync(Thought, o => o with { Memory = new MemoryOptions { Retry = TimeSpan.FromMilliseconds(20) } });
        await using var ada = await app.JoinAsync("ada");

        await ada.ChatAsync("@AIBot we keep a grey parrot in the kitchen");
        await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant);
        await app.SettledAsync();

        var kept = Assert.Single(await app.MemoriesAsync(ada));
        Assert.Equal(("Ada has a parrot.", "pet", MemoryScope.Room), (kept.Content, kept.Topic, kept.Scope));
    }

    [Fact]
    public async Task When_its_context_is_getting_full_it_writes_the_summary_that_the_next_prompt_begins_with()
    {
        const string Minutes = "Ada keeps the key under the mat.";
        await using var app = await StartAsync(Minutes, o => o, contextLength: 4096);
        await using var ada = await app.JoinAsync("ada");
        var said = string.Join(' ', Enumerable.Repeat("mat", 90));

        for (var i = 0; i < 8; i++) await AskAsync($"@AIBot {i} {said}");
        await TestTime.UntilAsync(() => Summaries().Count > 0, "it was summed up");
        var answer = await AskAsync("@AIBot where is it?");

        await TestTime.UntilAsync(() => Saw(app, answer) is not null, "what it saw is kept");
        Assert.Contains(Minutes, Assert.Single(Saw(app, answer)!.Parts, p => p.Kind == "summary").Content, StringComparison.Ordinal);

        IReadOnlyList<Summary> Summaries() => app.Get<ISummaryStore>().ReadAsync(new("general"), null, long.MaxValue, CancellationToken.None).GetAwaiter().GetResult();

        async Task<Message> AskAsync(string question)
        {
            var asked = await ada.ChatAsync(question);
            var message = (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant && m.Message.ParentId == asked.MessageId)).Message;
            Assert.Equal((MessageStatus.Complete, Minutes), (message.Status, message.Content));
            return message;
        }
    }

    static ShownPrompt? Saw(ChatApplication app, Message answer) => app.Get<IPromptStore>().FindAsync(answer.Id, CancellationToken.None).GetAwaiter().GetResult();

    static async Task<ChatApplication> StartAsync(string script, Func<ServerOptions, ServerOptions> configure, TinyModelOptions? shape = null, int contextLength = 16_384)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("confab-llama-").FullName, "tiny.gguf");
        TinyModel.WriteScripted(path, script, shape);
        var model = await LlamaEngine.LoadAsync(path, new LlamaOptions { Threads = 1, ContextLength = contextLength, Slots = 1 });
        return await ChatApplication.StartAsync(o => configure(o with
        {
            Models = [model],
            Replies = new ReplyOptions { MaxTokens = 256 },
            Suggestions = o.Suggestions with { IsOn = false },
        }));
    }
}
