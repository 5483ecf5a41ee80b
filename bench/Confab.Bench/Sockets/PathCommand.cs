using System.CommandLine;
using System.Diagnostics;
using Confab.Bench.Decode;
using Confab.Bench.Load;
using Confab.Bench.Machine;
using Confab.Bench.Reporting;
using Confab.Client.Sockets;
using Confab.Inference.Llama;
using Confab.Protocol;
using Confab.Server;
using Confab.Server.Operations;
using Microsoft.Extensions.AI;

namespace Confab.Bench.Sockets;

/// <summary>The whole path from socket to socket, beside the raw loop over llama.cpp.</summary>
static class PathCommand
{
    const int Prefix = 200, Tokens = 128, ContextLength = 1024;

    public static Command Create()
    {
        var streams = new Option<int>("--streams") { Description = "How many ask at once, each over a socket of its own", DefaultValueFactory = _ => 8 };
        var quick = new Option<bool>("--quick") { Description = "A smaller model: for a look, not for figures" };
        var (rounds, write) = (Shared.Rounds(), Shared.Write());
        var command = new Command("path", "Tokens a second from socket to socket, beside a raw loop over llama.cpp") { streams, quick, rounds, write };
        command.SetAction(async (parsed, _) =>
        {
            var path = parsed.GetValue(quick) ? BenchModelFile.Small() : BenchModelFile.HalfBillion();
            var report = new Report("Socket to socket");
            report.Add(await MeasureAsync(path, parsed.GetValue(streams), parsed.GetValue(rounds)));
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }

    static async Task<Table> MeasureAsync(string path, int streams, int rounds)
    {
        var options = new LlamaOptions { Slots = streams, Threads = 1, ContextLength = ContextLength };
        using var folder = new TemporaryFolder();
        var model = await LlamaEngine.LoadAsync(path, options);
        var prompts = Enumerable.Range(0, streams).Select(i => Wire(Prompts.Shared(model, Prefix, "the same for all", i))).ToArray();
        await using var app = ConfabServer.Build(new ServerOptions
        {
            Port = 0,
            DataFolder = folder.Path,
            ModelsFolder = folder.Path,
            Models = [model],
            Sockets = new Server.Sockets.SocketOptions().WithoutRateLimits(),
        });
        await app.StartAsync();
        var sockets = await Task.WhenAll(Enumerable.Range(0, streams).Select(i => SignInAsync(app.Address(), $"asker {i}")));
        using var loop = new RawLoop(path, options);
        for (var s = 0; s < streams; s++) loop.Read(s, [.. Enumerable.Range(0, Prefix).Select(i => 10 + (i * 7 + s * 13) % 200)], Prefix);

        var (ours, raw) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await Task.WhenAll(sockets.Select((socket, i) => Task.Run(() => AskAsync(socket, prompts[i]))));
            var rate = streams * Tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
            for (var s = 0; s < streams; s++) loop.Forget(s, keep: Prefix);
            var generated = loop.Generate(streams, Tokens);
            if (round == 0) continue;
            ours.Add(rate);
            raw.Add(generated);
        }
        foreach (var socket in sockets) await socket.DisposeAsync();
        await app.StopAsync();

        var table = new Table("streams, prefix cached", "socket to socket tok/s", "raw loop tok/s", "socket to socket / raw loop");
        table.Add($"{streams}", ours.Median(r => r).Places(1), raw.Median(r => r).Places(1), (ours.Median(r => r) / raw.Median(r => r)).AtLeast(0.97));
        return table;
    }

    static async Task<SocketSession> SignInAsync(Uri server, string name)
    {
        var socket = await SocketSession.ConnectAsync(server);
        await socket.SendAsync(new HelloRequest(name));
        while (await socket.ReceiveAsync() is not Connected) { }
        return socket;
    }

    static async Task AskAsync(SocketSession socket, IReadOnlyList<PromptMessage> prompt)
    {
        await socket.SendAsync(new StartStreamRequest(StreamId.New(), Messages: prompt, Options: new GenerationOptions(MaxTokens: Tokens, Temperature: 0)));
        while (await socket.ReceiveAsync() is { } frame)
        {
            if (frame is ErrorFrame error) throw new LoadFailedException(error.Message);
            if (frame is not StreamEnd end) continue;
            if (end.Usage.CompletionTokens != Tokens) throw new LoadFailedException($"the answer has {end.Usage.CompletionTokens} of {Tokens} tokens");
            return;
        }
        throw new LoadFailedException("the socket closed in the middle of the answer");
    }

    static PromptMessage[] Wire(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.Select(m => new PromptMessage(m.Role == ChatRole.System ? PromptRole.System : PromptRole.User, m.Text))];
}
