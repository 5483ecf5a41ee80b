namespace Confab.Inference.Catalog;

/// <summary>A model that stays in memory until this is disposed.</summary>
public sealed class ModelLease : IDisposable
{
    readonly Action _letGo;
    int _disposed;

    internal ModelLease(Model model, Action letGo) => (Model, _letGo) = (model, letGo);

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>Lets go of it. Calling it again does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _letGo();
    }
}
