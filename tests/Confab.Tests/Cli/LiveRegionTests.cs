using Confab.Cli.Terminal.Chat;
using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Editing;
using Confab.Cli.Terminal.Keys;
using Confab.Cli.Terminal.Text;

namespace Confab.Tests.Cli;

public sealed class LiveRegionTests
{
    [Fact]
    public void Finished_rows_scroll_up_and_the_region_stays_at_the_bottom()
    {
        var terminal = new TestTerminal(20);
        var region = new LiveRegion();
        terminal.Write(region.Draw([], new Frame(["status", "> one"], 1, 5), 20));
        terminal.Write(region.Draw(["finished"], new Frame(["status", "> two"], 1, 5), 20));

        Assert.Equal(["finished", "status", "> two"], terminal.Rows);
        Assert.Equal((2, 5), terminal.Cursor);
    }

    [Fact]
    public void A_region_that_shrinks_leaves_nothing_behind()
    {
        var terminal = new TestTerminal(20);
        var region = new LiveRegion();
        terminal.Write(region.Draw(["above"], new Frame(["a", "b", "c", "> x"], 3, 3), 20));
        terminal.Write(region.Draw([], new Frame(["> y"], 0, 3), 20));

        Assert.Equal(["above", "> y"], terminal.Rows);
    }

    [Fact]
    public void The_cursor_may_stand_above_the_last_row()
    {
        var terminal = new TestTerminal(20);
        var region = new LiveRegion();
        terminal.Write(region.Draw([], new Frame(["status", "> one", "  two"], 1, 2), 20));
        Assert.Equal((1, 2), terminal.Cursor);

        terminal.Write(region.Draw([], new Frame(["status", "> one"], 1, 2), 20));
        Assert.Equal(["status", "> one"], terminal.Rows);
    }

    [Fact]
    public void Rows_above_a_change_are_not_written_again()
    {
        var terminal = new TestTerminal(20);
        var region = new LiveRegion();
        terminal.Write(region.Draw([], new Frame(["one", "two", "three", "> x"], 3, 3), 20));
        var drawn = region.Draw([], new Frame(["one", "2", "three", "> xy"], 3, 4), 20);
        terminal.Write(drawn);

        Assert.DoesNotContain("one", drawn);
        Assert.Equal(["one", "2", "three", "> xy"], terminal.Rows);
        Assert.Equal((3, 4), terminal.Cursor);
    }

    [Fact]
    public void Each_drawing_is_one_write_that_a_terminal_shows_at_once()
    {
        var drawn = new LiveRegion().Draw(["a"], new Frame(["b"], 0, 0), 20);

        Assert.StartsWith("\e[?2026h", drawn);
        Assert.EndsWith("\e[?2026l", drawn);
    }

    [Fact]
    public void After_clearing_the_terminal_goes_on_where_the_region_was()
    {
        var terminal = new TestTerminal(20);
        var region = new LiveRegion();
        terminal.Write(region.Draw(["said"], new Frame(["status", "> x"], 1, 3), 20));
        terminal.Write(region.Clear(20));

        Assert.Equal(["said"], terminal.Rows);
        Assert.Equal((1, 0), terminal.Cursor);
    }

    [Fact]
    public void The_input_is_laid_out_by_columns_not_by_characters()
    {
        var layout = InputLayout.Of("你好你好x", cursor: 4, width: 6, maxRows: 5);

        Assert.Equal(["你好你", "好x"], layout.Rows);
        Assert.Equal((1, 2), (layout.CursorRow, layout.CursorColumn));
    }

    [Fact]
    public void Of_a_long_input_the_rows_around_the_cursor_are_shown()
    {
        var text = string.Join('\n', Enumerable.Range(1, 9));
        var layout = InputLayout.Of(text, text.Length, 10, maxRows: 3);

        Assert.Equal(["7", "8", "9"], layout.Rows);
        Assert.Equal(2, layout.CursorRow);
    }

    [Theory]
    [InlineData(40, 10)]
    [InlineData(20, 6)]
    public void A_frame_always_fits_the_terminal(int width, int height)
    {
        var editor = new LineEditor();
        editor.Apply(new Key(KeyKind.Text, new string('x', 500)));
        IReadOnlyList<string> block = ["AIBot", .. Speech.Body(string.Join(' ', Enumerable.Repeat("words", 300)), width)];
        var frame = new ChatFrame([block, block], Speech.Rule("general", "connected", width - 1), "hint").Compose(editor, width, height);

        Assert.True(frame.Rows.Count < height);
        Assert.All(frame.Rows, row => Assert.InRange(TextWidth.Of(row), 0, width - 1));
        Assert.InRange(frame.CursorRow, 0, frame.Rows.Count - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(19)]
    public void On_a_few_columns_the_region_still_fits_and_is_erased_whole(int width)
    {
        var terminal = new TestTerminal(width);
        var region = new LiveRegion();
        var editor = new LineEditor();
        editor.Apply(new Key(KeyKind.Text, "some words to write"));
        IReadOnlyList<string> block = ["AIBot", .. Speech.Body("an answer of a few words", width)];
        for (var i = 0; i < 3; i++)
            terminal.Write(region.Draw([], new ChatFrame([block], Speech.Rule("general", "connected", width - 1), "hint").Compose(editor, width, 12), width));

        Assert.All(terminal.Rows, row => Assert.InRange(TextWidth.Of(row), 0, width));
        Assert.InRange(terminal.Cursor.Column, 0, width - 1);
        terminal.Write(region.Clear(width));
        Assert.Empty(terminal.Rows);
        Assert.Equal((0, 0), terminal.Cursor);
    }

    [Fact]
    public void Of_a_long_answer_the_newest_rows_are_shown()
    {
        IReadOnlyList<string> block = ["AIBot", .. Enumerable.Range(1, 50).Select(i => $"row {i}")];
        var frame = new ChatFrame([block], "status", "hint").Compose(new LineEditor(), 40, 12);

        Assert.Contains("AIBot", frame.Rows);
        Assert.Contains("row 50", frame.Rows);
        Assert.DoesNotContain("row 1", frame.Rows);
    }
}
