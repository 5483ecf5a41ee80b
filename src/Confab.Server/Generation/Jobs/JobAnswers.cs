using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Inference.Jobs;
using Confab.Inference.Runs;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Replies;

namespace Confab.Server.Generation.Jobs;

/// <param name="Prompt">One question; or instead of it, messages.</param>
sealed record JobRequest(string? Prompt = null, IReadOnlyList<PromptMessage>? Messages = null, GenerationOptions? Options = null);

/// <summary>A job at one moment.</summary>
/// <param name="State"><c>pending</c>, <c>streaming</c>, <c>completed</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Stage">The stage that runs, or that the job ended in.</param>
/// <param name="Progress">Of the whole job, 0 to 1; it never goes back.</param>
/// <param name="EtaMs">What is left at the measured pace, if the answer becomes as long as <paramref name="ExpectedTokens"/>.</param>
/// <param name="Text">The answer, once the job has ended.</param>
sealed record JobAnswer(
    string Id, RunState State, JobStage Stage, IReadOnlyList<StageAnswer> Stages, double Progress, DateTimeOffset StartedAt, double ElapsedMs,
    int Tokens, int ExpectedTokens, double? EtaMs = null, string? Model = null, double? TokensPerSecond = null, string? Text = null,
    string? FinishReason = null, string? Error = null)
{
    public static JobAnswer Of(JobSnapshot job) => new(
        job.Id, job.State, job.Stage, [.. job.Stages.Select(StageAnswer.Of)], Math.Round(job.Progress, 4), job.StartedAt, job.Elapsed.TotalMilliseconds,
        job.Tokens, job.ExpectedTokens, job.Eta?.TotalMilliseconds, job.Model, job.TokensPerSecond, job.Text, job.Result?.FinishReason?.Value, Words(job.Error));

    public static string? Words(Exception? error) => error switch
    {
        null => null,
        OperationCanceledException => "it was cancelled",
        _ => GenerationFaults.Explain(error)?.Message ?? "the model failed; the server's log says why",
    };
}

/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Error">Why the job ended in this stage.</param>
sealed record StageAnswer(JobStage Stage, StageState State, double Progress, double? ElapsedMs = null, string? Error = null)
{
    public static StageAnswer Of(StageSnapshot stage) =>
        new(stage.Stage, stage.State, Math.Round(stage.Progress, 4), stage.Elapsed?.TotalMilliseconds, JobAnswer.Words(stage.Error));
}

sealed record JobList(IReadOnlyList<JobAnswer> Jobs);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UtcTimeConverter), typeof(CamelCaseEnumConverter<RunState>), typeof(CamelCaseEnumConverter<JobStage>), typeof(CamelCaseEnumConverter<StageState>)])]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(JobList))]
sealed partial class JobJson : JsonSerializerContext;

sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) where TEnum : struct, Enum;

static class JobWire
{
    /// <summary>The types as they are written. Non-ASCII text goes out as itself: nothing of it is ever put into HTML.</summary>
    public static JobJson Json { get; } = new(new JsonSerializerOptions(JobJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
