using System.CommandLine;
using Microsoft.Extensions.AI;

namespace Confab.Cli.Models;

/// <summary>What is wished of an answer.</summary>
/// <param name="System">What the model is told before everything else.</param>
sealed record Wishes(string? System, int MaxTokens, float? Temperature, float? TopP, long? Seed, IReadOnlyList<string> Stop)
{
    public ChatOptions ToChatOptions() => new()
    {
        MaxOutputTokens = MaxTokens,
        Temperature = Temperature,
        TopP = TopP,
        Seed = Seed,
        StopSequences = Stop.Count > 0 ? [.. Stop] : null,
    };
}

/// <summary>The options of every command that lets a model write.</summary>
sealed class SamplingOptions
{
    readonly Option<string?> _system = new("--system") { Description = "What the model is told before everything else", HelpName = "TEXT" };
    readonly Option<int> _maxTokens = new("--max-tokens") { Description = "Where an answer is cut", HelpName = "N", DefaultValueFactory = _ => 512 };
    readonly Option<float?> _temperature = new("--temperature") { Description = "0 takes the likeliest word every time, 2 is wild; the model's own by default", HelpName = "0-2" };
    readonly Option<float?> _topP = new("--top-p") { Description = "Only words from this share of the probability; the model's own by default", HelpName = "0-1" };
    readonly Option<long?> _seed = new("--seed") { Description = "The same seed, prompt and model give the same answer", HelpName = "N" };
    readonly Option<string[]> _stop = new("--stop") { Description = "The answer ends before this text; may be given several times", HelpName = "TEXT" };

    public SamplingOptions()
    {
        Limits.Require(_maxTokens, 1, int.MaxValue);
        Limits.Require(_temperature, 0, 2);
        Limits.Require(_topP, 0.000001f, 1);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _system, _maxTokens, _temperature, _topP, _seed, _stop }) command.Add(option);
    }

    public Wishes Read(ParseResult parsed) => new(
        parsed.GetValue(_system), parsed.GetValue(_maxTokens), parsed.GetValue(_temperature), parsed.GetValue(_topP),
        parsed.GetValue(_seed), parsed.GetValue(_stop) ?? []);
}
