using System.Diagnostics;
using Confab.Bench.Reporting;
using Confab.Inference.Catalog;
using Confab.Inference.Llama;

namespace Confab.Bench.Decode;

/// <summary>The engine and the raw loop in turn, each with the model loaded for itself.</summary>
sealed class DecodeTrial(string path, int threads, int? chunk, int tokens, int rounds)
{
    const int Prefix = 200, LongPrompt = 2000, WholePrompt = 2048;

    /// <summary>Everybody's prompt is in the cache already: what is measured is decoding.</summary>
    public async Task<Table> CachedAsync(int[] streamCounts)
    {
        var table = new Table("prefix cached, streams", "engine tok/s", "raw loop tok/s", "engine / raw loop");
        foreach (var streams in streamCounts)
        {
            var (ours, raw) = (new List<double>(), new List<double>());
            await using var model = await LlamaEngine.LoadAsync(path, Options(streams));
            using var loop = new RawLoop(path, Options(streams));
            for (var s = 0; s < streams; s++) loop.Read(s, Numbers(Prefix, s), Prefix);
            for (var round = 0; round <= rounds; round++)
            {
                var asked = await Streams.AskAsync(model, streams, tokens, i => Prompts.Shared(model, Prefix, "the same for all", i));
                for (var s = 0; s < streams; s++) loop.Forget(s, keep: Prefix);
                var generated = loop.Generate(streams, tokens);
                if (round == 0) continue;
                ours.Add(asked.Rate);
                raw.Add(generated);
            }
            table.Add($"{streams}", ours.Median(r => r).Places(1), raw.Median(r => r).Places(1), (ours.Median(r => r) / raw.Median(r => r)).Places(2));
        }
        return table;
    }

    /// <summary>Many ask at once behind instructions that nobody has seen before. The raw loop reads them once for each, as servers do.</summary>
    public async Task<Table> NewPrefixAsync(int[] streamCounts)
    {
        var table = new Table("prefix new, streams", "engine tok/s", "engine first token ms", "raw loop without sharing tok/s", "its first token ms", "rate, engine / raw", "first token, engine / raw");
        foreach (var streams in streamCounts)
        {
            var (ours, raw) = (new List<Streams>(), new List<Streams>());
            await using var model = await LlamaEngine.LoadAsync(path, Options(streams));
            using var loop = new RawLoop(path, Options(streams));
            for (var round = 0; round < rounds; round++)
            {
                var instructions = $"round {round}".PadLeft(10 + round, 'x');
                ours.Add(await Streams.AskAsync(model, streams, tokens, i => Prompts.Shared(model, Prefix, instructions, i)));
                raw.Add(WithoutSharing(loop, streams));
            }
            var (rate, first) = (ours.Median(s => s.Rate), ours.Median(s => s.FirstToken.TotalMilliseconds));
            var (rawRate, rawFirst) = (raw.Median(s => s.Rate), raw.Median(s => s.FirstToken.TotalMilliseconds));
            table.Add($"{streams}", rate.Places(1), first.Rounded(), rawRate.Places(1), rawFirst.Rounded(), (rate / rawRate).Places(2), (first / rawFirst).Places(2));
        }
        return table;
    }

    /// <summary>Four are being answered when a long prompt arrives.</summary>
    public async Task<Table> LongPromptAsync()
    {
        const int running = 4;
        var (ours, raw) = (new List<Heard>(), new List<TimeSpan>());
        await using var model = await LlamaEngine.LoadAsync(path, Options(running + 1));
        using var loop = new RawLoop(path, Options(running + 1) with { BatchSize = WholePrompt });
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await InterruptAsync(model, running, round));
            for (var s = 0; s <= running; s++) loop.Forget(s);
            for (var s = 0; s < running; s++) loop.Read(s, Numbers(Prefix, s), Prefix);
            loop.Generate(running, 8);
            var start = Stopwatch.GetTimestamp();
            loop.Read(running, Numbers(LongPrompt, 9), WholePrompt);
            raw.Add(Stopwatch.GetElapsedTime(start));
        }
        var (silence, first) = (ours.Median(h => h.LongestSilence.TotalMilliseconds), ours.Median(h => h.FirstToken.TotalMilliseconds));
        var whole = raw.Median(t => t.TotalMilliseconds);
        var table = new Table("a prompt of 2,000 tokens arrives, 4 streams run", "engine ms", "raw loop, whole prompt in one step, ms", "engine / raw loop");
        table.Add("longest silence of the four", silence.Rounded(), whole.Rounded(), (silence / whole).AtMost(0.08));
        table.Add("the newcomer's first token", first.Rounded(), whole.Rounded(), (first / whole).AtMost(1.5));
        return table;
    }

    static async Task<Heard> InterruptAsync(Model model, int running, int round)
    {
        var everybodySpeaks = new CountdownEvent(running);
        var listening = Enumerable.Range(0, running).Select(i => Task.Run(() => Streams.ListenAsync(
            model, Prompts.Shared(model, Prefix, "the same for all", i), 400, () => everybodySpeaks.Signal()))).ToArray();
        await Task.Run(everybodySpeaks.Wait);
        var newcomer = await Streams.ListenAsync(model, Prompts.Long(model, LongPrompt, $"long {round}".PadLeft(10 + round, 'y')), 1);
        var heard = await Task.WhenAll(listening);
        return newcomer with { LongestSilence = heard.Max(h => h.LongestSilence) };
    }

    Streams WithoutSharing(RawLoop loop, int streams)
    {
        var start = Stopwatch.GetTimestamp();
        var first = new List<TimeSpan>();
        for (var s = 0; s < streams; s++)
        {
            loop.Forget(s);
            loop.Read(s, Numbers(Prefix, s), Prefix);
            first.Add(Stopwatch.GetElapsedTime(start));
        }
        loop.Generate(streams, tokens - 1);
        return new Streams(streams * tokens / Stopwatch.GetElapsedTime(start).TotalSeconds, first[streams / 2], TimeSpan.Zero);
    }

    // What the tokens are makes no difference to the work; low numbers are in every vocabulary.
    static int[] Numbers(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => 10 + (i * 7 + seed * 13) % 200)];

    LlamaOptions Options(int streams) => new() { Slots = streams, Threads = threads, PrefillChunk = chunk, ContextLength = 2560 };
}
