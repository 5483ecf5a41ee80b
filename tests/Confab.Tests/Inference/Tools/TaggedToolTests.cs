using System.Text.Json;
using Confab.Inference.Tools;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Tools;

/// <summary>Calls of tools that a model writes, however its text is cut.</summary>
public class TaggedToolTests
{
    const string Call = """<tool_call>{"name": "add", "arguments": {"a": 1, "b": "two"}}</tool_call>""";

    [Fact]
    public void A_call_is_found_at_whatever_places_the_text_is_cut()
    {
        var text = $"I count. {Call} So <b>it</b> is < 4.";
        for (var first = 0; first <= text.Length; first++)
            for (var second = first; second <= text.Length; second += 7)
            {
                var read = Read(text[..first], text[first..second], text[second..]);
                Assert.Equal("I count.  So <b>it</b> is < 4.", string.Concat(read.OfType<TextContent>().Select(t => t.Text)));
                var call = Assert.Single(read.OfType<FunctionCallContent>());
                Assert.Equal(("add", 1, "two"), (call.Name, ((JsonElement)call.Arguments!["a"]!).GetInt32(), ((JsonElement)call.Arguments["b"]!).GetString()));
            }
    }

    [Fact]
    public void What_is_no_call_is_text_and_nothing_of_it_is_lost()
    {
        Assert.Equal("a <tool b", string.Concat(Read("a <tool", " b").Cast<TextContent>().Select(t => t.Text)));
        Assert.Equal(" not json ", string.Concat(Read("<tool_call> not json </tool_call>").Cast<TextContent>().Select(t => t.Text)));
        Assert.Equal("<tool_call>{\"name", string.Concat(Read("<tool_call>{\"name").Cast<TextContent>().Select(t => t.Text)));
    }

    [Fact]
    public void A_call_whose_end_was_left_out_counts_and_several_are_several()
    {
        Assert.Equal("add", Assert.IsType<FunctionCallContent>(Assert.Single(Read(Call[..^12]))).Name);

        var calls = Read(Call + "\n" + Call).OfType<FunctionCallContent>().ToList();
        Assert.Equal(2, calls.Select(c => c.CallId).Distinct().Count());
    }

    [Fact]
    public void Tools_calls_and_results_are_written_where_the_model_was_taught_to_read_them()
    {
        var written = TaggedTools.Write(
            [
                new(ChatRole.System, "Be brief."), new(ChatRole.User, "1 + 2?"),
                new(ChatRole.Assistant, [new FunctionCallContent("c", "add", new Dictionary<string, object?> { ["a"] = 1 })]), new(ChatRole.Tool, [new FunctionResultContent("c", "3")]),
            ],
            [AIFunctionFactory.Create((int a) => a, "add", "Adds")]);

        Assert.StartsWith("Be brief.\n\n# Tools", written[0].Text, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"add\"", written[0].Text, StringComparison.Ordinal);
        Assert.Equal("<tool_call>\n{\"name\":\"add\",\"arguments\":{\"a\":1}}\n</tool_call>", written[2].Text);
        Assert.Equal((ChatRole.User, "<tool_response>\n3\n</tool_response>"), (written[3].Role, written[3].Text));
    }

    static List<AIContent> Read(params string[] pieces)
    {
        var reader = new TaggedCallReader();
        return [.. pieces.SelectMany(p => reader.Read(p).ToList()).ToList(), .. reader.End()];
    }
}
