using System.Text.Json.Serialization;
using Confab.Server.Storage;

namespace Confab.Server.Stats;

/// <param name="Days">Every day that was asked for, the oldest first, today last.</param>
/// <param name="Totals">What there is now.</param>
/// <param name="IsComplete">False where so much was said since the last time that not all of it is counted yet: ask again.</param>
public sealed record StatAnswer(IReadOnlyList<DayStats> Days, TotalStats Totals, bool IsComplete);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatAnswer))]
sealed partial class StatJson : JsonSerializerContext;
