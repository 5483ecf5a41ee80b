using Confab.Cli.Terminal.Chat;

namespace Confab.Tests.Cli;

public sealed class SlashCommandsTests
{
    readonly List<string> _ran = [];
    readonly List<string> _problems = [];
    readonly SlashCommands _commands;

    public SlashCommandsTests() => _commands = new SlashCommands([new SlashCommandGroup("",
    [
        new("/join", "ROOM", "enter", argument => _ran.Add($"join {argument}")) { Aliases = ["/enter"] },
        new("/help", "", "help", _ => _ran.Add("help")),
    ])]);

    [Fact]
    public async Task A_command_gets_what_stands_behind_its_name()
    {
        await _commands.RunAsync("/JOIN  my room ", _problems.Add);

        Assert.Equal(["join my room"], _ran);
        Assert.Empty(_problems);
    }

    [Fact]
    public async Task A_command_may_have_another_name()
    {
        await _commands.RunAsync("/enter den", _problems.Add);

        Assert.Equal(["join den"], _ran);
        Assert.DoesNotContain(_commands.Help(), row => row.Contains("/enter"));
    }

    [Fact]
    public async Task An_unknown_command_is_named_and_does_nothing()
    {
        await _commands.RunAsync("/dance now", _problems.Add);

        Assert.Empty(_ran);
        Assert.Contains("/dance", Assert.Single(_problems));
    }

    [Fact]
    public async Task The_beginning_of_a_command_suggests_it()
    {
        await _commands.RunAsync("/he", _problems.Add);

        Assert.Contains("/help", Assert.Single(_problems));
    }

    [Theory]
    [InlineData("exit")]
    [InlineData(" Quit ")]
    [InlineData("BYE")]
    [InlineData("goodbye")]
    [InlineData("q")]
    public void Words_that_end_a_chat(string line) => Assert.True(SlashCommands.IsExit(line));

    [Fact]
    public void Two_slashes_write_one()
    {
        Assert.False(SlashCommands.IsCommand("//etc"));
        Assert.Equal("/etc", SlashCommands.Unescape("//etc"));
    }
}
