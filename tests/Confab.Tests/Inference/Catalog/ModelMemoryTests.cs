using Confab.Inference.Catalog;
using Confab.Tests.Inference.Routing;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Catalog;

/// <summary>Which models are in memory, and who makes room for whom.</summary>
public sealed class ModelMemoryTests
{
    [Fact]
    public async Task A_model_is_loaded_when_somebody_uses_it()
    {
        await using var memory = new Memory(budget: 100);
        var model = memory.Add("a", 60);
        Assert.Equal((ModelState.Unloaded, 0), (model.State, memory.Catalog.MemoryUsed));

        using (await memory.Catalog.UseAsync(model)) Assert.Equal((ModelState.Ready, 60), (model.State, memory.Catalog.MemoryUsed));

        Assert.Equal(ModelState.Ready, model.State);
    }

    [Fact]
    public async Task The_longest_unused_makes_room_first()
    {
        await using var memory = new Memory(budget: 100);
        var (a, b, c) = (memory.Add("a", 40), memory.Add("b", 40), memory.Add("c", 40));
        await memory.UseAsync(a);
        await memory.UseAsync(b);
        await memory.UseAsync(a);

        await memory.UseAsync(c);

        Assert.Equal((ModelState.Ready, ModelState.Unloaded, ModelState.Ready), (a.State, b.State, c.State));
    }

    [Fact]
    public async Task A_model_larger_than_the_budget_is_refused_with_the_numbers_and_nobody_is_unloaded()
    {
        await using var memory = new Memory(budget: 100_000_000);
        var small = memory.Add("small", 60_000_000);
        var large = memory.Add("large", 120_000_000);
        await memory.UseAsync(small);

        var refusal = await Assert.ThrowsAsync<ModelMemoryException>(() => memory.Catalog.LoadAsync(large));

        Assert.Equal("'large' needs 120 MB of memory, and models may take 100 MB; choose a smaller model or context, or raise the memory budget.", refusal.Message);
        Assert.Equal(ModelState.Ready, small.State);
    }

    [Fact]
    public async Task A_busy_model_is_not_unloaded_for_another_and_the_refusal_names_it()
    {
        await using var memory = new Memory(budget: 100_000_000);
        var (busy, other) = (memory.Add("busy", 60_000_000), memory.Add("other", 60_000_000));
        using var lease = await memory.Catalog.UseAsync(busy);

        var refusal = await Assert.ThrowsAsync<ModelMemoryException>(() => memory.Catalog.LoadAsync(other));

        Assert.Equal("'other' needs 60 MB of memory, and models may take 100 MB, of which 'busy' uses 60 MB and cannot be unloaded now.", refusal.Message);
        Assert.Equal(ModelState.Ready, busy.State);
    }

    [Fact]
    public async Task A_request_waits_until_a_busy_model_can_make_room()
    {
        await using var memory = new Memory(budget: 100);
        var (busy, other) = (memory.Add("busy", 60), memory.Add("other", 60));
        var lease = await memory.Catalog.UseAsync(busy);

        var waiting = memory.Catalog.UseAsync(other);
        await Task.Yield();
        Assert.False(waiting.IsCompleted);
        lease.Dispose();

        using (await waiting.WaitAsync(TestTime.Deadline())) Assert.Equal((ModelState.Unloaded, ModelState.Ready), (busy.State, other.State));
    }

    [Fact]
    public async Task A_request_that_waits_for_memory_can_be_cancelled()
    {
        await using var memory = new Memory(budget: 100);
        using var lease = await memory.Catalog.UseAsync(memory.Add("busy", 60));
        using var stop = new CancellationTokenSource();

        var waiting = memory.Catalog.UseAsync(memory.Add("other", 60), stop: stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Many_who_want_the_same_model_at_once_load_it_once()
    {
        await using var memory = new Memory(budget: 100);
        var model = memory.Add("a", 60);

        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => memory.Catalog.UseAsync(model)));

        Assert.Equal((1, 20), (memory.Loads, model.Busy));
        foreach (var lease in leases) lease.Dispose();
        Assert.Equal(0, model.Busy);
    }

