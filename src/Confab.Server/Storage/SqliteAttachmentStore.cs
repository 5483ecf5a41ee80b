using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteAttachmentStore(SqliteDatabase database) : IAttachmentStore
{
    public Task<AddedFile> AddAsync(NewFile file, WaitingLimits limits) => database.Writer.WriteAsync(connection =>
    {
        var place = new { Room = file.RoomId.Value, User = file.UserId.Value };
        if (!connection.ExecuteScalar<bool>("select exists (select 1 from participants where room_id = @Room and user_id = @User)", place)) return AddedFile.NotInRoom;
        var (count, bytes) = connection.QuerySingle<(long, long)>(
            "select count(*), ifnull(sum(size), 0) from attachments where user_id = @User and message_id is null", place);
        var a = file.Attachment;
        if (count >= limits.Files || bytes + a.Size > limits.Bytes) return AddedFile.TooMuchWaiting;
        connection.Execute(
            """
            insert into attachments (id, room_id, user_id, name, type, size, width, height, has_thumbnail, created_at)
            values (@Id, @Room, @User, @Name, @Type, @Size, @Width, @Height, @Thumbnail, @At)
            """,
            new
            {
                Id = a.Id.Value,
                Room = file.RoomId.Value,
                User = file.UserId.Value,
                a.Name,
                a.Type,
                a.Size,
                a.Width,
                a.Height,
                Thumbnail = a.HasThumbnail ?? false,
                At = file.CreatedAt.ToUnixTimeMilliseconds(),
            });
        return AddedFile.Added;
    });

    public Task<StoredFile?> FindAsync(AttachmentId id, UserId reader, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared(
            """
            select a.id, a.name, a.type, a.size, a.width, a.height, a.has_thumbnail, a.user_id, a.message_id is not null
            from attachments a
            join participants p on p.room_id = a.room_id and p.user_id = $reader
            left join messages m on m.id = a.message_id
            where a.id = $id and (m.deleted_at is null and m.id is not null or a.message_id is null and a.user_id = $reader)
            """, "$id", "$reader");
        using var row = command.With(id.Value, reader.Value).ExecuteReader();
        return row.Read() ? new StoredFile(Read(row), new(row.GetString(7)), row.GetBoolean(8)) : null;
    }, stop);

    public Task<Attachment?> FindByNameAsync(RoomId room, string name, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var command = connection.Prepared(
            """
            select a.id, a.name, a.type, a.size, a.width, a.height, a.has_thumbnail from attachments a join messages m on m.id = a.message_id
            where a.room_id = $room and a.name = $name collate nocase and m.deleted_at is null order by m.seq desc limit 1
            """, "$room", "$name");
        using var row = command.With(room.Value, name).ExecuteReader();
        return row.Read() ? Read(row) : null;
    }, stop);

    public Task<bool> AddThumbnailAsync(AttachmentId id, UserId user) => database.Writer.WriteAsync(connection => connection.Execute(
        "update attachments set has_thumbnail = 1 where id = @Id and user_id = @User and message_id is null", new { Id = id.Value, User = user.Value }) == 1);

    public Task<IReadOnlyList<AttachmentId>> ForgetAbandonedAsync(DateTimeOffset notSentSince, int limit) => database.Writer.WriteAsync<IReadOnlyList<AttachmentId>>(connection =>
        [.. connection.Query<string>(
            """
            delete from attachments where id in (
                select a.id from attachments a left join messages m on m.id = a.message_id
                where a.message_id is null and a.created_at < @Since or m.deleted_at is not null
                limit @Limit)
            returning id
            """, new { Since = notSentSince.ToUnixTimeMilliseconds(), Limit = limit }).Select(AttachmentId.Of)]);

    public Task<IReadOnlySet<AttachmentId>> ReadKnownAsync(IReadOnlyCollection<AttachmentId> ids, CancellationToken stop) => database.ReadAsync<IReadOnlySet<AttachmentId>>(connection =>
        connection.Query<string>("select id from attachments where id in @Ids", new { Ids = ids.Select(id => id.Value) }).Select(AttachmentId.Of).ToHashSet(), stop);

    static Attachment Read(SqliteDataReader row) => new(
        new(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetInt64(3),
        row.IsDBNull(4) ? null : row.GetInt32(4), row.IsDBNull(5) ? null : row.GetInt32(5), row.GetBoolean(6) ? true : null);
}
