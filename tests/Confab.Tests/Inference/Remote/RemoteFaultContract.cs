using System.Net;
using System.Net.Sockets;
using Confab.Inference.Catalog;
using Confab.Inference.Engines.Remote;
using Confab.Tests.Inference.Llama;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Remote;

/// <summary>What an engine must do when its endpoint fails it, whatever language that speaks.</summary>
public abstract class RemoteFaultContract : IAsyncLifetime
{
    const string Key = "sk-very-secret-0123456789";

    readonly FakeTime _time = new();
    FaultyEndpoint _server = null!;

    private protected abstract Dialect Dialect { get; }

    public async ValueTask InitializeAsync() => _server = await FaultyEndpoint.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_key_is_named_by_its_variable_and_never_shown(int status)
    {
        using var variable = new EnvironmentKey(Key);
        _server.Always(reply => reply.JsonAsync(Dialect.ErrorBody("authentication_error", $"Incorrect key {Key} given"), status));
        await using var model = Dialect.Connect(Dialect.Options(_server) with { ApiKeyVariable = variable.Name });

        var fault = await FaultAsync(model);

        Assert.Equal((HttpStatusCode)status, fault.StatusCode);
        Assert.Contains($"The key in {variable.Name} was refused", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Incorrect key [key] given", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
        Assert.False(fault.IsTransient);
        Assert.Equal($"Bearer {Key}", (await _server.NextAsync()).Headers["Authorization"]);
    }

    [Fact]
    public async Task An_endpoint_that_wants_a_key_which_nobody_named_says_so()
    {
        _server.Always(reply => reply.JsonAsync(Dialect.ErrorBody("authentication_error", "no key"), 401));
        await using var model = Dialect.Connect(_server);

        var fault = await FaultAsync(model);

        Assert.Contains("wants a key (401)", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", (await _server.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task An_unknown_model_is_named()
    {
        _server.Always(reply => reply.JsonAsync(Dialect.ErrorBody("not_found_error", "model: far-away"), 404));
        await using var model = Dialect.Connect(_server);

        var fault = await FaultAsync(model);

        Assert.Contains("knows no model 'far-away' (404): model: far-away", fault.Message, StringComparison.Ordinal);
        Assert.Equal("ours", fault.ModelId);
        Assert.False(fault.IsTransient);
    }

    [Fact]
    public async Task Too_many_requests_say_for_how_long_in_seconds()
    {
        _server.Always(reply => reply.JsonAsync(Dialect.ErrorBody("rate_limit_error", "slow down"), 429, ("Retry-After", "17")));
        await using var model = Dialect.Connect(_server);

        var fault = await FaultAsync(model);

        Assert.Equal(TimeSpan.FromSeconds(17), fault.RetryAfter);
        Assert.True(fault.IsTransient);
        Assert.Contains("try again in 17 s: slow down", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_say_for_how_long_as_a_date()
    {
        var until = (_time.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("R");
        _server.Always(reply => reply.JsonAsync("{}", 429, ("Retry-After", until)));
        await using var model = Dialect.Connect(_server, _time);

        Assert.Equal(TimeSpan.FromSeconds(90), (await FaultAsync(model)).RetryAfter);
    }

    [Fact]
    public async Task A_date_that_is_over_means_at_once()
    {
        var until = (_time.GetUtcNow() - TimeSpan.FromSeconds(90)).ToString("R");
        _server.Always(reply => reply.JsonAsync("{}", 503, ("Retry-After", until)));
        await using var model = Dialect.Connect(_server, _time);

        Assert.Equal(TimeSpan.Zero, (await FaultAsync(model)).RetryAfter);
    }

    [Fact]
    public async Task An_account_without_credit_is_not_helped_by_waiting()
    {
        _server.Always(reply => reply.JsonAsync(Dialect.ErrorBody("insufficient_quota", "no credit"), 429));
        await using var model = Dialect.Connect(_server);

        Assert.False((await FaultAsync(model)).IsTransient);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task A_failing_server_is_asked_once_and_not_behind_our_back_again(int status)
    {
        _server.Always(reply => reply.StatusAsync(status, "it\n  hurts"));
        await using var model = Dialect.Connect(_server);

        var fault = await FaultAsync(model);

        Assert.EndsWith($"failed ({status}): it hurts", fault.Message, StringComparison.Ordinal);
        Assert.Equal(status, (int)fault.StatusCode!.Value);
        Assert.True(fault.IsTransient);
        Assert.Null(fault.RetryAfter);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_bad_request_repeats_the_servers_words_and_is_not_worth_repeating()
    {
        _server.Always(reply => reply.JsonAsync(Dialect.ErrorBody("invalid_request_error", "temperature: too hot"), 400));
        await using var model = Dialect.Connect(_server);

        var fault = await FaultAsync(model);

        Assert.EndsWith("refused the request (400): temperature: too hot", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.IsTransient);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_because_the_key_would_go_along()
    {
        using var variable = new EnvironmentKey(Key);
        _server.Always(reply => reply.StatusAsync(307, "", ("Location", "http://127.0.0.1:1/elsewhere")));
        await using var model = Dialect.Connect(Dialect.Options(_server) with { ApiKeyVariable = variable.Name });

        Assert.Contains("redirects to http://127.0.0.1:1/elsewhere (307)", (await FaultAsync(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_said_to_be_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var model = Dialect.Connect(new RemoteModelOptions { BaseAddress = new($"http://127.0.0.1:{port}"), Model = "m" });

        var fault = await FaultAsync(model);

        Assert.Contains($"http://127.0.0.1:{port}/ cannot be reached: Connection refused", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsTransient);
        Assert.Null(fault.StatusCode);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_is_transient()
    {
        _server.Always(reply => { reply.Break(); return Task.CompletedTask; });
        await using var model = Dialect.Connect(_server);

        var fault = await FaultAsync(model);

        Assert.True(fault.IsTransient);
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_half_way_is_no_end()
    {
        var heard = new TaskCompletionSource();
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await heard.Task;
            reply.Break();
        });
        await using var model = Dialect.Connect(_server);
        await using var updates = model.Client.GetStreamingResponseAsync([Ask.User("hello")]).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal("Half", updates.Current.Text);

        heard.SetResult();

        var fault = await Assert.ThrowsAsync<RemoteModelException>(async () => await updates.MoveNextAsync());
        Assert.Contains("broke the answer off", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsTransient);
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_reason_is_no_end()
    {
        _server.Always(reply => Dialect.BeginAsync(reply, "Half", " a"));
        await using var model = Dialect.Connect(_server);

        var (text, fault) = await HeardAsync(model);

        Assert.Equal("Half a", text);
        Assert.Contains("broke the answer off", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_stream_is_no_answer()
    {
        _server.Always(reply => reply.EventsAsync([]));
        await using var model = Dialect.Connect(_server);

        var (text, fault) = await HeardAsync(model);

        Assert.Equal("", text);
        Assert.Contains("broke the answer off", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("overloaded_error", true)]
    [InlineData("rate_limit_error", true)]
    [InlineData("api_error", true)]
    [InlineData("invalid_request_error", false)]
    public async Task An_error_between_two_pieces_ends_the_answer_as_an_error(string kind, bool isTransient)
    {
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await reply.EventsAsync(Dialect.Error(kind, "out of breath"));
            await reply.EventsAsync(Dialect.End("stop", 7, 1));
        });
        await using var model = Dialect.Connect(_server);

        var (text, fault) = await HeardAsync(model);

        Assert.Equal("Half", text);
        Assert.EndsWith($"failed while it answered ({kind}): out of breath", fault.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, fault.IsTransient);
    }

    [Theory]
    [InlineData("data: {\"choices\": [{\"delta\n\n")]
    [InlineData("event: content_block_delta\ndata: {\"type\": \"content_blo\n\n")]
    [InlineData("event: message_start\ndata: 7\n\n")]
    public async Task Broken_json_is_no_answer(string chunk)
    {
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await reply.EventsAsync(chunk);
        });
        await using var model = Dialect.Connect(_server);

        var (text, fault) = await HeardAsync(model);

        Assert.Equal("Half", text);
        Assert.False(fault.Message.Length == 0);
        Assert.DoesNotContain("at Confab", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_no_answer()
    {
        _server.Always(async reply =>
        {
            reply.Response.ContentType = "text/html; charset=utf-8";
            await reply.StatusAsync(200, "<html>Please log in</html>");
        });
        await using var model = Dialect.Connect(_server);

        Assert.Contains("its type is text/html", (await FaultAsync(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_comes_with_a_good_status_is_still_an_error()
    {
        _server.Always(reply => reply.JsonAsync(Dialect.ErrorBody("overloaded_error", "later please")));
        await using var model = Dialect.Connect(_server);

        var fault = await FaultAsync(model);

        Assert.EndsWith("(overloaded_error): later please", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsTransient);
    }

    [Fact]
    public async Task A_line_without_end_is_given_up_before_it_fills_the_memory()
    {
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            var flood = new string('x', 64 * 1024);
            for (var i = 0; i < 32; i++) await reply.EventsAsync(flood);
            await reply.SilenceAsync();
        });
        await using var model = Dialect.Connect(_server);

        var (_, fault) = await HeardAsync(model);

        Assert.Contains("a line of more than 1,048,576 bytes", fault.Message, StringComparison.Ordinal);
        await (await _server.NextAsync()).Gone;
    }

    [Fact]
    public async Task Silence_before_the_answer_ends_at_its_limit()
    {
        _server.Always(reply => reply.SilenceAsync());
        await using var model = Dialect.Connect(Dialect.Options(_server) with { SilenceLimit = TimeSpan.FromSeconds(40) }, _time);

        var asking = FaultAsync(model);
        var request = await _server.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        var fault = await asking;
        Assert.Contains("has sent nothing for 40 s", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsTransient);
        await request.Gone;
    }

    [Fact]
    public async Task Silence_half_way_ends_at_its_limit_which_begins_anew_with_every_piece()
    {
        var speak = new SemaphoreSlim(0);
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await speak.WaitAsync(reply.Gone);
            await reply.EventsAsync(Dialect.Piece(" an"));
            await reply.SilenceAsync();
        });
        await using var model = Dialect.Connect(Dialect.Options(_server) with { SilenceLimit = TimeSpan.FromSeconds(40) }, _time);
        await using var updates = model.Client.GetStreamingResponseAsync([Ask.User("hello")]).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());

        var second = await NextPatientlyAsync(updates);
        _time.Advance(TimeSpan.FromSeconds(39));
        speak.Release();
        Assert.True(await second);
        var third = await NextPatientlyAsync(updates);
        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("has sent nothing for 40 s", (await Assert.ThrowsAsync<RemoteModelException>(() => third)).Message, StringComparison.Ordinal);
        await (await _server.NextAsync()).Gone;
    }

    [Fact]
    public async Task Cancelling_while_nothing_has_come_yet_reaches_the_server()
    {
        _server.Always(reply => reply.SilenceAsync());
        await using var model = Dialect.Connect(_server);
        using var stop = new CancellationTokenSource();

        var asking = model.AskAsync("hello", new(), stop.Token);
        var request = await _server.NextAsync();
        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking)).CancellationToken);
        await request.Gone;
    }

    [Fact]
    public async Task Cancelling_half_way_reaches_the_server()
    {
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await reply.SilenceAsync();
        });
        await using var model = Dialect.Connect(_server);
        using var stop = new CancellationTokenSource();
        await using var updates = model.Client.GetStreamingResponseAsync([Ask.User("hello")], null, stop.Token).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        var next = updates.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next)).CancellationToken);
        await (await _server.NextAsync()).Gone;
    }

    [Fact]
    public async Task Leaving_half_way_reaches_the_server()
    {
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await reply.SilenceAsync();
        });
        await using var model = Dialect.Connect(_server);
        var updates = model.Client.GetStreamingResponseAsync([Ask.User("hello")]).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());

        await updates.DisposeAsync();

        await (await _server.NextAsync()).Gone;
    }

    [Fact]
    public async Task A_stop_sequence_that_the_server_forgets_is_found_here_and_the_server_told_to_stop()
    {
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "one ", "tw", "o EN", "D three");
            await reply.SilenceAsync();
        });
        await using var model = Dialect.Connect(_server);

