using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Replies;

/// <summary>Two people of one room, and the words of the model that answers them.</summary>
sealed class AnswerScene : IAsyncDisposable
{
    required public ChatApplication App { get; init; }
    required public ScriptedModel Model { get; init; }
    required public TestSocket Ada { get; init; }
    required public TestSocket Ben { get; init; }

    public static async Task<AnswerScene> StartAsync(string? folder = null)
    {
        var model = new ScriptedModel();
        var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", model)], Suggestions = o.Suggestions with { IsOn = false } }, folder);
        return new AnswerScene { App = app, Model = model, Ada = await app.JoinAsync("ada" + (folder is null ? "" : "2")), Ben = await app.JoinAsync("ben" + (folder is null ? "" : "2")) };
    }

    public async Task<(MessageId Question, Message Answer)> AskAsync(string question, string answer, string room = "general")
    {
        var ack = await Ada.ChatAsync(question, room);
        (await Model.NextAsync()).Say(answer).Finish();
        return (ack.MessageId, (await Ada.NextAsync<MessageEvent>(m => m.Message.ParentId == ack.MessageId)).Message);
    }

    /// <summary>The next generation, with its first words heard by Ada.</summary>
    public async Task<Speech> SaidAsync(string words)
    {
        var speech = (await Model.NextAsync()).Say(words);
        await Ada.NextAsync<TokenEvent>(t => t.Content == words);
        return speech;
    }

    /// <summary>What an assistant is shown of a question, without its instructions; it answers nothing to speak of.</summary>
    public async Task<IReadOnlyList<string>> ShownAsync(string question, string room = "general")
    {
        var ack = await Ada.ChatAsync(question, room);
        var speech = await Model.NextAsync();
        speech.Say("So.").Finish();
        await Ada.NextAsync<MessageEvent>(m => m.Message.ParentId == ack.MessageId);
        return [.. speech.Prompt.Skip(1).Select(m => m.Text)];
    }

    public async Task<Message> HeardAsync(Ack ack) => (await Ada.NextAsync<MessageEvent>(m => m.Message.Id == ack.MessageId)).Message;

    public async Task<Message> AgainAsync(Request request, string answer)
    {
        var ack = await Ada.AskAsync<Ack>(request);
        (await Model.NextAsync()).Say(answer).Finish();
        return (await Ada.NextAsync<MessageEvent>(m => m.Message.Id == ack.MessageId)).Message;
    }

    public async Task<Message> FailAsync(Request request)
    {
        var ack = await Ada.AskAsync<Ack>(request);
        (await Model.NextAsync()).Fail(new IOException("cut"));
        return (await Ada.NextAsync<MessageEvent>(m => m.Message.Id == ack.MessageId)).Message;
    }

    public async Task WhyNotAsync(Request request, string words) => Assert.Contains(words, (await Ada.RefusedAsync(request)).Message, StringComparison.Ordinal);

    public async Task<(string Code, string? Field)> CodeAsync(Request request)
    {
        var refused = await Ada.RefusedAsync(request);
        return (System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(refused.Code.ToString()), refused.Field);
    }

    public async ValueTask DisposeAsync()
    {
        await Ada.DisposeAsync();
        await Ben.DisposeAsync();
        await App.DisposeAsync();
    }
}
