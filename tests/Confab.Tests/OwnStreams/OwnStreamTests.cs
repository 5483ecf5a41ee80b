using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.OwnStreams;

public class OwnStreamTests
{
    [Fact]
    public async Task A_stream_of_ones_own_is_answered_by_its_start_and_told_to_nobody_else()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        var id = StreamId.New();

        var start = await ada.AskAsync<StreamStart>(new StartStreamRequest(id, "hello", Options: new(MaxTokens: 9, Temperature: 0, TopP: 0.5, StopSequences: ["x"], Seed: 7)));
        var speech = await model.NextAsync();
        speech.Say("hi").Finish();

        Assert.Equal((id, "scripted", null, null), (start.StreamId, start.Model, start.RoomId, start.MessageId));
        Assert.Equal(("hello", 9, 0f, 0.5f, "x", 7L), (speech.Prompt.Single().Text, speech.Options!.MaxOutputTokens, speech.Options.Temperature, speech.Options.TopP, speech.Options.StopSequences!.Single(), speech.Options.Seed));
        Assert.Equal((id, 0, "hi"), await ada.NextAsync<TokenEvent>() is var t ? (t.StreamId, t.Offset, t.Content) : default);
        Assert.Equal((id, StreamEndReason.Stop, null), await ada.NextAsync<StreamEnd>() is var e ? (e.StreamId, e.Reason, e.Ref) : default);
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is StreamStart or TokenEvent or StreamEnd);
        Assert.Empty((await ben.JoinAsync()).Streams);
    }

    [Theory]
    [InlineData("""{}""", ErrorCode.BadRequest, "prompt")]
    [InlineData("""{"prompt":" "}""", ErrorCode.BadRequest, "prompt")]
    [InlineData("""{"prompt":"x","messages":[]}""", ErrorCode.BadRequest, "messages")]
    [InlineData("""{"messages":[]}""", ErrorCode.BadRequest, "messages")]
    [InlineData("""{"messages":[{"role":"system","content":"x"}]}""", ErrorCode.BadRequest, "messages")]
    [InlineData("""{"prompt":"x","options":{"model":"nothing"}}""", ErrorCode.UnknownModel, "options.model")]
    [InlineData("""{"prompt":"x","options":{"maxTokens":0}}""", ErrorCode.BadRequest, "options.maxTokens")]
    [InlineData("""{"prompt":"x","options":{"maxTokens":4097}}""", ErrorCode.BadRequest, "options.maxTokens")]
    [InlineData("""{"prompt":"x","options":{"maxTokens":"9"}}""", ErrorCode.BadRequest, "options.maxTokens")]
    [InlineData("""{"prompt":"x","options":{"temperature":-0.1}}""", ErrorCode.BadRequest, "options.temperature")]
    [InlineData("""{"prompt":"x","options":{"temperature":1e999}}""", ErrorCode.BadRequest, "options.temperature")]
    [InlineData("""{"prompt":"x","options":{"topP":0}}""", ErrorCode.BadRequest, "options.topP")]
    [InlineData("""{"prompt":"x","options":{"topP":1.1}}""", ErrorCode.BadRequest, "options.topP")]
    [InlineData("""{"prompt":"x","options":{"stopSequences":[""]}}""", ErrorCode.BadRequest, "options.stopSequences")]
    [InlineData("""{"prompt":"x","options":{"stopSequences":["1","2","3","4","5","6","7","8","9"]}}""", ErrorCode.BadRequest, "options.stopSequences")]
    [InlineData("""{"prompt":"x","options":{"stopSequences":[null]}}""", ErrorCode.BadRequest, "options.stopSequences")]
    public async Task A_wish_that_cannot_be_met_is_named_and_nothing_is_generated(string wish, ErrorCode code, string field)
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        await using var ada = await app.JoinAsync("ada");

        var refused = await ada.RefusedAsync($$"""{"type":"start_stream","streamId":"s1","ref":"r1",{{wish[1..]}}""".Replace(",}", "}", StringComparison.Ordinal));

        Assert.Equal((code, field, "r1"), (refused.Code, refused.Field?.Split('[')[0], refused.Ref));
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is StreamStart or StreamQueued or StreamEnd);
        Assert.Equal(ErrorCode.UnknownStream, (await ada.RefusedAsync(new StopStreamRequest(new("s1")))).Code);
    }

    [Fact]
    public async Task A_stream_that_is_stopped_while_it_waits_answers_its_request_with_cancelled_and_ends_once()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await ada.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "first"));
        await ada.Session.SendAsync(new StartStreamRequest(new("s2"), "second") { Ref = "second" });
        Assert.Equal((new("s2"), 0), await ada.NextAsync<StreamQueued>() is var q ? (q.StreamId, q.Ahead) : default);

        await ada.AskAsync<Ok>(new StopStreamRequest(new("s2")));

        Assert.Equal(ErrorCode.Cancelled, (await ada.NextAsync<ErrorFrame>(e => e.Ref == "second")).Code);
        Assert.Equal((new("s2"), StreamEndReason.Cancelled), await ada.NextAsync<StreamEnd>() is var e ? (e.StreamId, e.Reason) : default);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f.Ref == "second" || f is StreamEnd);
        (await model.NextAsync()).Finish();
    }

    [Fact]
    public async Task Others_cannot_stop_it_even_under_the_same_id()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", model, slots: 2)] });
        await using var ada = await app.JoinAsync("ada");
        await using var eve = await app.JoinAsync("eve");
        await ada.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "mine"));
        var speech = await model.NextAsync();

        Assert.Equal(ErrorCode.UnknownStream, (await eve.RefusedAsync(new StopStreamRequest(new("s1")))).Code);
        await eve.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "hers"));
        await eve.AskAsync<Ok>(new StopStreamRequest(new("s1")));
        await (await model.NextAsync()).Ended;
        speech.Say("still mine").Finish();

        Assert.Equal("still mine", (await ada.NextAsync<TokenEvent>()).Content);
        Assert.Equal(StreamEndReason.Stop, (await ada.NextAsync<StreamEnd>()).Reason);
        Assert.Equal(StreamEndReason.Cancelled, (await eve.NextAsync<StreamEnd>()).Reason);
    }

    [Fact]
    public async Task Streams_end_with_their_socket_the_running_and_the_waiting()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ben = await app.JoinAsync("ben");
        var ada = await app.JoinAsync("ada");
        await ada.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "first"));
        await ada.Session.SendAsync(new StartStreamRequest(new("s2"), "second"));
        await ada.NextAsync<StreamQueued>();
        var speech = await model.NextAsync();

        ada.Session.Abort();

        await speech.Ended;
        await ben.AskAsync<StreamStart>(new StartStreamRequest(new("s3"), "mine"));
        Assert.Equal("mine", (await model.NextAsync()).Prompt.Single().Text);
    }

    [Fact]
    public async Task A_socket_runs_few_streams_at_once_and_each_under_an_id_of_its_own()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", model, slots: 9)] });
        await using var ada = await app.JoinAsync("ada");
        await ada.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "x"));
        var speech = await model.NextAsync();

        Assert.Equal((ErrorCode.IdTaken, "streamId"), await ada.RefusedAsync(new StartStreamRequest(new("s1"), "x")) is { } e ? (e.Code, e.Field) : default);
        for (var i = 2; i <= 4; i++) await ada.AskAsync<StreamStart>(new StartStreamRequest(new($"s{i}"), "x"));
        Assert.Equal(ErrorCode.Busy, (await ada.RefusedAsync(new StartStreamRequest(new("s5"), "x"))).Code);
        speech.Finish();
        await ada.NextAsync<StreamEnd>();
        await TestTime.UntilAsync(() => app.Get<Confab.Server.Generation.OwnStreams>().Count == 3, "the ended stream is forgotten");
        await ada.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "x"));
    }

    [Fact]
    public async Task A_prompt_that_the_model_cannot_hold_ends_in_an_error_that_says_so()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Models = [ScriptedModel.As("scripted", new(), contextLength: 8)] });
        await using var ada = await app.JoinAsync("ada");

        await ada.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "one two three four five six seven eight"));

        var end = await ada.NextAsync<StreamEnd>();
        Assert.Equal(StreamEndReason.Error, end.Reason);
        Assert.Contains("9 tokens", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_models_are_listed_with_the_default_and_the_built_in_one_answers_without_weights()
    {
        await using var app = await ChatApplication.StartAsync(new ScriptedModel());
        await using var ada = await app.JoinAsync("ada");

        var models = (await ada.AskAsync<ModelList>(new ListModelsRequest())).Models;

        Assert.Equal([("scripted", "scripted", true, "ready"), ("intents", "intents", false, "ready")], models.Select(m => (m.Id, m.Type, m.IsDefault, m.State)));
        await ada.AskAsync<StreamStart>(new StartStreamRequest(new("s1"), "python?", Options: new(Model: "intents", MaxTokens: 3)));
        Assert.Equal(StreamEndReason.Length, (await ada.NextAsync<StreamEnd>()).Reason);
    }
}
