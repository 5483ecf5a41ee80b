using System.Diagnostics.CodeAnalysis;

namespace Confab.Inference.Catalog;

/// <summary>The models that requests can choose from. Safe to use from any thread; it owns its models.</summary>
public sealed class ModelCatalog : IAsyncDisposable
{
    readonly Lock _gate = new();
    Model[] _models = [];
    bool _disposed;

    /// <summary>The first model that was added and has weights; the built-in agent where there is none; null when empty.</summary>
    public Model? Default
    {
        get
        {
            var models = Volatile.Read(ref _models);
            return models.FirstOrDefault(model => model.Engine != "intents") ?? models.FirstOrDefault();
        }
    }

    /// <summary>Adds a model, which the catalog disposes from now on.</summary>
    /// <exception cref="ArgumentException">A model with this id is there already.</exception>
    public void Add(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Find(model.Id) is not null)
                throw new ArgumentException($"A model named '{model.Id}' is loaded already.", nameof(model));
            Volatile.Write(ref _models, [.. _models, model]);
        }
    }

    /// <summary>Finds a model by its id, whatever the case of its letters; null where there is none.</summary>
    public Model? Find(string id) =>
        Volatile.Read(ref _models).FirstOrDefault(model => string.Equals(model.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The models in the order they were added.</summary>
    [SuppressMessage("Design", "CA1024", Justification = "A copy taken at one moment, not a property of the catalog.")]
    public IReadOnlyList<Model> List() => Volatile.Read(ref _models);

    /// <summary>Disposes every model.</summary>
    public async ValueTask DisposeAsync()
    {
        Model[] models;
        lock (_gate)
        {
            _disposed = true;
            models = Interlocked.Exchange(ref _models, []);
        }
        foreach (var model in models) await model.DisposeAsync().ConfigureAwait(false);
    }
}