    [Fact]
    public async Task A_model_in_use_is_unloaded_only_by_force()
    {
        await using var memory = new Memory(budget: 100);
        var model = memory.Add("a", 60);
        using var lease = await memory.Catalog.UseAsync(model);

        var refusal = await Assert.ThrowsAsync<ModelBusyException>(() => memory.Catalog.UnloadAsync(model));
        Assert.Equal("'a' is in use by 1 request; wait for the end, or unload it all the same.", refusal.Message);
        Assert.Equal(ModelState.Ready, model.State);

        await memory.Catalog.UnloadAsync(model, evenIfBusy: true);
        Assert.Equal(ModelState.Unloaded, model.State);
        Assert.Throws<ModelUnloadedException>(() => model.Client);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_says_why_and_is_tried_again()
    {
        await using var memory = new Memory(budget: 100) { FailsWith = new InvalidDataException("the file is cut short") };
        var model = memory.Add("a", 60);

        await Assert.ThrowsAsync<InvalidDataException>(() => memory.Catalog.UseAsync(model));
        Assert.Equal((ModelState.Failed, "the file is cut short"), (model.State, model.Failure));

        memory.FailsWith = null;
        using (await memory.Catalog.UseAsync(model)) Assert.Equal((ModelState.Ready, null), (model.State, model.Failure));
    }

    [Fact]
    public async Task A_model_that_was_removed_is_not_brought_back()
    {
        await using var memory = new Memory(budget: 100);
        var model = memory.Add("a", 60);
        await memory.UseAsync(model);

        await memory.Catalog.RemoveAsync(model);

        Assert.Null(memory.Catalog.Find("a"));
        await Assert.ThrowsAsync<ModelUnloadedException>(() => memory.Catalog.UseAsync(model));
        Assert.Equal((ModelState.Unloaded, 0), (model.State, memory.Catalog.MemoryUsed));
    }

    [Fact]
    public async Task A_request_does_not_wait_for_memory_for_ever()
    {
        await using var memory = new Memory(budget: 100_000_000);
        using var lease = await memory.Catalog.UseAsync(memory.Add("busy", 60_000_000));

        var waiting = memory.Catalog.UseAsync(memory.Add("other", 60_000_000), TimeSpan.FromSeconds(30));
        while (memory.Time.Timers == 0) await Task.Yield();
        memory.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("of which 'busy' uses 60 MB", (await Assert.ThrowsAsync<ModelMemoryException>(() => waiting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_removed_while_it_is_loaded_leaves_nothing_in_memory()
    {
        await using var memory = new Memory(budget: 100) { Loading = new TaskCompletionSource() };
        var model = memory.Add("a", 60);
        var loading = memory.Catalog.LoadAsync(model);

        var removing = memory.Catalog.RemoveAsync(model);
        memory.Loading.SetResult();
        await loading;
        await removing;

        Assert.Equal(ModelState.Unloaded, model.State);
        Assert.Throws<ModelUnloadedException>(() => model.Client);
    }

    [Fact]
    public async Task A_model_that_could_not_be_brought_back_is_not_unloaded()
    {
        await using var memory = new Memory(budget: 100);
        var model = new Model(Fleet.Card("far"), new RunningModel { Client = new Actor(), TextTokens = t => t.Length, PromptTokens = m => m.Count });
        memory.Catalog.Add(model);

        await Assert.ThrowsAsync<InvalidOperationException>(() => memory.Catalog.UnloadAsync(model, evenIfBusy: true));

        Assert.Equal(ModelState.Ready, model.State);
    }

    /// <summary>A catalog of models that are loaded by a word.</summary>
    sealed class Memory(long budget) : IAsyncDisposable
    {
        public FakeTime Time { get; } = new();

        public ModelCatalog Catalog => field ??= new ModelCatalog(budget, Time);

        /// <summary>Loading waits for this.</summary>
        public TaskCompletionSource? Loading { get; init; }

        public int Loads { get; private set; }

        public Exception? FailsWith { get; set; }

        public Model Add(string id, long bytes)
        {
            var model = new Model(Fleet.Card(id) with { MemoryBytes = bytes }, async (_, _) =>
            {
                Loads++;
                if (Loading is not null) await Loading.Task;
                return FailsWith is not null ? throw FailsWith : new RunningModel { Client = new Actor(), TextTokens = t => t.Length, PromptTokens = m => m.Count };
            });
            Catalog.Add(model);
            return model;
        }

        public async Task UseAsync(Model model)
        {
            using (await Catalog.UseAsync(model)) Time.Advance(TimeSpan.FromSeconds(1));
        }

        public ValueTask DisposeAsync() => Catalog.DisposeAsync();
    }
}
