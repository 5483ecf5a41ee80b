using Confab.Server.Storage;
using Dapper;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

public class SqliteSearchStoreTests : SearchStoreContract
{
    readonly StoreFolder _folder = new();
    readonly SqliteDatabase _database;

    public SqliteSearchStoreTests()
    {
        _database = _folder.Open();
        (Search, Rooms, Users, Messages) = (new SqliteSearchStore(_database), new SqliteRoomStore(_database), new SqliteUserStore(_database), new SqliteMessageStore(_database));
    }

    protected override ISearchStore Search { get; }

    protected override IRoomStore Rooms { get; }

    protected override IUserStore Users { get; }

    protected override IMessageStore Messages { get; }

    [Fact]
    public async Task The_index_follows_an_edit_files_a_deletion_and_the_end_of_a_room_to_the_word()
    {
        await Messages.AppendAsync([Says(Ada, "first words", "1"), Says(Ada, "other words", "2"), Says(Ada, "last words", "3")]);
        Assert.Equal(["words"], await TermsWithAsync(3));

        await WriteAsync("update messages set content = 'corrected text' where id = '1'");
        await WriteAsync("""update messages set attachments = '[{"id":"f","name":"plan.pdf","type":"application/pdf","size":1}]' where id = '2'""");
        Assert.Equal(("", "1", "2", "2"), (await FoundAsync("first"), await FoundAsync("corrected"), await FoundAsync("plan"), await FoundAsync("other")));
        Assert.Equal("2", string.Join(' ', (await Search.FindAsync(new SearchQuery(Ada.Id, []) { HasFile = true }, default))!.Hits.Select(h => h.Message.Id)));
        Assert.Equal("plan.pdf", (await Search.FindAsync(new SearchQuery(Ada.Id, [new("plan")]), default))!.Hits[0].Message.Attachments![0].Name);

        await WriteAsync("update messages set content = '', attachments = null, deleted_at = 5 where id = '2'");
        await WriteAsync("update messages set deleted_at = 5 where id = '1'");
        Assert.Equal(("", "", "3"), (await FoundAsync("other"), await FoundAsync("corrected"), await FoundAsync("words")));

        await WriteAsync("delete from rooms where id = 'lounge'");
        Assert.Equal(0L, await WriteAsync("select count(*) from messages"));
        Assert.Empty(await TermsWithAsync(1));
        await WriteAsync("insert into message_index (message_index) values ('integrity-check')");
    }

    [Fact]
    public async Task A_message_in_a_thread_is_found_there()
    {
        await Messages.AppendAsync([Says(Ada, "tea", "1"), Says(Ada, "tea", "2")]);
        await WriteAsync("update messages set thread_id = '1' where id = '2'");

        var page = await Search.FindAsync(new SearchQuery(Ada.Id, [new("tea")]) { InThread = true }, default);

        Assert.Equal([("2", "1")], page!.Hits.Select(h => (h.Message.Id.Value, h.Message.ThreadId!.Value.Value)));
    }

    /// <summary>The words of the content column that stand in at least so many messages, by what the index itself holds.</summary>
    async Task<IReadOnlyList<string>> TermsWithAsync(int messages) => await _database.Writer.WriteAsync<IReadOnlyList<string>>(c =>
    {
        c.Execute("create virtual table if not exists temp.words using fts5vocab(main, message_index, col)");
        return [.. c.Query<string>("select term from temp.words where col = 'content' and doc >= @messages", new { messages })];
    });

    async Task<string> FoundAsync(string word) =>
        string.Join(' ', (await Search.FindAsync(new SearchQuery(Ada.Id, [new(word)]), default))!.Hits.Select(h => h.Message.Id));

    Task<object?> WriteAsync(string sql) => _database.Writer.WriteAsync(c => c.ExecuteScalar(sql));

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _folder.DisposeAsync();
    }
}
