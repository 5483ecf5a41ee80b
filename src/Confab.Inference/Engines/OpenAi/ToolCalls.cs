using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Confab.Inference.Engines.OpenAi;

/// <summary>Calls of tools, put together from the pieces that they come in.</summary>
sealed class ToolCalls
{
    readonly SortedDictionary<int, Call> _calls = [];

    public bool Any => _calls.Count > 0;

    public void Add(IEnumerable<StreamingChatToolCallUpdate> pieces)
    {
        foreach (var piece in pieces)
        {
            if (!_calls.TryGetValue(piece.Index, out var call)) _calls.Add(piece.Index, call = new Call());
            call.Id ??= piece.ToolCallId;
            call.Name ??= piece.FunctionName;
            call.Arguments.Append(piece.FunctionArgumentsUpdate?.ToString());
        }
    }

    public List<AIContent> Take() => [.. _calls.Values.Select(call => call.Content())];

    sealed class Call
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();

        public FunctionCallContent Content() => FunctionCallContent.CreateFromParsedArguments(
            Arguments.Length == 0 ? "{}" : Arguments.ToString(), Id ?? "", Name ?? "",
            static json => (IDictionary<string, object?>?)JsonSerializer.Deserialize(
                json, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>))));
    }
}
