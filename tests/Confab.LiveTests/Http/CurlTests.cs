using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Confab.LiveTests.Support;
using Confab.TestModels;

namespace Confab.LiveTests.Http;

/// <summary>What a shell can ask.</summary>
public partial class CurlTests
{
    const string Script = "Exactly these bytes:\n- naïve café\n- 日本語 🙂👍🏽\nand nothing else.";

    [Fact]
    public async Task A_stream_is_the_models_answer_byte_for_byte_in_events_and_in_lines()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, Script));

        var events = await CurlAsync($"curl -N '{server.Address}/stream?prompt=go%20on&temperature=0'");
        var lines = await CurlAsync($"curl -N {server.Address}/api/stream " + """-d '{"prompt":"go on","options":{"temperature":0}}'""");

        var payloads = events.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => l["data: ".Length..]);
        foreach (var told in new[] { payloads, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries) })
        {
            var objects = told.Select(l => JsonNode.Parse(l)!).ToList();
            Assert.Equal(Script, string.Concat(objects.Where(o => (string?)o["type"] == "token").Select(o => (string?)o["content"])));
            Assert.Equal(("start", "complete", "stop"), ((string?)objects[0]["type"], (string?)objects[^1]["type"], (string?)objects[^1]["reason"]));
        }
    }

    [Fact]
    public async Task Every_example_of_the_document_works()
    {
        await using var server = await LiveServer.StartAsync();
        var examples = Example().Matches(await File.ReadAllTextAsync(Document())).Select(m => m.Groups[1].Value).ToList();

        Assert.True(examples.Count >= 6, $"{examples.Count} examples");
        foreach (var example in examples)
            Assert.NotEmpty(await CurlAsync(example.Replace("http://localhost:8765", server.Address, StringComparison.Ordinal)));
    }

    /// <summary>Fails with curl's words where the status is none of success.</summary>
    static Task<string> CurlAsync(string command) =>
        Command.OutputAsync(Path.GetTempPath(), "bash", "-c", "curl() { command curl --no-progress-meter --fail-with-body --max-time 60 \"$@\"; }; " + command);

    static string Document()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "confab.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", "http.md");
    }

    [GeneratedRegex("```sh\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
