using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    public Task<bool> CreateAsync(NewUser user) => database.Writer.WriteAsync(connection =>
    {
        var at = user.CreatedAt.ToUnixTimeMilliseconds();
        var isNew = connection.Execute(
            """
            insert into users (id, name, name_key, created_at, last_seen)
            values (@Id, @Name, @NameKey, @At, @At) on conflict (name_key) do nothing
            """, new { Id = user.Id.Value, user.Name, user.NameKey, At = at }) == 1;
        if (isNew)
            connection.Execute(
                "insert into sessions (token_hash, user_id, created_at) values (@Hash, @Id, @At)",
                new { Hash = user.TokenHash.ToArray(), Id = user.Id.Value, At = at });
        return isNew;
    });

    public Task<Author?> FindByTokenAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared(
            "select u.id, u.name from sessions s join users u on u.id = s.user_id where s.token_hash = $hash", "$hash");
        using var row = command.With(tokenHash.ToArray()).ExecuteReader();
        return row.Read() ? new Author(new(row.GetString(0)), row.GetString(1), AuthorKind.User) : null;
    }, stop);

    public Task<Author?> FindAsync(UserId user, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared("select id, name from users where id = $id and exists (select 1 from sessions s where s.user_id = users.id)", "$id");
        return ReadAll(command.With(user.Value)).FirstOrDefault();
    }, stop);

    public Task<IReadOnlyList<Author>> FindByPrefixAsync(string keyPrefix, int limit, CancellationToken stop) => database.ReadAsync<IReadOnlyList<Author>>(connection =>
    {
        // A range of the index. U+10FFFF is in no name, and after every character that is.
        using var command = connection.Prepared(
            """
            select id, name from users where name_key >= $prefix and name_key < $prefix || char(0x10FFFF)
                and exists (select 1 from sessions s where s.user_id = users.id)
            order by name_key limit $limit
            """, "$prefix", "$limit");
        return ReadAll(command.With(keyPrefix, limit));
    }, stop);

    public Task SeenAsync(UserId user, DateTimeOffset at) => database.Writer.WriteAsync(connection => connection.Execute(
        "update users set last_seen = max(last_seen, @At) where id = @Id", new { Id = user.Value, At = at.ToUnixTimeMilliseconds() }));

    static List<Author> ReadAll(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var people = new List<Author>();
        while (row.Read()) people.Add(new(new(row.GetString(0)), row.GetString(1), AuthorKind.User));
        return people;
    }
}
