using Confab.Cli.CommandLine;
using Confab.Cli.Rooms;
using Confab.Cli.Rooms.Commands;
using Confab.Cli.Terminal.Editing;
using Confab.Protocol;

namespace Confab.Tests.Cli;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("42 new text", 42L, "new text")]
    [InlineData("#42", 42L, "")]
    [InlineData("new text", null, "new text")]
    [InlineData("-1", null, "-1")]
    [InlineData("", null, "")]
    public void A_number_in_front_names_a_message(string said, long? number, string words) => Assert.Equal((number, words), MessageChoice.Split(said));

    [Theory]
    [InlineData("ann hello", "Ann", "hello")]
    [InlineData("Ann Lee hello", "Ann Lee", "hello")]
    [InlineData("\"ann lee\"", "Ann Lee", "")]
    public void Of_names_that_fit_the_longest_is_meant(string said, string name, string words)
    {
        var found = PersonChoice.InFront(said, [(new UserId("1"), "Ann"), (new UserId("2"), "Ann Lee")]);
        Assert.Equal((name, words), (found?.Name, found?.Words));
    }

    [Fact]
    public void A_name_that_only_begins_so_is_another_one() => Assert.Null(PersonChoice.InFront("Annabel", [(new UserId("1"), "Ann")]));

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\temp\\a.txt", "a.txt")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("..", "file")]
    [InlineData("a\u0007b?.txt", "ab.txt")]
    public void A_file_of_somebody_elses_naming_stays_in_the_folder(string name, string saved) => Assert.Equal(saved, SavedFile.Harmless(name));

    [Fact]
    public async Task A_file_that_does_not_come_whole_leaves_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("confab-save-").FullName;
        await Assert.ThrowsAsync<IOException>(() => SavedFile.WriteAsync(folder, "a.txt", async into =>
        {
            await into.WriteAsync(new byte[3]);
            throw new IOException("the line is cut");
        }));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("slow 10", 10)]
    [InlineData("slow off", 0)]
    public void A_setting_is_said_in_words(string said, int seconds) => Assert.Equal(seconds, RoomSettings.Read(new("r"), said).SlowModeSeconds);

    [Theory]
    [InlineData("mode 1")]
    [InlineData("uploads perhaps")]
    [InlineData("colour red")]
    [InlineData("")]
    public void A_setting_that_there_is_not_says_which_there_are(string said) =>
        Assert.Contains("mode off|mention|smart|all", Assert.Throws<Failure>(() => RoomSettings.Read(new("r"), said)).Message);

    [Theory]
    [InlineData("/thr", "/thread ")]
    [InlineData("ask @be", "ask @Ben ")]
    [InlineData("/invite be", "/invite Ben ")]
    public void Tab_completes_commands_and_names(string written, string completed)
    {
        var editor = new LineEditor();
        editor.Replace(written);
        new Completion(() => ["/topic", "/thread"], () => ["Ada", "Ben"], () => []).Press(editor);
        Assert.Equal(completed, editor.Text);
    }

    [Fact]
    public void Tab_in_an_empty_line_goes_round_what_is_suggested()
    {
        var editor = new LineEditor();
        var completion = new Completion(() => [], () => [], () => ["Why?", "How?"]);
        var seen = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            completion.Press(editor);
            seen.Add(editor.Text);
        }
        Assert.Equal(["Why?", "How?", "Why?"], seen);
    }
}
