using Confab.Inference.Llama.Native;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Llama.Decoding;

/// <summary>How the next token is chosen from what the model holds likely.</summary>
sealed record Sampling
{
    const float DefaultTemperature = 0.7f;
    const int PenaltyWindow = 64;

    public float Temperature { get; init; } = DefaultTemperature;

    public float TopP { get; init; } = 0.95f;

    public int TopK { get; init; } = 40;

    public float MinP { get; init; } = 0.05f;

    public float RepeatPenalty { get; init; } = 1;

    public float FrequencyPenalty { get; init; }

    public float PresencePenalty { get; init; }

    public uint Seed { get; init; }

    public static Sampling From(ChatOptions? options) => new()
    {
        Temperature = Within(options?.Temperature, 0, 10, nameof(ChatOptions.Temperature)) ?? DefaultTemperature,
        TopP = Within(options?.TopP, 0, 1, nameof(ChatOptions.TopP)) ?? 0.95f,
        TopK = (int)(Within(options?.TopK, 0, int.MaxValue, nameof(ChatOptions.TopK)) ?? 40),
        MinP = Within(Extra(options, "min_p"), 0, 1, "min_p") ?? 0.05f,
        RepeatPenalty = Within(Extra(options, "repeat_penalty"), 0.01f, 10, "repeat_penalty") ?? 1,
        FrequencyPenalty = Within(options?.FrequencyPenalty, -2, 2, nameof(ChatOptions.FrequencyPenalty)) ?? 0,
        PresencePenalty = Within(options?.PresencePenalty, -2, 2, nameof(ChatOptions.PresencePenalty)) ?? 0,
        Seed = options?.Seed is { } seed ? (uint)seed : (uint)Random.Shared.NextInt64(uint.MaxValue),
    };

    public SamplerHandle CreateChain(int vocabularySize)
    {
        var chain = SamplerHandle.Chain();
        if (RepeatPenalty != 1 || FrequencyPenalty != 0 || PresencePenalty != 0)
            Add(LlamaApi.llama_sampler_init_penalties(vocabularySize, PenaltyWindow, RepeatPenalty, FrequencyPenalty, PresencePenalty));
        if (Temperature == 0)
        {
            Add(LlamaApi.llama_sampler_init_greedy());
            return chain;
        }
        if (TopK > 0) Add(LlamaApi.llama_sampler_init_top_k(TopK));
        Add(LlamaApi.llama_sampler_init_top_p(TopP, 1));
        Add(LlamaApi.llama_sampler_init_min_p(MinP, 1));
        Add(LlamaApi.llama_sampler_init_temp(Temperature));
        Add(LlamaApi.llama_sampler_init_dist(Seed));
        return chain;

        void Add(nint sampler) => LlamaApi.llama_sampler_chain_add(chain, sampler);
    }

    static float? Extra(ChatOptions? options, string name) =>
        options?.AdditionalProperties?.TryGetValue(name, out float value) == true ? value : null;

    static float? Within(float? value, float least, float most, string name) => value is null || (value >= least && value <= most)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least} to {most}.");
}
