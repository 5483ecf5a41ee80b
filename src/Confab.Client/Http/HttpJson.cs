using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Client.Assistants;
using Confab.Client.Memory;
using Confab.Client.Prompts;
using Confab.Client.Search;
using Confab.Protocol;
using Confab.Protocol.Json;

namespace Confab.Client.Http;

/// <param name="Detail">For people.</param>
/// <param name="Code">For programs; absent where something else than Confab answers.</param>
/// <param name="Field">The field at fault.</param>
sealed record Problem(string? Detail = null, ErrorCode? Code = null, string? Field = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Attachment))]
[JsonSerializable(typeof(SearchPage))]
[JsonSerializable(typeof(MemoryPage))]
[JsonSerializable(typeof(NewMemory))]
[JsonSerializable(typeof(MemoryEdit))]
[JsonSerializable(typeof(MemoryImport))]
[JsonSerializable(typeof(MemorySwitches))]
[JsonSerializable(typeof(MemorySwitch))]
[JsonSerializable(typeof(ForgottenMemories))]
[JsonSerializable(typeof(AssistantDirectory))]
[JsonSerializable(typeof(AssistantDraft))]
[JsonSerializable(typeof(ToolDirectory))]
[JsonSerializable(typeof(AnswerPrompt))]
[JsonSerializable(typeof(Problem))]
sealed partial class HttpJson : JsonSerializerContext;
