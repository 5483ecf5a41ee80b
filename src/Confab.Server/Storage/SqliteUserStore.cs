using Confab.Protocol;
using Dapper;

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

    public Task SeenAsync(UserId user, DateTimeOffset at) => database.Writer.WriteAsync(connection => connection.Execute(
        "update users set last_seen = max(last_seen, @At) where id = @Id", new { Id = user.Value, At = at.ToUnixTimeMilliseconds() }));
}
