using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Storage;
using Microsoft.Data.Sqlite;
using static Confab.Tests.Storage.StoredRoom;

namespace Confab.Tests.Storage;

public class SqliteDatabaseTests
{
    static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_writer_keeps_a_write_ahead_log_and_syncs_it_before_a_commit_returns()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();

        var mode = await database.Writer.WriteAsync(c => Scalar(c, "pragma journal_mode"));
        var synchronous = await database.Writer.WriteAsync(c => Scalar(c, "pragma synchronous"));
        var foreignKeys = await database.Writer.WriteAsync(c => Scalar(c, "pragma foreign_keys"));

        const long full = 2;
        Assert.Equal(("wal", full, 1L), (mode, synchronous, foreignKeys));
    }

    [Fact]
    public async Task What_was_written_is_there_after_the_database_is_opened_again()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();
        await new SqliteRoomStore(database).CreateAsync(New("lounge"));
        await new SqliteMessageStore(database).AppendAsync([Says(Ada, "still here") with { Asks = [DraftOf("r", "q")] }]);

        database = await folder.ReopenAsync();

        Assert.Equal("still here", Assert.Single((await new SqliteMessageStore(database).ReadPageAsync(Id, null, 10, None)).Messages).Content);
        Assert.Single(await new SqliteMessageStore(database).ReadDraftsAsync(None));
    }

    [Fact]
    public async Task An_empty_file_gets_every_migration_and_says_so()
    {
        await using var folder = new StoreFolder();
        await File.WriteAllBytesAsync(folder.Path, []);

        var version = await folder.Open().ReadAsync(c => Scalar(c, "pragma user_version"), None);

        Assert.Equal((long)SqliteMigrations.Scripts().Count, version);
    }

    [Fact]
    public async Task A_database_of_every_earlier_version_is_brought_up_to_date_with_all_that_is_in_it()
    {
        for (var version = 1; version < SqliteMigrations.Scripts().Count; version++)
        {
            await using var folder = new StoreFolder();
            await WriteAsync(folder, version);

            var database = folder.Open();

            Assert.Equal("from before", (await new SqliteRoomStore(database).FindAsync(Id, None))!.Name);
            Assert.Null(await new SqliteSessionStore(database).FindAsync(Id, None));
            Assert.Equal(["hello", "again"], (await new SqliteMessageStore(database).ReadPageAsync(Id, null, 10, None)).Messages.Select(m => m.Content));
            Assert.Equal(RoomRole.Owner, (await new SqliteRoomStore(database).FindStandingAsync(Id, Ada.Id, None))!.Standing!.Role);
            Assert.Equal(1L, await database.ReadAsync(c => Scalar(c, "select count(*) from message_index where message_index match 'again'"), None));
            Assert.Equal(2L, await database.ReadAsync(c => Scalar(c, "select read_seq from cursors"), None));
            Assert.Equal((long)SqliteMigrations.Scripts().Count, await database.ReadAsync(c => Scalar(c, "pragma user_version"), None));
        }

        static async Task WriteAsync(StoreFolder folder, int version)
        {
            SqliteEngine.Start();
            await using var connection = new SqliteConnection($"Data Source={folder.Path};Pooling=false");
            await connection.OpenAsync();
            foreach (var script in SqliteMigrations.Scripts().Take(version)) connection.Execute(script);
            connection.Execute($"insert into rooms (id, name, kind, visibility, assistant_mode, created_at) values ('{Id}', 'from before', 'group', 'public', 'mention', 0)");
            connection.Execute($"insert into users values ('{Ada.Id}', '{Ada.Name}', 'ada', 0, 0)");
            // Since the third there are places and roles.
            var isNumbered = version >= 3;
            foreach (var (seq, said) in new[] { (1, "hello"), (2, "again") })
                connection.Execute(
                    $"""
                    insert into messages (room_id, seq, rev, id, author_id, author_name, author_kind, content, status, created_at{(isNumbered ? ", place" : "")})
                    values ('{Id}', {seq}, {seq}, 'm{seq}', '{Ada.Id}', '{Ada.Name}', 'user', '{said}', 'complete', 0{(isNumbered ? $", {seq}" : "")});
                    update rooms set seq = {seq}, rev = {seq};
                    """);
            connection.Execute(
                $"insert into participants (room_id, user_id, joined_at{(isNumbered ? ", role" : "")}) values ('{Id}', '{Ada.Id}', 0{(isNumbered ? ", 'owner'" : "")})");
            connection.Execute($"pragma user_version = {version}");
        }
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_a_word_and_left_alone()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();
        await new SqliteRoomStore(database).CreateAsync(New("lounge"));
        var newer = SqliteMigrations.Scripts().Count + 1;
        await database.Writer.WriteAsync(c => Scalar(c, $"pragma user_version = {newer}"));
        await folder.CloseAsync();

        var refused = Assert.Throws<StorageUnavailableException>(() => folder.Open());

        Assert.Contains($"newer Confab (schema {newer}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_its_name()
    {
        await using var folder = new StoreFolder();
        await File.WriteAllTextAsync(folder.Path, new string('x', 5000));

        var refused = Assert.Throws<StorageUnavailableException>(() => folder.Open());

        Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_fails_is_undone_and_takes_no_neighbour_of_the_same_commit_with_it()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();
        var rooms = new SqliteRoomStore(database);
        using var held = new ManualResetEventSlim();
        var holding = database.Writer.WriteAsync(_ => held.Wait(TimeSpan.FromSeconds(30)));

        var before = rooms.CreateAsync(New("before"));
        var failing = database.Writer.WriteAsync<int>(c =>
        {
            c.Execute("insert into rooms (id, name, kind, visibility, assistant_mode, created_at) values ('half', '', '', 'public', '', 0)");
            throw new InvalidOperationException("half way");
        });
        var breaking = database.Writer.WriteAsync(c => Scalar(c, "insert into messages (room_id) values ('before')"));
        var after = rooms.CreateAsync(New("after"));
        held.Set();

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => breaking);
        Assert.True(await holding);
        Assert.All(await Task.WhenAll(before, after), outcome => Assert.NotNull(outcome.Change));
        Assert.Equal(["after", "before"], (await rooms.ListAsync(null, None)).Select(r => r.Id.Value));
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_says_so_as_one_that_cannot_be_written()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();
        await database.Writer.WriteAsync(c => Scalar(c, "drop table left_muted"));

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.ReadAsync(c => Scalar(c, "select count(*) from left_muted"), None));

        Assert.Contains("left_muted", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_is_kept_reads_anew_each_time_also_inside_itself()
    {
        await using var folder = new StoreFolder();
        var database = folder.Open();
        var rooms = new SqliteRoomStore(database);
        for (var i = 1; i <= 3; i++)
        {
            await rooms.CreateAsync(New($"room {i}"));
            Assert.Equal(i, (await rooms.ListAsync(null, None)).Count);
        }

        var pairs = await database.ReadAsync(connection =>
        {
            var found = new List<string>();
            using var outer = connection.Prepared("select id from rooms where id >= $from order by id", "$from");
            using var one = outer.With("room 2").ExecuteReader();
            while (one.Read())
            {
                using var inner = connection.Prepared("select id from rooms where id >= $from order by id", "$from");
                using var other = inner.With(one.GetString(0)).ExecuteReader();
                while (other.Read()) found.Add($"{one.GetString(0)[^1]}{other.GetString(0)[^1]}");
            }
            return found;
        }, None);

        Assert.Equal(["22", "23", "33"], pairs);
    }

    [Fact]
    public async Task A_closed_database_says_so_to_readers_and_writers()
    {
        await using var folder = new StoreFolder();
        var rooms = new SqliteRoomStore(folder.Open());
        await folder.CloseAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => rooms.CreateAsync(New("late")));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => rooms.CountAsync(null, None));
    }

    [Fact]
    public async Task No_table_holds_a_token_in_the_clear()
    {
        await using var folder = new StoreFolder();
        var token = Token.New();
        await new SqliteUserStore(folder.Open()).CreateAsync(NewUser(Ada) with { TokenHash = token.Hash() });
        await folder.CloseAsync();

        var file = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.Path));

        Assert.Contains(Ada.Id.Value, file, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Text, file, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Text["confab_".Length..], file, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Text, token.ToString(), StringComparison.Ordinal);
    }

    static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [Fact]
    public async Task A_second_process_keeps_off_a_folder_in_use_and_may_have_it_afterwards()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("confab-lock-").FullName, "confab.db");
        await using (new SqliteDatabase(path))
        {
            var refused = Assert.Throws<StorageUnavailableException>(() => new SqliteDatabase(path));
            Assert.Contains("another confab", refused.Message, StringComparison.Ordinal);
        }

        await using var next = new SqliteDatabase(path);
    }
}
