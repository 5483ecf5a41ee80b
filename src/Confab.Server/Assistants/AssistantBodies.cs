using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Server.Knowledge;

namespace Confab.Server.Assistants;

/// <summary>An assistant that somebody makes: its fields, or <paramref name="Text"/> alone, as <c>GET /api/assistants/{id}/file</c> gives it.</summary>
public sealed record AssistantBody(
    string? Text = null, string? Name = null, string? Handle = null, string? Description = null, string? Picture = null, GenerationOptions? Options = null,
    AssistantMode? Mode = null, IReadOnlyList<string>? Triggers = null, IReadOnlyList<string>? Tools = null, bool? Memory = null, string? Instructions = null);

/// <param name="Owner">Who made it; absent where a file of the server describes it.</param>
/// <param name="Memory">Whether it remembers anything.</param>
/// <param name="HasKnowledge">Whether it answers from a folder of documents.</param>
/// <param name="IsYours">Whether whoever asks may read its instructions; and change it, where it has an owner.</param>
/// <param name="Instructions">What it is told before everything else; with <paramref name="Options"/> and <paramref name="Triggers"/> shown to those alone.</param>
/// <param name="Knowledge">How many documents it answers from, and which it does not; absent where it has none, or nobody looked yet.</param>
public sealed record AssistantInfo(
    UserId Id, string Name, string Handle, string? Description, string? Picture, AssistantMode? Mode, IReadOnlyList<string> Tools, bool Memory, bool HasKnowledge,
    UserId? Owner, bool IsYours, string? Instructions = null, GenerationOptions? Options = null, IReadOnlyList<string>? Triggers = null, KnowledgeState? Knowledge = null)
{
    public static AssistantInfo Of(Assistant a, bool isTheirs, KnowledgeState? knowledge)
    {
        var card = new AssistantInfo(a.Id, a.Name, a.Handle, a.Description, a.Picture, a.Mode, a.Tools, a.HasMemory, a.Knowledge is not null, a.Owner, isTheirs);
        return isTheirs
            ? card with { Instructions = a.Instructions, Options = a.Options, Triggers = a.Triggers, Knowledge = knowledge }
            : card with { Knowledge = knowledge?.WithoutNames() };
    }
}

/// <param name="File">Its name, without its folder.</param>
public sealed record AssistantFault(string File, string Why);

/// <param name="Faults">Files that are no assistants; shown to the operator alone.</param>
public sealed record AssistantsAnswer(IReadOnlyList<AssistantInfo> Assistants, IReadOnlyList<AssistantFault>? Faults = null);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(AssistantBody))]
[JsonSerializable(typeof(AssistantsAnswer))]
sealed partial class AssistantJson : JsonSerializerContext;
