using Confab.Cli.Terminal.Editing;
using Confab.Cli.Terminal.Keys;

namespace Confab.Tests.Cli;

public sealed class LineEditorTests
{
    readonly LineEditor _editor = new();

    [Fact]
    public void Text_goes_in_at_the_cursor()
    {
        Type("helo");
        Press(KeyKind.Left);
        Type("l");

        Assert.Equal("hello", _editor.Text);
        Assert.Equal(4, _editor.Cursor);
    }

    [Fact]
    public void A_text_that_comes_back_is_in_the_empty_editor_again()
    {
        Assert.True(_editor.PutBack("refused"));
        Assert.Equal(("refused", 7), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void A_text_that_comes_back_leaves_what_is_being_written_and_is_an_Up_away()
    {
        Type("the next one");
        Assert.False(_editor.PutBack("refused"));
        Assert.Equal("the next one", _editor.Text);

        Press(KeyKind.Up);
        Assert.Equal("refused", _editor.Text);
        Press(KeyKind.Down);
        Assert.Equal("the next one", _editor.Text);
    }

    [Fact]
    public void A_text_that_comes_back_does_not_disturb_who_looks_at_earlier_ones()
    {
        Type("first");
        _editor.Enter();
        Type("draft");
        Press(KeyKind.Up);
        _editor.PutBack("refused");

        Press(KeyKind.Down);
        Assert.Equal("refused", _editor.Text);
        Press(KeyKind.Down);
        Assert.Equal("draft", _editor.Text);
    }

    [Fact]
    public void A_character_of_several_code_points_is_one_step_and_one_deletion()
    {
        Type("a👩‍👩‍👧é");
        Press(KeyKind.Left, KeyKind.Left);
        Assert.Equal(1, _editor.Cursor);

        Press(KeyKind.Delete);
        Assert.Equal("aé", _editor.Text);
        Press(KeyKind.End, KeyKind.Backspace);
        Assert.Equal("a", _editor.Text);
    }

    [Theory]
    [InlineData(KeyKind.KillWord, "one two ", 8)]
    [InlineData(KeyKind.KillLine, "", 0)]
    [InlineData(KeyKind.Home, "one two three", 0)]
    [InlineData(KeyKind.WordLeft, "one two three", 8)]
    public void Keys_of_the_shell_do_what_they_do_there(KeyKind key, string text, int cursor)
    {
        Type("one two three");
        Press(key);

        Assert.Equal(text, _editor.Text);
        Assert.Equal(cursor, _editor.Cursor);
    }

    [Fact]
    public void Kill_to_end_keeps_what_stands_before_the_cursor()
    {
        Type("one two");
        Press(KeyKind.WordLeft, KeyKind.KillToEnd);

        Assert.Equal("one ", _editor.Text);
    }

    [Fact]
    public void Enter_gives_the_text_and_begins_anew()
    {
        Type("hello");

        Assert.Equal("hello", _editor.Enter());
        Assert.True(_editor.IsEmpty);
        Assert.Equal(0, _editor.Cursor);
    }

    [Fact]
    public void A_backslash_at_the_end_of_the_line_asks_for_another_line()
    {
        Type(@"one\");
        Assert.Null(_editor.Enter());
        Type("two");

        Assert.Equal("one\ntwo", _editor.Enter());
    }

    [Fact]
    public void Up_and_down_move_within_the_text_before_they_reach_for_what_was_written_earlier()
    {
        Type("earlier");
        _editor.Enter();
        Type("first");
        Press(KeyKind.NewLine);
        Type("se");
        Press(KeyKind.Up);
        Assert.Equal(2, _editor.Cursor);

        Press(KeyKind.Up);
        Assert.Equal("earlier", _editor.Text);
        Press(KeyKind.Down);
        Assert.Equal("first\nse", _editor.Text);
    }

    [Fact]
    public void A_pasted_text_keeps_its_lines_and_loses_its_control_characters()
    {
        _editor.Apply(new Key(KeyKind.Paste, "one\r\ntwo\e[31m\a"));

        Assert.Equal("one\ntwo[31m", _editor.Text);
    }

    void Type(string text) => _editor.Apply(new Key(KeyKind.Text, text));

    void Press(params KeyKind[] keys)
    {
        foreach (var key in keys) _editor.Apply(new Key(key));
    }
}
