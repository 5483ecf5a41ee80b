using System.Diagnostics;
using Confab.Bench.Load;
using Confab.Inference.Catalog;
using Confab.Inference.Streaming;
using Microsoft.Extensions.AI;

namespace Confab.Bench.Decode;

/// <summary>Many who ask one model at the same time, and what each of them sees.</summary>
/// <param name="Rate">Tokens a second of all together, from the first question to the last token.</param>
/// <param name="FirstToken">Until the median asker sees a token.</param>
/// <param name="LongestSilence">Between two pieces, at the one it happened to.</param>
sealed record Streams(double Rate, TimeSpan FirstToken, TimeSpan LongestSilence)
{
    public static async Task<Streams> AskAsync(Model model, int streams, int tokens, Func<int, IReadOnlyList<ChatMessage>> prompt)
    {
        // Made before the clock starts: finding a text of so many tokens is the benchmark's work and not the engine's.
        IReadOnlyList<ChatMessage>[] prompts = [.. Enumerable.Range(0, streams).Select(prompt)];
        var start = Stopwatch.GetTimestamp();
        var seen = await Task.WhenAll(prompts.Select(one => Task.Run(() => ListenAsync(model, one, tokens))));
        var rate = seen.Sum(s => s.Tokens) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        TimeSpan[] first = [.. seen.Select(s => s.FirstToken).Order()];
        return new Streams(rate, first[first.Length / 2], seen.Max(s => s.LongestSilence));
    }

    public static async Task<Heard> ListenAsync(Model model, IReadOnlyList<ChatMessage> prompt, int tokens, Action? onFirst = null)
    {
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = tokens };
        var (start, last) = (Stopwatch.GetTimestamp(), 0L);
        var (first, longest, count) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        await foreach (var update in model.Client.GetStreamingResponseAsync(prompt, options))
            foreach (var piece in update.Contents.OfType<TextContent>())
            {
                var now = Stopwatch.GetTimestamp();
                if (last == 0)
                {
                    first = Stopwatch.GetElapsedTime(start, now);
                    onFirst?.Invoke();
                }
                else if (Stopwatch.GetElapsedTime(last, now) is var silence && silence > longest) longest = silence;
                last = now;
                count += piece.CountTokens();
            }
        if (count != tokens) throw new LoadFailedException($"the model stopped after {count} of {tokens} tokens");
        return new Heard(count, first, longest);
    }
}

sealed record Heard(int Tokens, TimeSpan FirstToken, TimeSpan LongestSilence);