        var answer = await model.AskAsync("hello", new() { StopSequences = ["END"] });

        Assert.Equal("one two ", answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal(4, answer.Usage.OutputTokenCount);
        Assert.True(answer.Usage.InputTokenCount > 0);
        await (await _server.NextAsync()).Gone;
    }

    [Fact]
    public async Task No_more_requests_than_slots_are_under_way()
    {
        _server.Then(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await reply.SilenceAsync();
        }).Always(reply => Dialect.SayAsync(reply, "whole"));
        await using var model = Dialect.Connect(Dialect.Options(_server) with { Slots = 1 });
        var first = model.Client.GetStreamingResponseAsync([Ask.User("hello")]).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());
        using var stop = new CancellationTokenSource();

        var impatient = model.AskAsync("hello", new(), stop.Token);
        var second = model.AskAsync("hello", new());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        // Another model's whole answer comes and goes meanwhile: time enough for a request that does not wait.
        await using var other = Dialect.Connect(_server);
        await other.AskAsync("hello", new());
        Assert.Equal(2, _server.Requests);
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();

        Assert.Equal("whole", (await second).Text);
        Assert.Equal("whole", (await model.AskAsync("hello", new())).Text);
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_is_not_blamed_on_the_endpoint()
    {
        await using var model = Dialect.Connect(_server);
        var cycle = new List<object>();
        cycle.Add(cycle);

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => model.AskAsync([new(ChatRole.Tool, [new FunctionResultContent("call-1", cycle)])]));

        Assert.IsNotType<RemoteModelException>(fault);
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task Unloading_ends_what_is_running_and_refuses_what_comes_later()
    {
        _server.Always(async reply =>
        {
            await Dialect.BeginAsync(reply, "Half");
            await reply.SilenceAsync();
        });
        var model = Dialect.Connect(_server);
        await using var updates = model.Client.GetStreamingResponseAsync([Ask.User("hello")]).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());
        var next = updates.MoveNextAsync().AsTask();

        await model.DisposeAsync();
        await model.DisposeAsync();

        await Assert.ThrowsAsync<ModelUnloadedException>(() => next);
        await Assert.ThrowsAsync<ModelUnloadedException>(() => model.AskAsync("hello", new()));
        await (await _server.NextAsync()).Gone;
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public void A_variable_without_a_key_is_noticed_at_once()
    {
        var options = Dialect.Options(_server) with { ApiKeyVariable = "CONFAB_TEST_NO_SUCH_VARIABLE" };
        using var broken = new EnvironmentKey("two\nlines");

        Assert.Contains("CONFAB_TEST_NO_SUCH_VARIABLE is empty", Assert.Throws<RemoteModelException>(() => Dialect.Connect(options)).Message, StringComparison.Ordinal);
        Assert.Contains("character that no key has", Assert.Throws<RemoteModelException>(() => Dialect.Connect(options with { ApiKeyVariable = broken.Name })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_their_limits_are_refused()
    {
        var options = Dialect.Options(_server);

        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { Model = " " }));
        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { BaseAddress = new("ftp://host") }));
        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { BaseAddress = new("/v1", UriKind.Relative) }));
        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { BaseAddress = new("http://host/v1?key=1") }));
        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { ContextLength = 15 }));
        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { Slots = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { InputPrice = -1 }));
        Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { SilenceLimit = TimeSpan.Zero }));
        var withPassword = Assert.ThrowsAny<ArgumentException>(() => Dialect.Connect(options with { BaseAddress = new("http://me:hunter2@host/v1") }));
        Assert.DoesNotContain("hunter2", withPassword.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_tells_what_it_was_configured_with()
    {
        var options = Dialect.Options(_server) with { Name = "Ours", ContextLength = 1234, Slots = 3, Capabilities = ["chat", "tools"], InputPrice = 2.5m };
        await using var model = Dialect.Connect(options);
        await using var short_ = Dialect.Connect(options with { Id = null, Name = null });

        Assert.Equal(("ours", "Ours", 1234, 3), (model.Id, model.Name, model.ContextLength, model.Slots));
        Assert.Equal(["chat", "tools"], model.Card.Capabilities);
        Assert.Equal(2.5m, ((RemoteModelOptions)model.Client.GetService(typeof(RemoteModelOptions))!).InputPrice);
        Assert.Equal(("far-away", "far-away"), (short_.Id, short_.Name));
        Assert.Equal(3, model.CountTokens("twelve bytes"));
        Assert.Equal(1 + 4 + 2 + 4, model.CountPromptTokens([Ask.User("🙂"), Ask.User("fiver")]));
    }

    // The wait has begun once its timer runs.
    async Task<Task<bool>> NextPatientlyAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        var next = updates.MoveNextAsync().AsTask();
        await TestTime.UntilAsync(() => _time.Timers == 1, "the wait for the next piece");
        return next;
    }

    static async Task<RemoteModelException> FaultAsync(Model model) =>
        await Assert.ThrowsAsync<RemoteModelException>(() => model.AskAsync("hello", new(), TestTime.Deadline()));

    static async Task<(string Text, RemoteModelException Fault)> HeardAsync(Model model)
    {
        var text = "";
        var fault = await Assert.ThrowsAsync<RemoteModelException>(async () =>
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync([Ask.User("hello")], null, TestTime.Deadline())) text += update.Text;
        });
        return (text, fault);
    }
}

public sealed class OpenAiFaultTests : RemoteFaultContract
{
    private protected override Dialect Dialect => Dialect.OpenAi;
}

public sealed class AnthropicFaultTests : RemoteFaultContract
{
    private protected override Dialect Dialect => Dialect.Anthropic;
}

/// <summary>A key in an environment variable of its own.</summary>
sealed class EnvironmentKey : IDisposable
{
    public EnvironmentKey(string key) => Environment.SetEnvironmentVariable(Name, key);

    public string Name { get; } = $"CONFAB_TEST_KEY_{Guid.NewGuid():N}";

    public void Dispose() => Environment.SetEnvironmentVariable(Name, null);
}
