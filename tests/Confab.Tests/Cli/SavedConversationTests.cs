using Confab.Cli.CommandLine;
using Confab.Cli.Conversations;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Cli;

public sealed class SavedConversationTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    readonly string _folder = Directory.CreateTempSubdirectory("confab-test-").FullName;

    string Path => System.IO.Path.Combine(_folder, "talk.json");

    [Fact]
    public void What_was_saved_is_loaded()
    {
        Turn[] turns = [new(ChatRole.User, "Grüße 😀", Now), new(ChatRole.Assistant, "Hello\n\"you\"", Now.AddSeconds(1))];
        SavedConversation.Save(Path, turns, new Stats(1, 7, Now), Now);

        Assert.Equal(turns, SavedConversation.Load(Path, Now));
        Assert.Contains("Grüße", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_file_has_the_agreed_form()
    {
        SavedConversation.Save(Path, [new(ChatRole.User, "hi", Now)], new Stats(1, 7, Now), Now);
        using var saved = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path));
        var root = saved.RootElement;

        Assert.Equal("user", root.GetProperty("conversation")[0].GetProperty("role").GetString());
        Assert.Equal("hi", root.GetProperty("conversation")[0].GetProperty("content").GetString());
        Assert.Equal(Now, root.GetProperty("conversation")[0].GetProperty("timestamp").GetDateTimeOffset());
        Assert.Equal(7, root.GetProperty("stats").GetProperty("tokensGenerated").GetInt32());
        Assert.Equal(Now, root.GetProperty("savedAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "conversation")]
    [InlineData("""{"conversation":[{"role":"king","content":"x"}]}""", "conversation[0].role")]
    [InlineData("""{"conversation":[{"role":"user","content":"x"},{"role":"assistant"}]}""", "conversation[1].content")]
    [InlineData("""{"conversation":"no list"}""", "$.conversation")]
    [InlineData("""{"conversation":[nul""", "line 1")]
    public void What_is_wrong_with_a_file_is_named(string content, string named)
    {
        File.WriteAllText(Path, content);

        var failure = Assert.Throws<Failure>(() => SavedConversation.Load(Path, Now));
        Assert.Contains(named, failure.Message);
        Assert.Contains(Path, failure.Message);
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains(Path, Assert.Throws<Failure>(() => SavedConversation.Load(Path, Now)).Message);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
