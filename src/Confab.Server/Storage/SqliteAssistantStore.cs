using Confab.Protocol;
using Dapper;

namespace Confab.Server.Storage;

public sealed class SqliteAssistantStore(SqliteDatabase database) : IAssistantStore
{
    const string IsTaken = "select exists (select 1 from assistants where handle_key = @Key and id <> @Id)";

    public Task<IReadOnlyList<MadeAssistant>> ReadAllAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyList<MadeAssistant>>(connection =>
    [
        .. connection.Query<(string Id, string Owner, string Key, string Text, long At)>("select id, owner_id, handle_key, body, created_at from assistants order by created_at, id")
            .Select(row => new MadeAssistant(new(row.Id), new(row.Owner), row.Key, row.Text, DateTimeOffset.FromUnixTimeMilliseconds(row.At))),
    ], stop);

    public Task<MadeRefusal?> AddAsync(MadeAssistant assistant, int most) => database.Writer.WriteAsync<MadeRefusal?>(connection =>
    {
        var row = new { Id = assistant.Id.Value, Owner = assistant.Owner.Value, Key = assistant.HandleKey, assistant.Text, At = assistant.CreatedAt.ToUnixTimeMilliseconds() };
        if (connection.ExecuteScalar<bool>(IsTaken, row)) return MadeRefusal.HandleTaken;
        if (connection.ExecuteScalar<long>("select count(*) from assistants where owner_id = @Owner", row) >= most) return MadeRefusal.TooMany;
        connection.Execute("insert into assistants (id, owner_id, handle_key, body, created_at, updated_at) values (@Id, @Owner, @Key, @Text, @At, @At)", row);
        return null;
    });

    public Task<MadeRefusal?> UpdateAsync(UserId id, string handleKey, string text, DateTimeOffset at) => database.Writer.WriteAsync<MadeRefusal?>(connection =>
    {
        var row = new { Id = id.Value, Key = handleKey, Text = text, At = at.ToUnixTimeMilliseconds() };
        if (connection.ExecuteScalar<bool>(IsTaken, row)) return MadeRefusal.HandleTaken;
        return connection.Execute("update assistants set handle_key = @Key, body = @Text, updated_at = @At where id = @Id", row) == 1 ? null : MadeRefusal.Unknown;
    });

    public Task<bool> DeleteAsync(UserId id) =>
        database.Writer.WriteAsync(connection => connection.Execute("delete from assistants where id = @Id", new { Id = id.Value }) == 1);
}
