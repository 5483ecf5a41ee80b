using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Confab.Tests.Support;

/// <summary>A real web server on a free port of this machine that does to every request what the test says, in turn.</summary>
sealed class FaultyEndpoint : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<Func<Reply, Task>> _script = new();
    readonly Channel<Received> _requests = Channel.CreateUnbounded<Received>();
    Func<Reply, Task>? _always;

    FaultyEndpoint(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public int Requests { get; private set; }

    public static async Task<FaultyEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var endpoint = new FaultyEndpoint(app);
        app.Run(endpoint.AnswerAsync);
        await app.StartAsync(TestTime.Deadline());
        return endpoint;
    }

    /// <summary>What happens to the next request that nothing was said about yet.</summary>
    public FaultyEndpoint Then(Func<Reply, Task> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    /// <summary>What happens to every request.</summary>
    public FaultyEndpoint Always(Func<Reply, Task> answer)
    {
        _always = answer;
        return this;
    }

    /// <summary>The next request that came.</summary>
    public async Task<Received> NextAsync() => await _requests.Reader.ReadAsync(TestTime.Deadline());

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var received = new Received(context, await reader.ReadToEndAsync());
        Requests++;
        _requests.Writer.TryWrite(received);
        if (!_script.TryDequeue(out var answer)) answer = _always ?? (reply => reply.StatusAsync(501, "nothing was scripted for this request"));
        try
        {
            await answer(new Reply(context, received));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
    }
}

/// <summary>What a client sent.</summary>
sealed class Received
{
    readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Received(HttpContext context, string body)
    {
        (Path, Text) = (context.Request.Path, body);
        Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        context.RequestAborted.Register(() => _gone.TrySetResult());
    }

    public string Path { get; }

    public string Text { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public JsonElement Body => JsonElement.Parse(Text);

    /// <summary>Completes when the server sees that the client has gone before it had everything.</summary>
    public Task Gone => _gone.Task.WaitAsync(TestTime.Deadline());
}

/// <summary>One answer in the hands of a test.</summary>
sealed class Reply(HttpContext context, Received request)
{
    public HttpContext Context => context;

    public Received Request => request;

    public HttpResponse Response => context.Response;

    public CancellationToken Gone => context.RequestAborted;

    public async Task StatusAsync(int status, string body, params (string Name, string Value)[] headers)
    {
        Response.StatusCode = status;
        foreach (var (name, value) in headers) Response.Headers[name] = value;
        await Response.WriteAsync(body, Gone);
    }

    public async Task JsonAsync(string body, int status = 200, params (string Name, string Value)[] headers)
    {
        Response.ContentType = "application/json";
        await StatusAsync(status, body, headers);
    }

    /// <summary>Sends this much of a stream of events now.</summary>
    public async Task EventsAsync(params IEnumerable<string> events)
    {
        if (!Response.HasStarted) Response.ContentType = "text/event-stream";
        foreach (var line in events) await Response.WriteAsync(line, Encoding.UTF8, Gone);
        await Response.Body.FlushAsync(Gone);
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Break() => context.Abort();

    /// <summary>Says nothing until the client has gone.</summary>
    public Task SilenceAsync() => Task.Delay(Timeout.Infinite, Gone);
}
