namespace Confab.Inference.Catalog;

/// <summary>Where a model is in its life.</summary>
public enum ModelState
{
    /// <summary>It answers requests.</summary>
    Ready,

    /// <summary>It is being read into memory.</summary>
    Loading,

    /// <summary>It is known, but not in memory; the next request for it loads it.</summary>
    Unloaded,

    /// <summary>It could not be loaded; the next request for it tries again.</summary>
    Failed,
}
