using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteModerationStore(SqliteDatabase database) : IModerationStore
{
    public Task AddAuditAsync(AuditEntry entry) => database.Writer.WriteAsync(connection =>
    {
        AuditRow.Insert(connection, entry);
        return true;
    });

    public Task<IReadOnlyList<KeptAuditEntry>> ReadAuditAsync(RoomId room, long? before, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<KeptAuditEntry>>(connection => AuditRow.ReadPage(connection, room, before, limit), stop);

    public Task<IReadOnlyList<string>> ReadWordsAsync(RoomId room, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<string>>(connection =>
            [.. connection.Query<string>("select word from room_words where room_id = @Room order by word", new { Room = room.Value })], stop);

    public Task<IReadOnlyDictionary<RoomId, IReadOnlyList<string>>> ReadAllWordsAsync(CancellationToken stop) =>
        database.ReadAsync<IReadOnlyDictionary<RoomId, IReadOnlyList<string>>>(connection =>
            connection.Query<(string Room, string Word)>("select room_id, word from room_words")
                .GroupBy(row => new RoomId(row.Room)).ToDictionary(room => room.Key, IReadOnlyList<string> (room) => [.. room.Select(row => row.Word)]), stop);

    public Task<bool> SaveWordsAsync(RoomId room, IReadOnlyList<string> words, AuditEntry entry) => database.Writer.WriteAsync(connection =>
    {
        if (!connection.ExecuteScalar<bool>("select exists (select 1 from rooms where id = @Room and deleted_at is null)", new { Room = room.Value })) return false;
        connection.Execute("delete from room_words where room_id = @Room", new { Room = room.Value });
        connection.Execute("insert into room_words (room_id, word) values (@Room, @Word)", words.Select(word => new { Room = room.Value, Word = word }));
        AuditRow.Insert(connection, entry);
        return true;
    });

    public Task<bool> AddReportAsync(NewReport report) => database.Writer.WriteAsync(connection => connection.Execute(
        """
        insert into reports (room_id, message_id, user_id, user_name, reason, created_at)
        select @Room, id, @User, @Name, @Reason, @At from messages where id = @Message and room_id = @Room
            and not exists (select 1 from reports where room_id = @Room and message_id = @Message and user_id = @User and settled_at is null)
        """,
        new
        {
            Room = report.RoomId.Value,
            Message = report.MessageId.Value,
            User = report.Reporter.Id.Value,
            report.Reporter.Name,
            report.Reason,
            At = report.At.ToUnixTimeMilliseconds(),
        }) == 1);

    public Task<IReadOnlyList<Report>> ReadReportsAsync(RoomId room, int limit, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<Report>>(connection => ReportRow.ReadNewest(connection, room, limit), stop);

    public Task<Report?> SettleReportAsync(long report, AuditEntry entry) => database.Writer.WriteAsync(connection =>
    {
        var settled = connection.Execute(
            "update reports set settled_at = @At, settled_by = @By where id = @Id and room_id = @Room and settled_at is null",
            new { Id = report, Room = entry.RoomId.Value, At = entry.At.ToUnixTimeMilliseconds(), By = entry.Actor.Id.Value }) == 1;
        if (settled) AuditRow.Insert(connection, entry);
        return ReportRow.Find(connection, entry.RoomId, report);
    });

    public Task<IReadOnlyList<Ban>> ReadBansAsync(RoomId room, CancellationToken stop) => database.ReadAsync<IReadOnlyList<Ban>>(connection =>
    {
        using var command = connection.Prepared(
            "select u.id, u.name, b.banned_at from bans b join users u on u.id = b.user_id where b.room_id = $room order by u.name_key", "$room");
        using var row = command.With(room.Value).ExecuteReader();
        var bans = new List<Ban>();
        while (row.Read()) bans.Add(new(new(new(row.GetString(0)), row.GetString(1), AuthorKind.User), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))));
        return bans;
    }, stop);
}
