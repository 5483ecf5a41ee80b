namespace Confab.Inference.Catalog;

/// <summary>The model has more to do than it can take now. Another model may take the request.</summary>
public class ModelBusyException(string message) : InvalidOperationException(message);
