using System.CommandLine;
using Confab.Bench.Reporting;

namespace Confab.Bench.Decode;

static class DecodeCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "A GGUF file; without it, one of 0.5-billion shape with seeded random weights" };
        var streams = new Option<string>("--streams") { Description = "How many ask at once, with commas", DefaultValueFactory = _ => "1,4,8,16" };
        var threads = new Option<int>("--threads") { Description = "Processor threads; more than free cores get in each other's way", DefaultValueFactory = _ => 1 };
        var chunk = new Option<int?>("--chunk") { Description = "Prompt tokens in a step while others are answered; without it, what the engine learns" };
        var quick = new Option<bool>("--quick") { Description = "A smaller model and shorter answers: for a look, not for figures" };
        var rounds = Shared.Rounds();
        var write = Shared.Write();
        var command = new Command("decode", "Tokens a second of many streams, beside a raw loop over llama.cpp") { model, streams, threads, chunk, quick, rounds, write };
        command.SetAction(async (parsed, _) =>
        {
            var isQuick = parsed.GetValue(quick);
            var path = parsed.GetValue(model) ?? (isQuick ? BenchModelFile.Small() : BenchModelFile.HalfBillion());
            var trial = new DecodeTrial(path, parsed.GetValue(threads), parsed.GetValue(chunk), isQuick ? 32 : 128, parsed.GetValue(rounds));
            int[] counts = [.. parsed.GetRequiredValue(streams).Split(',').Select(int.Parse)];
            var report = new Report("Decoding");
            report.Add(await trial.CachedAsync(counts));
            report.Add(await trial.NewPrefixAsync([.. counts.Where(c => c > 1)]));
            report.Add(await trial.LongPromptAsync());
            report.Publish(parsed.GetValue(write));
        });
        return command;
    }
}
