using Confab.Cli.Conversations;
using Confab.TestModels;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class SwitchTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
    readonly List<float?> _loading = [];
    readonly List<string> _said = [];

    [Fact]
    public async Task While_another_model_is_read_the_screen_is_told_how_far_and_that_it_is_over()
    {
        var path = Path.Combine(_folder, "tiny.gguf");
        TinyModel.WriteScripted(path, "A readable language.");
        await using var chatter = NewChatter();
        await CommandsOf(chatter).RunAsync($"/switch {path}");

        Assert.NotEqual("first", chatter.Model.Id);
        Assert.Contains(_loading, done => done is >= 0 and <= 1);
        Assert.Null(_loading[^1]);
        Assert.Contains(_said, text => text.Contains("answers from now on"));
    }

    [Fact]
    public async Task Where_there_is_no_such_file_the_first_model_goes_on()
    {
        await using var chatter = NewChatter();
        await CommandsOf(chatter).RunAsync("/switch /no/such.gguf");

        Assert.Equal("first", chatter.Model.Id);
        Assert.Contains(_said, text => text.Contains("/no/such.gguf"));
        Assert.Equal([null], _loading);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Chatter NewChatter() => new(ScriptedModel.As("first", new ScriptedModel()), new(), new(null, 100, null, null, null, []), new FakeTime());

    ConversationCommands CommandsOf(Chatter chatter) =>
        new(chatter, new(_said.AddRange, _said.Add, _said.Add, _loading.Add, () => { }, TestTime.Deadline()));
}
