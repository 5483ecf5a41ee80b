using Confab.Server.Assistants;
using Confab.Server.Http;
using Confab.Server.Knowledge;
using Confab.Server.Meaning;
using Confab.Server.Storage;
using Confab.Tests.Storage;
using Confab.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Confab.Tests.Knowledge;

/// <summary>What an assistant does not answer from is never passed over in silence.</summary>
public class LeftOutTests : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("confab-knowledge-");
    readonly StoreFolder _stored = new();
    readonly Lines _log = new();
    ChatApplication _app = null!;
    SqliteKnowledgeStore _store = null!;
    KnowledgeKeeper _keeper = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync();
        _store = new SqliteKnowledgeStore(_stored.Open());
        _keeper = new KnowledgeKeeper(_store, _app.Get<AssistantList>(), _app.Get<Embedder>(), TimeProvider.System, _log);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _keeper.Dispose();
        await _app.DisposeAsync();
        await _stored.DisposeAsync();
        if (Directory.Exists(_folder.FullName)) _folder.Delete(recursive: true);
    }

    Assistant Support => _app.Get<AssistantList>().All[0] with { Knowledge = _folder.FullName };

    [Fact]
    public async Task What_is_left_out_is_counted_by_reason_and_named_to_the_operator_alone()
    {
        Write("good.md", "a good word");
        Write("table.pdf", "word");
        Write("large.md", new string('x', KnowledgeFolder.MostBytes + 1));
        await File.WriteAllBytesAsync(PathOf("latin.txt"), [0x63, 0x61, 0x66, 0xe9], None);
        File.CreateSymbolicLink(PathOf("link.md"), "/etc/hostname");
        Directory.CreateSymbolicLink(PathOf("linked"), "/etc");

        var state = await RefreshAsync();

        Assert.Equal(1, state.Files);
        Assert.Equal(
            ["1 no text in UTF-8: latin.txt", "2 links, which are not followed: link.md, linked", "1 neither .md nor .txt: table.pdf", "1 larger than 1 MiB: large.md"],
            state.LeftOut!.Select(l => $"{l.Count} {l.Why}: {string.Join(", ", l.Files!)}"));
        Assert.All(state.WithoutNames().LeftOut!, l => Assert.Null(l.Files));
        Assert.Equal(["good.md"], await IndexedAsync());
    }

    [Fact]
    public async Task Of_a_folder_with_too_much_in_it_the_first_are_read()
    {
        for (var i = 0; i < 18; i++) Write($"{i:00}.md", new string('x', KnowledgeFolder.MostBytes));
        Write("99.md", "");
        var state = KnowledgeState.Of(KnowledgeFolder.List(_folder.FullName), []);
        Assert.Equal((17, "more than 16 MiB together", 2), (state.Files, state.LeftOut![0].Why, state.LeftOut[0].Count));

        foreach (var file in _folder.GetFiles()) file.Delete();
        for (var i = 0; i < KnowledgeFolder.MostFiles + 3; i++) Write($"{i:0000}.md", "x");
        var many = KnowledgeFolder.List(_folder.FullName);
        state = KnowledgeState.Of(many, []);
        Assert.Equal((KnowledgeFolder.MostFiles, "more than 2000 documents", 3), (state.Files, state.LeftOut![0].Why, state.LeftOut[0].Count));
        Assert.Equal("0000.md", many.Files[0].Path);
        Assert.Equal("2000.md", many.LeftOut[0].Path);
    }

    [Fact]
    public async Task It_is_logged_once_for_each_change()
    {
        Write("good.md", "a good word");
        Write("table.pdf", "word");
        await RefreshAsync();
        await RefreshAsync();
        Write("good.md", "another good word");
        await RefreshAsync();
        Assert.Equal(["neither .md nor .txt: table.pdf"], _log.Take());

        Write("b.pdf", "word");
        await RefreshAsync();
        Assert.Equal(["neither .md nor .txt: b.pdf, table.pdf"], _log.Take());
        File.Delete(PathOf("b.pdf"));
        File.Delete(PathOf("table.pdf"));
        await RefreshAsync();
        await RefreshAsync();
        Assert.Equal(["all is well"], _log.Take());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_tried_again_though_it_does_not_change()
    {
        Write("locked.md", "the code is 1234");
        KnowledgeState state;
        await using (new FileStream(PathOf("locked.md"), FileMode.Open, FileAccess.ReadWrite, FileShare.None)) state = await RefreshAsync();
        Assert.Equal((0, "cannot be read"), (state.Files, state.LeftOut![0].Why));
        Assert.Empty(await IndexedAsync());

        state = await RefreshAsync();

        Assert.Equal(new KnowledgeState(1), state);
        Assert.Equal(["locked.md"], await IndexedAsync());
    }

    [Fact]
    public async Task A_document_that_turns_into_no_text_is_no_longer_answered_from()
    {
        Write("a.md", "apples are red");
        await RefreshAsync();

        await File.WriteAllBytesAsync(PathOf("a.md"), [0xff, 0xfe, 0x00], None);
        var state = await RefreshAsync();

        Assert.Equal((0, "no text in UTF-8"), (state.Files, state.LeftOut![0].Why));
        Assert.Empty(await _store.FindAsync(Support.Id, ["apples"], 10, None));
        Assert.Equal((0, 1), ((await RefreshAsync()).Files, state.LeftOut.Count));
        Write("a.md", "apples are green");
        Assert.Equal(new KnowledgeState(1), await RefreshAsync());
    }

    [Fact]
    public async Task A_folder_that_vanishes_is_said_so_and_read_anew_when_it_is_back()
    {
        Write("a.md", "apples are red");
        await RefreshAsync();
        Assert.Equal(["a.md"], await IndexedAsync());

        _folder.Delete(recursive: true);
        Assert.Equal(new KnowledgeState(0, Problem: "its folder is not there"), await RefreshAsync());
        Assert.Empty(await IndexedAsync());
        Assert.Equal(["its folder is not there"], _log.Take());

        _folder.Create();
        Write("a.md", "apples are red");
        Assert.Equal(new KnowledgeState(1), await RefreshAsync());
        Assert.Equal(["a.md"], await IndexedAsync());
    }

    [Fact]
    public async Task Of_a_folder_that_cannot_be_read_any_more_what_was_read_stays_and_the_card_says_so()
    {
        Write("docs/a.md", "apples are red");
        Write("docs/table.pdf", "word");
        var link = PathOf("link");
        Directory.CreateSymbolicLink(link, PathOf("docs"));
        var support = Support with { Knowledge = link };
        for (var i = 0; i < 2; i++) await _keeper.RefreshAsync(support, None);
        Assert.Equal(["neither .md nor .txt: table.pdf"], _log.Take());

        File.Delete(link);
        Directory.CreateSymbolicLink(link, link);
        for (var i = 0; i < 3; i++) await _keeper.RefreshAsync(support, None);

        Assert.Equal(new KnowledgeState(1, Problem: "its folder cannot be read"), _keeper.StateOf(Support.Id));
        Assert.Equal(["its folder cannot be read"], _log.Take());
        Assert.Single(await _store.FindAsync(Support.Id, ["apples"], 10, None));

        File.Delete(link);
        Directory.CreateSymbolicLink(link, PathOf("docs"));
        await _keeper.RefreshAsync(support, None);
        Assert.Equal((1, 1, null), (_keeper.StateOf(Support.Id)!.Files, _keeper.StateOf(Support.Id)!.LeftOut?.Count, _keeper.StateOf(Support.Id)!.Problem));
        Assert.Equal(["neither .md nor .txt: table.pdf"], _log.Take());
        Write("docs/b.md", "pears are green");
        await _keeper.RefreshAsync(support, None);
        Assert.Equal(["a.md", "b.md"], await IndexedAsync());
    }

    [Fact]
    public async Task Another_folder_that_cannot_be_read_is_not_answered_for_by_the_one_before_it()
    {
        Write("a.md", "apples are red");
        await RefreshAsync();
        var link = PathOf("link");
        Directory.CreateSymbolicLink(link, link);

        await _keeper.RefreshAsync(Support with { Knowledge = link }, None);

        Assert.Equal(new KnowledgeState(0, Problem: "its folder cannot be read"), _keeper.StateOf(Support.Id));
        Assert.Empty(await IndexedAsync());
    }

    [Fact]
    public void A_folder_that_its_permissions_close_is_no_empty_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders have no such permissions there");
        Write("a.md", "apples");
        Write("closed/b.md", "pears");
        Write("open/deep/c.md", "plums");
        Open(_folder.FullName);
        Close(PathOf("closed"));

        var listing = Unprivileged.Do(() => KnowledgeFolder.List(_folder.FullName));
        Assert.Equal(["a.md", "open/deep/c.md"], listing.Files.Select(f => f.Path));
        Assert.Equal([new LeftOutFile("closed", LeftOutWhy.Unreadable)], listing.LeftOut);
        Assert.Equal((true, null), (listing.WasRead, listing.Problem));

        Close(_folder.FullName);
        var nothing = Unprivileged.Do(() => KnowledgeFolder.List(_folder.FullName));
        Open(_folder.FullName);
        Open(PathOf("closed"));
        Assert.Equal((false, "its folder cannot be read"), (nothing.WasRead, nothing.Problem));

        static void Open(string folder) => SetMode(folder, (UnixFileMode)0b111_101_101);

        static void Close(string folder) => SetMode(folder, UnixFileMode.None);

        static void SetMode(string folder, UnixFileMode mode)
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, mode);
        }
    }

    [Fact]
    public async Task A_document_or_its_folder_that_becomes_a_link_is_not_shown_from_there()
    {
        Write("a.md", "apples");
        Write("sub/b.md", "pears");
        await RefreshAsync();
        var citations = new ReadKnowledge(_store, _app.Get<AssistantList>(), _app.Get<Callers>());
        Assert.NotNull(await citations.FindAsync(Support, "sub/b.md", null, null, None));

        var elsewhere = Directory.CreateTempSubdirectory("confab-secret-");
        await File.WriteAllTextAsync(Path.Combine(elsewhere.FullName, "b.md"), "secret", None);
        File.Delete(PathOf("a.md"));
        File.CreateSymbolicLink(PathOf("a.md"), Path.Combine(elsewhere.FullName, "b.md"));
        Directory.Delete(PathOf("sub"), recursive: true);
        Directory.CreateSymbolicLink(PathOf("sub"), elsewhere.FullName);

        Assert.Null(await citations.FindAsync(Support, "a.md", null, null, None));
        Assert.Null(await citations.FindAsync(Support, "sub/b.md", null, null, None));
        Assert.Equal(0, (await RefreshAsync()).Files);
        elsewhere.Delete(recursive: true);
    }

    [Fact]
    public void The_longer_a_look_takes_the_rarer_it_is()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), KnowledgeKeeper.PauseAfter(TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(5), KnowledgeKeeper.PauseAfter(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(TimeSpan.FromSeconds(20), KnowledgeKeeper.PauseAfter(TimeSpan.FromMilliseconds(200)));
        Assert.Equal(TimeSpan.FromMinutes(5), KnowledgeKeeper.PauseAfter(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task An_assistants_card_says_what_it_does_not_answer_from()
    {
        Write("a.md", "apples");
        Write("table.pdf", "word");
        var assistants = Directory.CreateTempSubdirectory("confab-assistants-");
        await File.WriteAllTextAsync(Path.Combine(assistants.FullName, "rex.md"), $"---\nname: Rex\nknowledge: {_folder.FullName}\n---\nYou are Rex.\n", None);
        await using var app = await ChatApplication.StartAsync(o => o with { AssistantsFolder = assistants.FullName });
        await TestTime.UntilAsync(() => app.Get<KnowledgeKeeper>().StateOf(new("assistant:rex")) is not null, "the documents were read");
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);

        var knowledge = (await caller.GetAsync("/api/assistants/assistant:rex")).Body["knowledge"]!;

        Assert.Equal((1, 1, "neither .md nor .txt"), ((int)knowledge["files"]!, (int)knowledge["leftOut"]![0]!["count"]!, (string?)knowledge["leftOut"]![0]!["why"]));
        Assert.Equal(["table.pdf"], knowledge["leftOut"]![0]!["files"]!.AsArray().Select(f => (string?)f));
        assistants.Delete(recursive: true);
    }

    string PathOf(string path) => Path.Combine(_folder.FullName, path);

    void Write(string path, string text)
    {
        var file = new FileInfo(PathOf(path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    async Task<KnowledgeState> RefreshAsync()
    {
        await _keeper.RefreshAsync(Support, None);
        return _keeper.StateOf(Support.Id)!;
    }

    async Task<IReadOnlyList<string>> IndexedAsync() => [.. (await _store.ReadFilesAsync(Support.Id, None)).Select(f => f.Path)];

    /// <summary>Why something is left out, of each line.</summary>
    sealed class Lines : ILogger<KnowledgeKeeper>
    {
        readonly List<string> _lines = [];

        public string[] Take()
        {
            string[] taken = [.. _lines];
            _lines.Clear();
            return taken;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Add(state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(v => v.Key == "Why").Value is string why ? why : "all is well");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
