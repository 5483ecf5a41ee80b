using System.Security.Cryptography;
using Confab.Inference.Catalog.Pulling;
using Confab.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Confab.Tests.Inference.Pulling;

/// <summary>A server that has a model file, and a folder to pull it into.</summary>
sealed class PullScene : IAsyncDisposable, IProgress<PullProgress>
{
    readonly List<PullProgress> _told = [];

    PullScene(FaultyEndpoint server) => Server = server;

    public FaultyEndpoint Server { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("confab-pull-").FullName;

    public FakeTime Time { get; } = new();

    public PullOptions Options { get; set; } = new() { FirstPause = TimeSpan.Zero, Tries = 3 };

    public string Target => Path.Combine(Folder, "tiny.gguf");

    public string Part => $"{Target}.part";

    public string Address => new Uri(Server.Address, "/models/tiny.gguf").AbsoluteUri;

    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public IReadOnlyList<PullProgress> Told
    {
        get
        {
            lock (_told) return [.. _told];
        }
    }

    public static async Task<PullScene> StartAsync() => new(await FaultyEndpoint.StartAsync());

    /// <summary>A file that begins as a model does, and goes on with noise that a seed decides.</summary>
    public static byte[] Model(int length = 300_000, int seed = 1)
    {
        var file = new byte[length];
        new Random(seed).NextBytes(file);
        "GGUF"u8.CopyTo(file);
        return file;
    }

    public static string Sum(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    /// <summary>As a web server should: with ranges, and the whole file where it is another one now.</summary>
    public static Func<Reply, Task> Serve(byte[] file, string tag = "\"v1\"") => reply =>
        Results.File(file, "application/octet-stream", entityTag: new EntityTagHeaderValue(tag), enableRangeProcessing: true).ExecuteAsync(reply.Context);

    /// <summary>Says that the whole file comes, sends its beginning, and breaks off.</summary>
    public static Func<Reply, Task> Cut(byte[] file, int after, string? tag = "\"v1\"") => async reply =>
    {
        await BeginAsync(reply, file, after, tag);
        reply.Break();
    };

    /// <summary>Says that the whole file comes, sends its beginning, and then nothing.</summary>
    public static Func<Reply, Task> Stall(byte[] file, int after, string? tag = "\"v1\"") => async reply =>
    {
        await BeginAsync(reply, file, after, tag);
        await reply.SilenceAsync();
    };

    public async Task<PulledModel> PullAsync(string? source = null, string? sha256 = null, CancellationToken stop = default)
    {
        using var puller = new ModelPuller(Options, Time);
        return await puller.PullAsync(source ?? Address, Folder, sha256, this, stop).WaitAsync(TestTime.Deadline());
    }

    public Task<ModelPullException> FaultAsync(string? source = null, string? sha256 = null) =>
        Assert.ThrowsAsync<ModelPullException>(() => PullAsync(source, sha256));

    /// <summary>Pulls until this much has come, and then no more.</summary>
    public async Task PullPartAsync(byte[] file, int bytes, string? tag = "\"v1\"")
    {
        Server.Then(Stall(file, bytes, tag));
        using var stop = new CancellationTokenSource();
        var pulling = PullAsync(stop: stop.Token);
        await Server.NextAsync();
        await TestTime.UntilAsync(() => File.Exists(Part) && new FileInfo(Part).Length == bytes, "the part");
        await stop.CancelAsync();
        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pulling)).CancellationToken);
    }

    public void Report(PullProgress value)
    {
        lock (_told) _told.Add(value);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    static async Task BeginAsync(Reply reply, byte[] file, int bytes, string? tag)
    {
        reply.Response.ContentLength = file.Length;
        if (tag is not null) reply.Response.Headers.ETag = tag;
        await reply.Response.Body.WriteAsync(file.AsMemory(0, bytes), reply.Gone);
        await reply.Response.Body.FlushAsync(reply.Gone);
        // A connection that breaks may take with it what was sent last.
        await Task.Delay(50, reply.Gone);
    }
}
