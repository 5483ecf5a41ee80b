namespace Confab.Inference.Catalog;

/// <summary>Where a model is in its life.</summary>
public enum ModelState
{
    /// <summary>It answers requests.</summary>
    Ready,

    /// <summary>It is being read into memory.</summary>
    Loading,

    /// <summary>It was disposed and answers nothing any more.</summary>
    Unloaded,

    /// <summary>It could not be loaded, or broke while running.</summary>
    Failed,
}
