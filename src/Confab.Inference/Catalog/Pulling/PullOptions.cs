namespace Confab.Inference.Catalog.Pulling;

/// <summary>How model files are pulled.</summary>
public sealed record PullOptions
{
    /// <summary>Where <c>hf:</c> names lead; a mirror with the same paths may stand here.</summary>
    public Uri HubAddress { get; init; } = new("https://huggingface.co");

    /// <summary>The environment variable that holds the hub's key, for models behind a licence; null for none. Only the hub gets it.</summary>
    public string? HubKeyVariable { get; init; }

    /// <summary>The largest file that is pulled, in bytes; null for no limit but the disk's.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Bytes that must stay free on the disk, 0 or more.</summary>
    public long SpareBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long the server may send nothing before the try counts as failed, above zero and at most an hour.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries in a row that may fail without a byte gained, 1 to 100.</summary>
    public int Tries { get; init; } = 6;

    /// <summary>The pause after the first failed try; it doubles with every further one, up to 30 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    internal PullOptions Validate()
    {
        Require(HubAddress.IsAbsoluteUri && HubAddress.Scheme is "http" or "https", HubAddress, nameof(HubAddress), "an http or https address");
        Require(MaxBytes is null or > 0, MaxBytes, nameof(MaxBytes), "above 0");
        Require(SpareBytes >= 0, SpareBytes, nameof(SpareBytes), "0 or more");
        Require(SilenceLimit > TimeSpan.Zero && SilenceLimit <= TimeSpan.FromHours(1), SilenceLimit, nameof(SilenceLimit), "above zero and at most an hour");
        Require(Tries is >= 1 and <= 100, Tries, nameof(Tries), "1 to 100");
        Require(FirstPause >= TimeSpan.Zero && FirstPause <= TimeSpan.FromSeconds(30), FirstPause, nameof(FirstPause), "0 to 30 s");
        return this;
    }

    static void Require(bool holds, object? value, string name, string limits)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"{name} must be {limits}.");
    }
}
