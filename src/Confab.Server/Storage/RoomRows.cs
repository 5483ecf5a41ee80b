using System.Text.Json;
using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>How rooms come into a SQLite database, change and go. Each method runs in the writer's transaction.</summary>
static class RoomRows
{
    public static bool Insert(SqliteConnection connection, NewRoom room) => connection.Execute(
        """
        insert into rooms (id, name, kind, visibility, assistant_mode, created_at, topic, is_temporary, assistants)
        values (@Id, @Name, @Kind, @Visibility, @Mode, @At, @Topic, @IsTemporary, @Assistants) on conflict (id) do nothing
        """,
        new
        {
            Id = room.Id.Value,
            room.Name,
            Kind = room.Kind.Word(),
            Visibility = room.Visibility.Word(),
            Mode = room.AssistantMode.Word(),
            At = room.CreatedAt.ToUnixTimeMilliseconds(),
            room.Topic,
            room.IsTemporary,
            Assistants = Json(room.Assistants.Select(a => a.Value)),
        }) == 1;

    public static void InsertOwner(SqliteConnection connection, NewRoom room, UserId owner) => connection.Execute(
        """
        insert into participants (room_id, user_id, joined_at, role) values (@Room, @User, @At, 'owner');
        update rooms set user_count = user_count + 1 where id = @Room;
        """, new { Room = room.Id.Value, User = owner.Value, At = room.CreatedAt.ToUnixTimeMilliseconds() });

    public static RoomOutcome OpenDirect(SqliteConnection connection, NewRoom room, UserId other)
    {
        var opener = room.Owner!.Value;
        var (lesser, greater) = string.CompareOrdinal(opener.Value, other.Value) < 0 ? (opener, other) : (other, opener);
        var pair = new { A = lesser.Value, B = greater.Value, Room = room.Id.Value, By = opener.Value };
        if (connection.ExecuteScalar<string?>("select room_id from direct_rooms where user_a = @A and user_b = @B", pair) is { } there)
        {
            connection.Execute("update direct_rooms set opened_by = null where room_id = @There and opened_by <> @By", new { There = there, pair.By });
            return new RoomChange(RoomQueries.Find(connection, new(there))!);
        }
        if (!Insert(connection, room)) return RoomRefusal.Exists;
        InsertOwner(connection, room, lesser);
        InsertOwner(connection, room, greater);
        connection.Execute("insert into direct_rooms (user_a, user_b, room_id, opened_by) values (@A, @B, @Room, @By)", pair);
        return new RoomChange(RoomQueries.Find(connection, room.Id)!) { IsNew = true };
    }

    public static RoomChange? Rename(SqliteConnection connection, RoomId id, string name, string insteadOf)
    {
        if (RoomQueries.Find(connection, id) is not { ArchivedAt: null } before || before.Name != insteadOf) return null;
        var after = before with { Name = name, Version = before.Version + 1 };
        connection.Execute("update rooms set name = @Name, version = @Version where id = @Id", new { Id = id.Value, after.Name, after.Version });
        return new RoomChange(after) { Before = before, Named = RoomQueries.ReadNamed(connection, after) };
    }

