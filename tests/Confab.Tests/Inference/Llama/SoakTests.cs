using System.Diagnostics;
using System.Text.Json;
using Confab.Inference.Catalog;
using Confab.Inference.Llama;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Llama;

/// <summary>
/// Hundreds of people at one model who do what people do: ask for long and short answers, for JSON, stop, lose their
/// connection, or leave before the first word. Alone in the process, because it measures the process's memory.
/// </summary>
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
[Collection(nameof(SoakTests))]
public sealed class SoakTests
{
    const int Rounds = 10;
    const int Streams = 100;
    const int Slots = 6;

    static readonly JsonElement s_schema = JsonDocument.Parse(
        """{"type":"object","properties":{"a":{"type":"string","maxLength":4},"b":{"type":"integer"}},"required":["a","b"]}""").RootElement;

    [Fact]
    public async Task Every_stream_ends_once_every_slot_is_free_again_and_memory_stays()
    {
        using var file = TestModel.Wild();
        await using var model = await file.LoadAsync(new() { Slots = Slots, ContextLength = 256, QueueLength = 8 });
        var loop = ((LlamaChatClient)model.Client).Loop;
        for (var round = 0; round < 2; round++) await RoundAsync(model, seed: 1000 + round);
        var before = MemoryNow();
        var ends = new List<string>();

        for (var round = 0; round < Rounds; round++) ends.AddRange(await RoundAsync(model, round));

        Assert.Equal(Rounds * Streams, ends.Count);
        Assert.Superset(new HashSet<string> { "stop", "length", "cancelled", "left", "too long" }, ends.ToHashSet());
        await FreeSlotsAsync(model);
        Assert.Equal((0, 0), (loop.Running, loop.Waiting));
        var after = MemoryNow();
        Assert.InRange(after.Managed - before.Managed, long.MinValue, 2 << 20);
        Assert.InRange(after.Resident - before.Resident, long.MinValue, 16 << 20);
    }

    static async Task<string[]> RoundAsync(Model model, int seed)
    {
        var random = new Random(seed);
        var visits = Enumerable.Range(0, Streams).Select(_ => new Visit(random)).ToArray();
        return await Task.WhenAll(visits.Select(visit => Task.Run(() => visit.RunAsync(model)))).WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>One question each that takes every slot: it can be answered only if all of them are free.</summary>
    static async Task FreeSlotsAsync(Model model)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Slots).Select(i => model.AskAsync($"{i}", Ask.Greedy(3)))).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.All(answers, answer => Assert.InRange(answer.Usage.OutputTokenCount ?? -1, 0, 3));
    }

    static (long Managed, long Resident) MemoryNow()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    /// <summary>What one person asks for, and when they have had enough. Everything is drawn before anybody begins.</summary>
    sealed class Visit(Random random)
    {
        readonly string _question = new((char)('a' + random.Next(26)), random.Next(20) == 0 ? 400 : random.Next(1, 90));
        readonly int _patience = random.Next(3) == 0 ? random.Next(0, 12) : int.MaxValue;
        readonly bool _cancels = random.Next(2) == 0;
        readonly ChatOptions _options = new()
        {
            Seed = random.Next(),
            Temperature = random.Next(3) == 0 ? 0 : 4,
            MaxOutputTokens = random.Next(1, 70),
            StopSequences = random.Next(3) == 0 ? ["e", "the"] : [],
            ResponseFormat = random.Next(4) == 0 ? ChatResponseFormat.ForJsonSchema(s_schema) : null,
        };

        public async Task<string> RunAsync(Model model)
        {
            using var stop = new CancellationTokenSource();
            if (_patience == 0 && _cancels) stop.CancelAfter(TimeSpan.FromMilliseconds(_question.Length % 4));
            try
            {
                var (ends, updates) = (0, 0);
                ChatFinishReason? reason = null;
                await foreach (var update in model.Client.GetStreamingResponseAsync(_question, _options, stop.Token))
                {
                    Assert.Equal(0, ends);
                    if (update.FinishReason is not null) ends++;
                    reason = update.FinishReason ?? reason;
                    if (++updates < _patience || ends > 0) continue;
                    if (!_cancels) return "left";
                    await stop.CancelAsync();
                }
                Assert.Equal(1, ends);
                return reason!.Value.Value;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return "cancelled";
            }
            catch (PromptTooLongException)
            {
                return "too long";
            }
        }
    }
}
