using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Cli.Conversations;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class HarmlessWordsTests
{
    [Fact]
    public async Task The_words_of_a_server_in_a_failure_do_not_reach_the_terminal_raw()
    {
        var errors = new StringWriter();
        var root = new RootCommand();
        var fail = new Command("fail");
        fail.SetAction(Task<int> (_, _) => throw new Failure("the server said \e]0;pwned\a\u202e!"));
        root.Add(fail);

        Assert.Equal(ExitCode.Failed, await CommandLineRun.RunAsync(root, ["fail"], errors));
        Assert.Equal("confab: the server said ␛]0;pwned␇!" + Environment.NewLine, errors.ToString());
    }

    [Fact]
    public async Task The_name_in_a_model_file_does_not_reach_the_terminal_raw()
    {
        await using var model = ScriptedModel.As("tiny\e[2J\n", new ScriptedModel());
        var rows = ConversationCommands.Describe(model).ToList();

        Assert.Contains(rows, row => row.Contains("tiny␛[2J␊"));
        Assert.DoesNotContain(rows, row => row.Contains("\e[2J"));
    }
}
