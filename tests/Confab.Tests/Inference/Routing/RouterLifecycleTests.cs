using Confab.Inference.Catalog;
using Confab.Inference.Catalog.Pulling;
using Confab.Inference.Llama;
using Confab.Inference.Prompts;
using Confab.Inference.Routing;
using Confab.TestModels;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Routing;

/// <summary>The router as a library: from an empty folder to an answer, with real weights.</summary>
public sealed class RouterLifecycleTests
{
    [Fact]
    public async Task Initializing_finds_the_folders_models_and_loads_the_first()
    {
        await using var shelf = new Shelf("alpha", "beta");

        var status = await shelf.Router.InitializeAsync();

        Assert.Equal([("alpha", ModelState.Ready), ("beta", ModelState.Unloaded)], status.Models.Select(m => (m.Id, m.State)));
        Assert.Equal("alpha", status.DefaultId);
        Assert.InRange(status.MemoryUsed, 1, status.MemoryBudget);
        Assert.Equal("I am alpha.", await shelf.Router.QuickAsync("who?", new PromptOptions { Model = "alpha" }));
    }

    [Fact]
    public async Task A_model_is_loaded_by_its_id_by_its_path_and_by_its_address()
    {
        await using var shelf = new Shelf("alpha");
        await using var elsewhere = new Shelf("beta", "gamma");
        await using var files = await FileServer.StartAsync(elsewhere.Folder);
        await shelf.Router.InitializeAsync();

        Assert.Equal("alpha", (await shelf.Router.LoadAsync("ALPHA")).Id);
        Assert.Equal("beta", (await shelf.Router.LoadAsync(Path.Combine(elsewhere.Folder, "beta.gguf"))).Id);
        Assert.Equal("gamma", (await shelf.Router.LoadAsync(new Uri(files.Address, "gamma.gguf").AbsoluteUri)).Id);

        Assert.True(File.Exists(Path.Combine(shelf.Folder, "gamma.gguf")));
        Assert.All(shelf.Router.GetStatus().Models, model => Assert.Equal(ModelState.Ready, model.State));
        Assert.Equal("I am gamma.", await shelf.Router.QuickAsync("who?", new PromptOptions { Model = "gamma" }));
        await Assert.ThrowsAsync<UnknownModelException>(() => shelf.Router.LoadAsync("delta"));
    }

    [Fact]
    public async Task An_unloaded_model_comes_back_with_the_next_question()
    {
        await using var shelf = new Shelf("alpha");
        await shelf.Router.InitializeAsync();

        await shelf.Router.UnloadAsync("alpha");
        Assert.Equal((ModelState.Unloaded, 0), (shelf.Router.GetStatus().Models[0].State, shelf.Router.GetStatus().MemoryUsed));

        Assert.Equal("I am alpha.", await shelf.Router.QuickAsync("who?"));
        var status = shelf.Router.GetStatus().Models[0];
        Assert.Equal((ModelState.Ready, 0, CircuitState.Closed), (status.State, status.Busy, status.Circuit));
        Assert.NotNull(status.TimeToFirstToken);
    }

    /// <summary>A folder of tiny models with a router over it.</summary>
    sealed class Shelf : IAsyncDisposable
    {
        readonly ModelPuller _puller = new();

        public Shelf(params string[] names)
        {
            foreach (var name in names) TinyModel.WriteScripted(Path.Combine(Folder, name + ".gguf"), $"I am {name}.");
            var running = new LlamaOptions { Threads = 1, ContextLength = 256, Slots = 1 };
            Router = new ModelRouter(Catalog, folder: new ModelFolder(Folder, found => LlamaEngine.Open(found.Weights!, running), _puller));
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("confab-models-").FullName;

        public ModelCatalog Catalog { get; } = new();

        public ModelRouter Router { get; }

        public async ValueTask DisposeAsync()
        {
            Router.Dispose();
            await Catalog.DisposeAsync();
            _puller.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
