using System.Net;
using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Server.Http;
using Confab.Server.Knowledge;
using Confab.Server.Meaning;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Confab.Tests.Storage;
using Confab.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Confab.Tests.Knowledge;

public class KnowledgeTests : IAsyncLifetime
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("confab-knowledge-");
    // The server's own keeper would clear away what none of its assistants has.
    readonly StoreFolder _stored = new();
    ChatApplication _app = null!;
    SqliteKnowledgeStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync();
        _store = new SqliteKnowledgeStore(_stored.Open());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _app.DisposeAsync();
        await _stored.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    KnowledgeIndex Index => new(_store, _app.Get<Embedder>());

    KnowledgeKeeper Keeper => new(_store, _app.Get<AssistantList>(), _app.Get<Embedder>(), TimeProvider.System, NullLogger<KnowledgeKeeper>.Instance);

    ReadKnowledge Citations => new(_store, _app.Get<AssistantList>(), _app.Get<Callers>());

    Assistant Support => _app.Get<AssistantList>().All[0] with { Knowledge = _folder.FullName };

    [Fact]
    public async Task A_question_finds_the_piece_that_answers_it_with_its_file_and_lines()
    {
        Write("refunds.md", "# Money\n\nWe take cards.\n\n## Refunds\n\nMoney goes back within 14 days.\nAsk with the number of your order.\n\n## Prices\n\nTea costs three euros.\n");
        Write("opening/hours.txt", "The shop opens at nine.\n\nOn Sundays it stays closed.\n");
        await RefreshAsync();

        var found = await FindAsync("How long does a refund take?");

        Assert.Equal((PromptPartKind.Knowledge, new KnowledgeSource("refunds.md", 5, 8), "Money › Refunds"), (found[0].Kind, found[0].Source!, found[0].Title));
        Assert.Contains("within 14 days", found[0].Text, StringComparison.Ordinal);
        Assert.Equal(new KnowledgeSource("opening/hours.txt", 1, 3), (await FindAsync("is it closed on sunday"))[0].Source);
        Assert.Empty(await FindAsync("quantum chromodynamics"));
    }

    [Fact]
    public async Task What_changes_in_the_folder_changes_in_the_index()
    {
        Write("a.md", "Apples are red.");
        Write("b.md", "Pears are green.");
        await RefreshAsync();
        Assert.Single(await FindAsync("apples"));

        Write("a.md", "Cherries are red and sweet.");
        File.Delete(Path.Combine(_folder.FullName, "b.md"));
        await RefreshAsync();

        Assert.Empty(await FindAsync("apples"));
        Assert.Empty(await FindAsync("pears"));
        Assert.Single(await FindAsync("cherries"));
    }

    [Fact]
    public async Task What_is_no_text_too_large_or_linked_from_elsewhere_is_not_read()
    {
        var secret = Directory.CreateTempSubdirectory("confab-secret-");
        await File.WriteAllTextAsync(Path.Combine(secret.FullName, "secret.md"), "the secret code word", None);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.md"), Path.Combine(secret.FullName, "secret.md"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "linked"), secret.FullName);
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "binary.md"), [0xff, 0xfe, 0x00, 0x01], None);
        Write("large.md", new string('x', KnowledgeFolder.MostBytes + 1) + " word");
        Write("program.exe", "word");
        Write("good.md", "a good word");
        await RefreshAsync();

        Assert.Equal(["good.md"], (await FindAsync("word")).Select(p => p.Source!.File));
        secret.Delete(recursive: true);
    }

    [Fact]
    public async Task An_assistant_that_somebody_made_in_the_page_reads_no_folder_of_this_machine()
    {
        Write("a.md", "Apples are red.");
        var made = Support with { Owner = new UserId("eve") };

        using var keeper = Keeper;
        await keeper.RefreshAsync(made, None);

        Assert.Empty(await _store.ReadFilesAsync(made.Id, None));
        await RefreshAsync();
        Assert.Single(await FindAsync("apples"));
        Assert.Empty(await Index.FindAsync(made, "apples", None));
    }

    [Fact]
    public async Task A_long_document_is_cut_at_paragraphs_and_code_is_no_heading()
    {
        var paragraphs = Enumerable.Range(0, 40).Select(i => $"Paragraph {i} tells of number{i} {new string('.', 100)}");
        Write("long.md", "# Top\n\n" + string.Join("\n\n", paragraphs) + "\n\n```sh\n# no heading\nrun\n```\n");
        await RefreshAsync();

        var found = (await FindAsync("number7"))[0];

        Assert.InRange(found.Text.Length, 100, 1500);
        Assert.Contains("Paragraph 7 ", found.Text, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "long.md"), None);
        Assert.StartsWith(lines[found.Source!.From - 1], found.Text.Split('\n')[1].TrimStart(), StringComparison.Ordinal);
        Assert.EndsWith(lines[found.Source.To - 1], found.Text, StringComparison.Ordinal);
        Assert.Equal("Top", (await FindAsync("heading run"))[0].Title);
    }

    [Fact]
    public async Task A_single_line_as_long_as_a_book_is_cut_too()
    {
        Write("line.txt", string.Join(' ', Enumerable.Range(0, 5000).Select(i => $"word{i}")));
        await RefreshAsync();

        Assert.InRange((await FindAsync("word4321"))[0].Text.Length, 100, 3000);
    }

    [Fact]
    public async Task The_lines_of_a_citation_are_shown_and_nothing_that_is_no_document_of_it()
    {
        Write("a.md", "one\ntwo\nthree\nfour");
        await RefreshAsync();
        await using var ada = await _app.PersonAsync("ada");
        using var caller = new ApiCaller(_app, ada);
        var address = $"/api/assistants/{Uri.EscapeDataString(Support.Id.Value)}/knowledge";

        // The list knows it without documents: nothing is shown.
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync($"{address}?file=a.md")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync($"/api/assistants/none/knowledge?file=a.md")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await new ApiCaller(_app).GetAsync($"{address}?file=a.md")).Status);
        var shown = await Citations.FindAsync(Support, "a.md", 2, 3, None);
        Assert.Equal(new KnowledgeText("a.md", 2, 3, 4, "two\nthree"), shown);
        Assert.Null(await Citations.FindAsync(Support, "../a.md", null, null, None));
        Assert.Null(await Citations.FindAsync(Support, "/etc/passwd", null, null, None));
        Assert.Equal(new KnowledgeText("a.md", 9, 8, 4, ""), await Citations.FindAsync(Support, "a.md", 9, null, None));
    }

    void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    async Task RefreshAsync()
    {
        using var keeper = Keeper;
        await keeper.RefreshAsync(Support, None);
    }

    Task<IReadOnlyList<PromptPart>> FindAsync(string question) => Index.FindAsync(Support, question, None);
}
