using System.CommandLine;
using Confab.Cli.CommandLine;
using Confab.Cli.Streaming;
using Confab.TestModels;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class StreamTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-test-").FullName;

    string Answer => Path.Combine(_folder, "answer.txt");

    [Fact]
    public async Task An_answer_goes_into_a_file()
    {
        var model = Path.Combine(_folder, "tiny.gguf");
        TinyModel.WriteScripted(model, "A readable language.");

        Assert.Equal(ExitCode.Ok, await RunAsync("stream", "What is Python?", "--model", model, "--temperature", "0", "-o", Answer));
        Assert.Equal("A readable language.\n", await File.ReadAllTextAsync(Answer));
        Assert.Equal([Answer, model], Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public async Task An_answer_that_breaks_off_leaves_nothing_and_touches_nothing()
    {
        await File.WriteAllTextAsync(Answer, "before");
        await using (var target = StreamTarget.File(Answer))
        {
            await target.WriteAsync("half an ans");
            Assert.Equal(2, Directory.GetFiles(_folder).Length);
        }

        Assert.Equal([Answer], Directory.GetFiles(_folder));
        Assert.Equal("before", await File.ReadAllTextAsync(Answer));
    }

    [Fact]
    public async Task A_missing_model_is_one_line_that_names_it()
    {
        var errors = new StringWriter();

        Assert.Equal(ExitCode.Failed, await RunAsync(errors, "stream", "hi", "--model", "/no/such.gguf"));
        Assert.Equal("confab: there is no file /no/such.gguf; give the path of a GGUF model" + Environment.NewLine, errors.ToString());
    }

    [Theory]
    [InlineData("'--model' is required", "stream", "hi")]
    [InlineData("--temperature must be 0 to 2, not 5", "stream", "hi", "--model", "x", "--temperature", "5")]
    [InlineData("'dance'", "dance")]
    public async Task A_mistake_in_the_command_line_is_named_and_exits_with_2(string named, params string[] args)
    {
        var errors = new StringWriter();

        Assert.Equal(ExitCode.Usage, await RunAsync(errors, args));
        Assert.Contains(named, errors.ToString());
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Task<int> RunAsync(params string[] args) => RunAsync(TextWriter.Null, args);

    static Task<int> RunAsync(TextWriter errors, params string[] args) =>
        CommandLineRun.RunAsync(new RootCommand { StreamCommand.Create(new FakeTime()) }, args, errors);
}
