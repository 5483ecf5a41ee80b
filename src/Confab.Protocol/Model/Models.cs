namespace Confab.Protocol;

/// <summary>A model as the catalog shows it.</summary>
/// <param name="Id">A file's name without its ending, or <c>intents</c>, or a name that the operator gave.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Type">The engine that runs it: <c>llama</c>, <c>openai</c>, <c>anthropic</c>, <c>intents</c>.</param>
/// <param name="ContextLength">Tokens of prompt and answer together.</param>
/// <param name="Capabilities">Such as <c>chat</c>, <c>completion</c>, <c>embeddings</c> and <c>json</c>.</param>
/// <param name="State"><c>ready</c>, <c>loading</c>, <c>unloaded</c> (the next request loads it) or <c>failed</c>.</param>
/// <param name="IsDefault">Whether it answers when nobody names a model.</param>
/// <param name="Size">Bytes of weights; absent where there are none.</param>
/// <param name="Format">Such as <c>gguf</c>.</param>
/// <param name="Architecture">The family of its network.</param>
/// <param name="Parameters">How many weights it has.</param>
/// <param name="Quantisation">How its weights are stored, such as <c>Q4_0</c>.</param>
/// <param name="MemoryBytes">The memory that it takes while it is loaded, estimated.</param>
/// <param name="Price">What its tokens cost; absent where they cost nothing.</param>
/// <param name="Measured">How fast it proved to be; absent before its first answer.</param>
/// <param name="Busy">How many requests hold it now; absent where none does.</param>
/// <param name="Error">Why it is <c>failed</c>.</param>
/// <param name="Loaded">How much of it is loaded, 0 to 1, while it is <c>loading</c>.</param>
public sealed record ModelInfo(
    string Id, string Name, string Type, int ContextLength,
    IReadOnlyList<string> Capabilities, string State, bool IsDefault, long? Size = null,
    string? Format = null, string? Architecture = null, long? Parameters = null, string? Quantisation = null, long? MemoryBytes = null,
    PriceInfo? Price = null, MeasuredInfo? Measured = null, int? Busy = null, string? Error = null, double? Loaded = null);

/// <param name="Input">For a million tokens of prompt.</param>
/// <param name="Output">For a million tokens of answer.</param>
public sealed record PriceInfo(double Input, double Output);

/// <summary>How fast a model proved to be; the newest answers count most.</summary>
/// <param name="Answers">How many were measured.</param>
/// <param name="Failures">How many requests failed by the model's fault.</param>
/// <param name="Newest">The newest answers, oldest first.</param>
/// <param name="TimeToFirstTokenMs">The usual wait, milliseconds.</param>
/// <param name="TokensPerSecond">The usual pace of one answer.</param>
public sealed record MeasuredInfo(
    long Answers, long Failures, IReadOnlyList<MeasurementInfo> Newest, double? TimeToFirstTokenMs = null, double? TokensPerSecond = null);

/// <param name="At">When the answer ended.</param>
/// <param name="TimeToFirstTokenMs">From asking the engine to the first token, milliseconds.</param>
/// <param name="TokensPerSecond">From the first token to the last.</param>
public sealed record MeasurementInfo(DateTimeOffset At, double TimeToFirstTokenMs, double? TokensPerSecond = null);

/// <summary>Why a model was chosen.</summary>
/// <param name="Model">The model that answered.</param>
/// <param name="Strategy">The rule that chose it: a strategy, <c>requested</c> or <c>default</c>.</param>
/// <param name="Reason">The choice in words.</param>
/// <param name="Alternatives">How every model stood, best first; empty where there was no choice.</param>
public sealed record RouteInfo(string Model, string Strategy, string Reason, IReadOnlyList<ScoreInfo> Alternatives);

/// <param name="Model">The model's id.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Terms">What the score was made of, each 0 to 1.</param>
/// <param name="LeftOut">Why it could not be chosen; absent where it could.</param>
public sealed record ScoreInfo(string Model, double Score, IReadOnlyDictionary<string, double> Terms, string? LeftOut = null);
