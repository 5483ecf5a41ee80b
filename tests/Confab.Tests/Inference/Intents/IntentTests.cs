using Confab.Inference.Engines.Intents;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Intents;

public sealed class IntentTests
{
    [Theory]
    [InlineData("What is Python?", "python")]
    [InlineData("is django better than flask", "python")]
    [InlineData("py", "python")]
    [InlineData("FASTAPI!", "python")]
    [InlineData("explain async/await", "async")]
    [InlineData("How do asynchronous calls work?", "async")]
    [InlineData("How do WebSockets work?", "websocket")]
    [InlineData("connect to ws://localhost", "websocket")]
    [InlineData("real-time please", "websocket")]
    [InlineData("what are events", "event")]
    [InlineData("an event-driven design with a queue", "event")]
    [InlineData("databases and stores", "database")]
    [InlineData("SQLite or SQL?", "database")]
    [InlineData("copy this", null)]
    [InlineData("happy asyncs2 typing", null)]
    [InlineData("prevent eventually", null)]
    [InlineData("restored mysql", null)]
    [InlineData("hello", null)]
    [InlineData("", null)]
    public async Task Whole_words_decide_the_topic(string question, string? topic) =>
        Assert.Equal(AnswerOf(topic), await AskAsync(question));

    [Theory]
    [InlineData("async database with sql and sqlite", "database")]
    [InlineData("async database", "async")]
    [InlineData("a database event", "event")]
    public async Task Most_hits_win_and_the_order_of_the_table_breaks_ties(string question, string topic) =>
        Assert.Equal(AnswerOf(topic), await AskAsync(question));

    [Theory]
    [InlineData("ada: /AIBot What is Python?", "python")]
    [InlineData("python: hello there", null)]
    [InlineData("sql: @async what is a websocket", "websocket")]
    [InlineData("/database", null)]
    [InlineData("event: @python, hello", null)]
    public async Task The_speaker_and_the_handle_are_no_topic(string question, string? topic) =>
        Assert.Equal(AnswerOf(topic), await AskAsync(question));

    [Fact]
    public async Task Only_the_last_message_of_a_person_counts()
    {
        var answer = await IntentModel.Create(TimeSpan.Zero).Client.GetResponseAsync(
            [new(ChatRole.User, "python"), new(ChatRole.User, "websocket"), new(ChatRole.Assistant, "async")]);

        Assert.Equal(AnswerOf("websocket"), answer.Text);
    }

    [Fact]
    public void The_default_answer_says_that_no_model_is_loaded_and_how_to_load_one()
    {
        Assert.Contains("no language model is loaded", IntentTable.DefaultAnswer, StringComparison.Ordinal);
        Assert.Contains("`confab serve --model file.gguf`", IntentTable.DefaultAnswer, StringComparison.Ordinal);
        Assert.Contains("FastAPI", AnswerOf("python"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_come_one_by_one_at_their_pace()
    {
        var time = new FakeTime();
        var client = IntentModel.Create(TimeSpan.FromMilliseconds(30), time).Client;
        await using var words = client.GetStreamingResponseAsync([new(ChatRole.User, "python")]).GetAsyncEnumerator();

        Assert.True(await words.MoveNextAsync());
        Assert.Equal("Python", words.Current.Text);
        var second = words.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await second);
        Assert.Equal(" is", words.Current.Text);
    }

    [Fact]
    public async Task The_limit_of_tokens_is_a_limit_of_words()
    {
        var updates = await UpdatesAsync("python", new() { MaxOutputTokens = 3 });

        Assert.Equal("Python is a", string.Concat(updates));
        Assert.Equal(ChatFinishReason.Length, updates[^1].FinishReason);
        Assert.Equal(3, updates[^1].Contents.OfType<UsageContent>().Single().Details.OutputTokenCount);
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_answer_before_it()
    {
        var updates = await UpdatesAsync("python", new() { StopSequences = ["readable"] });

        Assert.Equal("Python is a ", string.Concat(updates));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Fact]
    public async Task Cancelling_ends_the_answer()
    {
        using var stop = new CancellationTokenSource();
        var client = IntentModel.Create(time: new FakeTime()).Client;
        await using var words = client.GetStreamingResponseAsync([new(ChatRole.User, "python")], null, stop.Token).GetAsyncEnumerator();
        await words.MoveNextAsync();
        var next = words.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Theory]
    [InlineData("python")]
    [InlineData("async")]
    [InlineData("websocket")]
    [InlineData("event")]
    [InlineData("database")]
    [InlineData(null)]
    public async Task After_each_topic_it_suggests_a_few_short_questions_that_lead_to_another_one(string? topic)
    {
        var suggested = IntentChatClient.SuggestAfter([new(ChatRole.User, topic ?? "hello")]);

        Assert.InRange(suggested.Count, 3, 5);
        Assert.All(suggested, question => Assert.InRange(question.Length, 1, 80));
        var answers = await Task.WhenAll(suggested.Select(AskAsync));
        Assert.Equal(suggested.Count, answers.Distinct().Count());
        Assert.DoesNotContain(AnswerOf(topic), answers);
        Assert.DoesNotContain(AnswerOf(null), answers);
    }

    static string AnswerOf(string? topic) =>
        topic is null ? IntentTable.DefaultAnswer : IntentTable.All.Single(intent => intent.Name == topic).Answer;

    static async Task<string> AskAsync(string question) => string.Concat(await UpdatesAsync(question, null));

    static async Task<List<ChatResponseUpdate>> UpdatesAsync(string question, ChatOptions? options)
    {
        var updates = new List<ChatResponseUpdate>();
        var client = IntentModel.Create(TimeSpan.Zero).Client;
        await foreach (var update in client.GetStreamingResponseAsync([new(ChatRole.User, question)], options)) updates.Add(update);
        return updates;
    }
}
