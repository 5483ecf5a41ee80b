using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Confab.Protocol;
using Confab.Protocol.Json;
using Confab.Tests.Support;

namespace Confab.Tests.Protocol;

/// <summary>docs/protocol.md says what the types say.</summary>
public partial class DocumentTests
{
    static readonly string Text = File.ReadAllText(Repository.File("docs/protocol.md"));

    [Fact]
    public void Every_example_is_a_frame_and_has_nothing_in_it_that_the_protocol_does_not_know()
    {
        foreach (var (example, root) in Examples())
        {
            var frame = JsonSerializer.Deserialize(example.ToJsonString(), root, WireJson.Options)!;
            var again = JsonNode.Parse(JsonSerializer.Serialize(frame, root, WireJson.Options));
            Assert.True(JsonNode.DeepEquals(example, again), $"{example.ToJsonString()}\nis not\n{again!.ToJsonString()}");
        }
    }

    [Fact]
    public void Every_request_answer_and_event_has_an_example()
    {
        var shown = Examples().Select(e => JsonSerializer.Deserialize(e.Example.ToJsonString(), e.Root, WireJson.Options)!.GetType()).ToHashSet();

        Assert.Empty(WireTests.Derived(typeof(Request)).Concat(WireTests.Derived(typeof(ServerFrame))).Except(shown));
    }

    [Fact]
    public void Every_error_code_and_close_code_is_explained()
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
            Assert.Contains($"| `{JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString())}` |", Text, StringComparison.Ordinal);
        foreach (var code in Enum.GetValues<CloseCode>()) Assert.Contains($"| {(int)code} |", Text, StringComparison.Ordinal);
    }

    // "history" is a request and an answer: only the answer has messages.
    static IEnumerable<(JsonNode Example, Type Root)> Examples()
    {
        var requests = WireTests.Derived(typeof(Request)).Select(t => (string)t.GetField("Type")!.GetValue(null)!).ToHashSet();
        foreach (Match match in Fence().Matches(Text))
        {
            var example = JsonNode.Parse(match.Groups[1].Value)!;
            var type = (string)example["type"]!;
            var isEvent = (type is "typing" or "presence" && example["userId"] is not null) || (type == "history" && example["messages"] is not null);
            yield return (example, requests.Contains(type) && !isEvent ? typeof(Request) : typeof(ServerFrame));
        }
    }

    [GeneratedRegex("```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
