namespace Confab.Inference.Engines.Remote;

/// <summary>A model behind an endpoint, and how it is reached.</summary>
public sealed record RemoteModelOptions
{
    /// <summary>
    /// Where the endpoint's API begins, http or https. For OpenAI and its likes with the version
    /// (<c>http://localhost:11434/v1</c>), for Anthropic without (<c>https://api.anthropic.com</c>). Null: the service's own.
    /// </summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>The model's name there, for example <c>gpt-4o-mini</c> or <c>llama3.2:3b</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The name that requests choose it by here; its name there where null.</summary>
    public string? Id { get; init; }

    /// <summary>The name that people read; the id where null.</summary>
    public string? Name { get; init; }

    /// <summary>The environment variable that holds the endpoint's key; null where it wants none.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The tokens that one prompt and its answer may hold together, at least 16. Endpoints do not tell, so it must be said.</summary>
    public int ContextLength { get; init; } = 8192;

    /// <summary>Requests that may be under way there at once, 1 to 1,024; further ones wait here.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>What it can do: <c>chat</c>, <c>embeddings</c>, <c>tools</c> …</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["chat"];

    /// <summary>The price of a million prompt tokens, in the currency that all models here share; null where it is not known.</summary>
    public decimal? InputPrice { get; init; }

    /// <summary>The price of a million generated tokens, in the same currency; null where it is not known.</summary>
    public decimal? OutputPrice { get; init; }

    /// <summary>How good its answers are, 0 to 1, for a router that chooses by quality; null where nobody says.</summary>
    public double? Quality { get; init; }

    /// <summary>
    /// How long the endpoint may say nothing before the request is given up, above zero and at most a day. A router with
    /// a shorter deadline for the first token cancels by itself.
    /// </summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromMinutes(5);

    internal string IdOrModel => Id ?? Model;

    internal RemoteModelOptions Validate(Uri defaultAddress)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Model);
        ArgumentException.ThrowIfNullOrWhiteSpace(IdOrModel, nameof(Id));
        Require(ContextLength >= 16, ContextLength, nameof(ContextLength), "at least 16");
        Require(Slots is >= 1 and <= 1024, Slots, nameof(Slots), "1 to 1,024");
        Require(InputPrice is null or >= 0, InputPrice, nameof(InputPrice), "0 or more");
        Require(OutputPrice is null or >= 0, OutputPrice, nameof(OutputPrice), "0 or more");
        Require(Quality is null or (>= 0 and <= 1), Quality, nameof(Quality), "0 to 1");
        Require(SilenceLimit > TimeSpan.Zero && SilenceLimit <= TimeSpan.FromDays(1), SilenceLimit, nameof(SilenceLimit), "above zero and at most a day");
        return this with { BaseAddress = EndpointAddress.Require(BaseAddress ?? defaultAddress) };
    }

    static void Require(bool holds, object? value, string name, string limits)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"{name} must be {limits}.");
    }
}
