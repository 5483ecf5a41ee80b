using Confab.LiveTests.Support;
using Confab.TestModels;

namespace Confab.LiveTests.Terminal;

public class PipeTests
{
    const string Script = "Exactly these bytes:\n- naïve café\n- 日本語 🙂👍🏽\nand nothing else.";

    [Fact]
    public async Task Stream_writes_the_models_answer_and_nothing_else_to_its_output()
    {
        await using var confab = ConfabProcess.Start("stream", "go on", "--model", Model(), "--temperature", "0", "--threads", "1");

        var (exit, output, _) = await confab.FinishAsync();

        Assert.Equal((0, Script), (exit, output.TrimEnd('\n')));
    }

    [Fact]
    public async Task Stream_to_a_file_leaves_the_whole_answer_there()
    {
        var file = Path.Combine(ConfabProcess.NewFolder(), "answer.txt");
        await using var confab = ConfabProcess.Start("stream", "go on", "--model", Model(), "--temperature", "0", "--threads", "1", "-o", file);

        var (exit, output, _) = await confab.FinishAsync();

        Assert.Equal((0, ""), (exit, output));
        Assert.Equal(Script, (await File.ReadAllTextAsync(file)).TrimEnd('\n'));
    }

    [Fact]
    public async Task Chat_with_a_model_on_a_pipe_answers_each_line_and_keeps_its_talk_off_the_output()
    {
        await using var confab = ConfabProcess.Start("chat", "--model", Model(), "--temperature", "0", "--threads", "1");

        var (exit, output, errors) = await confab.FinishAsync("go on\n/stats\n/nonsense\nbye\n");

        Assert.Equal((0, Script), (exit, output.Trim('\n')));
        Assert.Contains("/nonsense", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_on_a_server_prints_the_answer_it_asked_for_byte_for_byte()
    {
        await using var server = await LiveServer.StartAsync(path => TinyModel.WriteScripted(path, Script));
        await using var confab = ConfabProcess.Start("chat", "--server", server.Address, "--name", "bob");

        var (exit, output, _) = await confab.FinishAsync("@AIBot go on\n");

        Assert.Equal(0, exit);
        Assert.Contains($"AIBot: {Script}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--port", "70000")]
    [InlineData("serve", "--model", "/no/such/model.gguf")]
    [InlineData("stream", "hello", "--model", "/no/such/model.gguf")]
    [InlineData("chat", "--server", "http://localhost:1")]
    public async Task What_cannot_be_done_is_said_in_one_line_and_a_code(params string[] arguments)
    {
        await using var confab = ConfabProcess.Start(arguments);

        var (exit, output, errors) = await confab.FinishAsync();

        Assert.NotEqual(0, exit);
        Assert.Equal("", output);
        Assert.StartsWith("confab: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    static string Model()
    {
        var path = Path.Combine(ConfabProcess.NewFolder(), "tiny.gguf");
        TinyModel.WriteScripted(path, Script);
        return path;
    }
}