    public static RoomOutcome Update(SqliteConnection connection, RoomId id, RoomPatch patch, Author by, DateTimeOffset at)
    {
        if (RoomQueries.Find(connection, id) is not { } before) return RoomRefusal.UnknownRoom;
        if (before.ArchivedAt is not null && patch.IsArchived is not false) return RoomRefusal.Archived;
        var after = patch.ApplyTo(before, DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()));
        if (after == before) return new RoomChange(before);
        after = after with { Version = before.Version + 1 };
        connection.Execute(
            """
            update rooms set name = @Name, topic = @Topic, visibility = @Visibility, assistant_mode = @Mode, uploads = @Uploads, history_days = @HistoryDays,
                max_users = @MaxUsers, slow_mode_seconds = @SlowModeSeconds, archived_at = @ArchivedAt, is_temporary = @IsTemporary,
                memory = @Memory, tools = @Tools, version = @Version
            where id = @Id
            """,
            new
            {
                Id = id.Value,
                after.Name,
                after.Topic,
                Visibility = after.Visibility.Word(),
                Mode = after.AssistantMode.Word(),
                after.Uploads,
                after.HistoryDays,
                after.MaxUsers,
                after.SlowModeSeconds,
                ArchivedAt = after.ArchivedAt?.ToUnixTimeMilliseconds(),
                IsTemporary = after.IsTemporary is true,
                Memory = after.Memory is not false,
                Tools = after.Tools is null ? null : Json(after.Tools),
                after.Version,
            });
        AuditRow.Insert(connection, new(id, by, ActionOf(before, after), null, RoomPatch.Describe(before, after), at));
        var change = new RoomChange(after) { Before = before, Named = RoomQueries.ReadNamed(connection, after) };
        return before.Visibility == Visibility.Public && after.Visibility == Visibility.Private ? change with { NeverFound = RoomQueries.ReadNamed(connection, before) } : change;
    }

    public static RoomOutcome PutAssistant(SqliteConnection connection, RoomId id, Author assistant, bool isIn, Author by, DateTimeOffset at)
    {
        if (RoomQueries.Find(connection, id) is not { } before) return RoomRefusal.UnknownRoom;
        if (before.ArchivedAt is not null) return RoomRefusal.Archived;
        var assistants = before.Assistants ?? [];
        if (!isIn && !assistants.Contains(assistant.Id)) return RoomRefusal.AssistantNotIn;
        if (isIn && assistants.Contains(assistant.Id)) return new RoomChange(before);
        if (isIn && assistants.Count >= Limits.MaxAssistants) return RoomRefusal.TooManyAssistants;
        IReadOnlyList<UserId> now = isIn ? [.. assistants, assistant.Id] : [.. assistants.Where(a => a != assistant.Id)];
        var after = before with { Assistants = now, Version = before.Version + 1 };
        connection.Execute(
            "update rooms set assistants = @Assistants, version = @Version where id = @Id", new { Id = id.Value, Assistants = Json(now.Select(a => a.Value)), after.Version });
        if (!isIn) connection.Execute("delete from cursors where room_id = @Id and member_id = @Member", new { Id = id.Value, Member = assistant.Id.Value });
        AuditRow.Insert(connection, new(id, by, isIn ? AuditActions.Invite : AuditActions.Remove, assistant.Id.Value, assistant.Name, at));
        var change = new RoomChange(after) { Before = before, Named = RoomQueries.ReadNamed(connection, after) };
        return isIn ? change with { AssistantIn = assistant } : change with { AssistantOut = assistant };
    }

    public static RoomOutcome Delete(SqliteConnection connection, RoomId id, DateTimeOffset at) =>
        RoomQueries.Find(connection, id) is { } room ? MarkDeleted(connection, new RoomChange(room), at) : RoomRefusal.UnknownRoom;

    /// <summary>From here on it is to everybody as if it were not there.</summary>
    public static RoomChange MarkDeleted(SqliteConnection connection, RoomChange change, DateTimeOffset at)
    {
        var named = RoomQueries.ReadNamed(connection, change.Room);
        connection.Execute(
            """
            update rooms set deleted_at = @At, visibility = 'private' where id = @Room;
            delete from participants where room_id = @Room;
            delete from bans where room_id = @Room;
            delete from left_muted where room_id = @Room;
            """, new { Room = change.Room.Id.Value, At = at.ToUnixTimeMilliseconds() });
        return change with { IsGone = true, Named = named };
    }

    static string Json(IEnumerable<string> list) => JsonSerializer.Serialize([.. list], StorageJson.Default.StringArray);

    static string ActionOf(Room before, Room after) => (before.ArchivedAt, after.ArchivedAt) switch
    {
        (null, not null) => AuditActions.Archive,
        (not null, null) => AuditActions.Reopen,
        _ => AuditActions.Update,
    };
}
