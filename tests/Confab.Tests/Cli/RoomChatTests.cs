using Confab.Tests.Support;

namespace Confab.Tests.Cli;

/// <summary>Two terminals in the rooms of a real server.</summary>
public sealed class RoomChatTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-terminal-").FullName;
    ChatApplication _app = null!;
    TerminalUnderTest _ada = null!, _ben = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync();
        _ada = await TerminalUnderTest.StartAsync(_app, "Ada");
        _ben = await TerminalUnderTest.StartAsync(_app, "Ben");
        await _ada.ShowsAsync("Ben has joined", "2 online");
    }

    [Fact]
    public async Task A_message_is_edited_reacted_to_and_deleted_where_it_stands()
    {
        await _ada.EnterAsync("Godo morning");
        await _ben.ShowsAsync("1 Godo morning");

        await _ada.EnterAsync("/edit Good morning");
        await _ben.EnterAsync("/react +");
        await _ada.ShowsAsync("1 Good morning  (edited)", "👍 1");
        await _ben.EnterAsync("/react 1 👍");
        await _ada.NoLongerShowsAsync("👍");

        await _ada.EnterAsync("/delete #1");
        await _ben.ShowsAsync("1 deleted");
        Assert.DoesNotContain("morning", _ben.Screen);
    }

    [Fact]
    public async Task Editing_without_words_brings_the_message_back_into_the_line()
    {
        await _ada.EnterAsync("Godo morning");
        await _ada.ShowsAsync("1 Godo morning");

        await _ada.EnterAsync("/edit");

        await _ada.ShowsAsync("› /edit #1 Godo morning");
    }

    [Fact]
    public async Task A_text_that_begins_with_a_number_is_not_taken_for_somebody_elses_message()
    {
        await _ben.EnterAsync("one");
        await _ada.ShowsAsync("1 one");
        await _ada.EnterAsync("two apples");
        await _ada.ShowsAsync("2 two apples");

        await _ada.EnterAsync("/edit 1 apple");

        await _ben.ShowsAsync("2 1 apple  (edited)");
    }

    [Fact]
    public async Task Ones_own_message_says_when_it_was_read()
    {
        await _ada.EnterAsync("hello");

        await _ada.ShowsAsync("✓✓ read");
    }

    [Fact]
    public async Task A_thread_is_opened_answered_in_and_left()
    {
        await _ada.EnterAsync("Tea?");
        await _ben.ShowsAsync("1 Tea?");
        await _ben.EnterAsync("/thread 1 Yes, green");
        await _ada.ShowsAsync("↳ 1 reply, 1 new", "↳ 1 ─");

        await _ada.EnterAsync("/thread 1");
        await _ada.ShowsAsync("general › thread 1", "2 Yes, green");
        await _ada.EnterAsync("At four");
        await _ben.ShowsAsync("↳ 2 replies");
        await _ada.EscapeAsync();

        await _ada.ShowsAsync("↳ 2 replies", "── general · 2 online ─");
        Assert.DoesNotContain("At four", _ada.Screen);
    }

    [Fact]
    public async Task A_change_to_what_has_gone_off_the_screen_is_told_in_a_line()
    {
        await using var carol = await TerminalUnderTest.StartAsync(_app, "Carol", height: 8);
        await _ada.EnterAsync("first");
        for (var i = 2; i < 8; i++) await _ada.EnterAsync($"line {i}");
        await carol.ShowsAsync("7 line 7");
        Assert.Contains("1 first", carol.Gone);

        await _ada.EnterAsync("/edit #1 changed");

        await carol.ShowsAsync("✎ Ada changed 1 \"first\" to: changed");
    }

    [Fact]
    public async Task A_file_is_sent_with_words_and_saved_under_a_name_that_is_free()
    {
        var notes = Path.Combine(_folder, "my notes.txt");
        await File.WriteAllTextAsync(notes, "green tea");

        await _ada.EnterAsync($"/attach {notes} as promised");
        await _ben.ShowsAsync("1 as promised", "📎 my notes.txt  0 kB");
        await _ben.EnterAsync($"/save 1 {_folder}");

        await _ben.ShowsAsync("my notes (2).txt");
        Assert.Equal("green tea", await File.ReadAllTextAsync(Path.Combine(_folder, "my notes (2).txt")));
    }

    [Fact]
    public async Task A_search_finds_in_other_rooms_and_goes_there()
    {
        await _ben.EnterAsync("green tea at four");
        await _ada.ShowsAsync("1 green tea");
        await _ada.EnterAsync("/create Den");
        await _ada.ShowsAsync("── Den ─");

        await _ada.EnterAsync("/search tea from:ben");
        await _ada.ShowsAsync("general#1  Ben", "green tea at four");
        await _ada.EnterAsync("/show general#1");

        await _ada.ShowsAsync("around 1 in general", "1 green tea at four");
    }

    [Fact]
    public async Task Two_people_talk_alone_and_the_other_learns_of_it()
    {
        await _ada.EnterAsync("/dm ben psst");
        await _ada.ShowsAsync("── Ben · online", "1 psst");

        await _ben.ShowsAsync("Ada writes to you alone", "Ada +1");
        await _ben.EnterAsync("/join ada");
        await _ben.ShowsAsync("── Ada ─", "1 psst");
    }

    [Fact]
    public async Task An_owner_makes_a_room_invites_gives_a_role_mutes_and_removes()
    {
        await _ada.EnterAsync("/create Green Tea private");
        await _ada.ShowsAsync("── Green Tea ─", "private");
        await _ada.EnterAsync("/topic Leaves and water");
        await _ada.EnterAsync("/invite ben");
        await _ben.ShowsAsync("You are a member of Green Tea now");
        await _ben.EnterAsync("/join green tea");
        await _ben.ShowsAsync("Green Tea · Leaves and water");

        await _ada.EnterAsync("/role ben moderator");
        await _ada.ShowsAsync("Ben's role is moderator now");
        await _ada.EnterAsync("/mute ben 5");
        await _ada.ShowsAsync("Ben cannot write for now");
        await _ben.EnterAsync("but");
        await _ben.ShowsAsync("muted", "› but");
        await _ada.EnterAsync("/members");
        await _ada.ShowsAsync("owner, online, at terminal", "moderator, online, at terminal, muted until");

        await _ada.EnterAsync("/kick ben");
        await _ben.ShowsAsync("Green Tea: Ada has removed you.", "── general ·");
    }

    [Fact]
    public async Task A_room_changes_is_archived_opened_again_and_deleted_by_name()
    {
        await _ada.EnterAsync("/create Den");
        await _ada.ShowsAsync("── Den ─");
        await _ben.EnterAsync("/join den");
        await _ben.ShowsAsync("── Den ─");

        await _ada.EnterAsync("/set mode never");
        await _ada.ShowsAsync("/set WHAT VALUE");
        await _ada.EnterAsync("/set name Lair");
        await _ben.ShowsAsync("── Lair ·");
        await _ada.EnterAsync("/archive");
        await _ada.ShowsAsync("Lair is archived");
        await _ben.EnterAsync("anybody?");
        await _ben.ShowsAsync("changes no more");
        await _ada.EnterAsync("/reopen");

        await _ada.EnterAsync("/destroy den");
        await _ada.ShowsAsync("To be sure: /destroy Lair");
        await _ada.EnterAsync("/destroy Lair");
        await _ben.ShowsAsync("Lair: This room is there no more.");
    }

    [Fact]
    public async Task What_is_suggested_is_said_by_its_number_and_goes_when_something_is_said()
    {
        await _ada.EnterAsync("@AIBot what is Python?");
        await _ada.ShowsAsync("/1 ", "/2 ", "/3 ");
        var first = _ada.Screen[(_ada.Screen.LastIndexOf("/1 ", StringComparison.Ordinal) + 3)..].Split("   ")[0].Split('\n')[0].Trim();

        await _ada.EnterAsync("/1");

        await _ben.ShowsAsync($"3 @AIBot {first}");
    }

    [Fact]
    public async Task An_answer_is_rated_and_assistants_begin_anew()
    {
        await _ada.EnterAsync("@AIBot what is Python?");
        await _ada.ShowsAsync("AIBot  ", "2 Python is");
        await _ben.EnterAsync("/dislike 2 too long");
        await _ada.ShowsAsync("▼ 1");
        await _ben.EnterAsync("/dislike 2");
        await _ada.NoLongerShowsAsync("▼");

        await _ada.EnterAsync("/clear");
        await _ben.ShowsAsync("Ada let assistants begin anew here");
    }

    [Fact]
    public async Task How_present_one_is_is_seen_by_the_others()
    {
        await _ben.EnterAsync("/status busy writing a report");
        await _ben.ShowsAsync("You are busy: writing a report");
        await TestTime.UntilAsync(() => _ada.Screen.Contains("busy, writing a report", StringComparison.Ordinal) || AskAsync(), "Ada sees it");

        bool AskAsync()
        {
            _ = _ada.EnterAsync("/members");
            return false;
        }
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_and_the_words_come_back()
    {
        await _ada.EnterAsync("/react 99");
        await _ada.ShowsAsync("There is no message 99 in general.");
        await _ada.EnterAsync("/invite nobody at all");
        await _ada.ShowsAsync("Nobody here is called \"nobody\".");
        await _ada.EnterAsync("/attach /no/such/file.txt");
        await _ada.ShowsAsync("There is no file /no/such/file.txt.");
        await _ada.EnterAsync(new string('x', 20_000));
        await _ada.ShowsAsync("16384");
    }

    [Fact]
    public async Task Rooms_that_one_is_in_are_heard_from_the_start()
    {
        await _ben.EnterAsync("/create Den");
        await _ben.ShowsAsync("── Den ─");
        await _ben.EnterAsync("/invite ada");
        await _ada.ShowsAsync("You are a member of Den now");

        await _ben.EnterAsync("@Ada look");

        await _ada.ShowsAsync("Den +1 @1");
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _ben.DisposeAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
