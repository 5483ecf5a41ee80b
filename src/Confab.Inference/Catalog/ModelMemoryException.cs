using System.Globalization;

namespace Confab.Inference.Catalog;

/// <summary>A model does not fit into the memory that models may take; nothing was loaded.</summary>
public sealed class ModelMemoryException : InvalidOperationException
{
    internal ModelMemoryException(Model model, long budget, IReadOnlyList<Model> busy) : base(Explain(model, budget, busy))
    {
        (NeededBytes, BudgetBytes) = (model.Card.MemoryBytes, budget);
        BusyBytes = busy.Sum(m => m.Card.MemoryBytes);
    }

    /// <summary>What the model would take.</summary>
    public long NeededBytes { get; }

    /// <summary>What all models together may take.</summary>
    public long BudgetBytes { get; }

    /// <summary>What models take that cannot be unloaded now.</summary>
    public long BusyBytes { get; }

    static string Explain(Model model, long budget, IReadOnlyList<Model> busy)
    {
        var text = $"'{model.Id}' needs {Megabytes(model.Card.MemoryBytes)} of memory, and models may take {Megabytes(budget)}";
        return busy.Count == 0
            ? text + "; choose a smaller model or context, or raise the memory budget."
            : text + $", of which {string.Join(", ", busy.Select(m => $"'{m.Id}' uses {Megabytes(m.Card.MemoryBytes)}"))} and cannot be unloaded now.";
    }

    static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");
}
