using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Who comes to a SQLite database's rooms, who goes, and what they are there. Each method runs in the writer's transaction.</summary>
sealed class Memberships(SqliteConnection connection)
{
    // Joins come in storms: what each of them runs is prepared once.
    readonly SqliteCommand _find = RoomQueries.PrepareStanding(connection);
    readonly SqliteCommand _mutedWhenLeft = connection.Prepared("select muted_until from left_muted where room_id = $room and user_id = $user", "$room", "$user");
    readonly SqliteCommand _forgetMuted = connection.Prepared("delete from left_muted where room_id = $room and user_id = $user", "$room", "$user");
    readonly SqliteCommand _hasOwner = connection.Prepared("select exists (select 1 from participants where room_id = $room and role = 'owner')", "$room");
    readonly SqliteCommand _count = connection.Prepared(
        "update rooms set user_count = user_count + $more, member_version = member_version + 1 where id = $room returning member_version", "$more", "$room");
    readonly SqliteCommand _insert = connection.Prepared(
        """
        insert into participants (room_id, user_id, joined_at, role, muted_until, version) values ($room, $user, $at, $role, $muted, $version)
        """, "$room", "$user", "$at", "$role", "$muted", "$version");
    readonly SqliteCommand _person = connection.Prepared("select name, last_seen from users where id = $user", "$user");

    public RoomOutcome Add(RoomId room, UserId user, DateTimeOffset at, Admission how)
    {
        if (RoomQueries.FindStanding(_find, room, user) is not { } there) return RoomRefusal.UnknownRoom;
        if (there.Standing is not null) return new RoomChange(there.Room);
        if (there.IsBanned && !how.LiftsBan) return RoomRefusal.Banned;
        if (how.OnlyPublic && there.Room.Visibility != Visibility.Public) return RoomRefusal.UnknownRoom;
        if (there.Room.MaxUsers <= there.Room.UserCount) return RoomRefusal.Full;

        var person = Insert(there.Room, user, at);
        if (there.IsBanned) connection.Execute("delete from bans where room_id = @Room and user_id = @User", new { Room = room.Value, User = user.Value });
        if (how.InvitedBy is { } by)
            AuditRow.Insert(connection, new(room, by, there.IsBanned ? AuditActions.Unban : AuditActions.Invite, user.Value, person.Name, at));
        return new RoomChange(there.Room with { UserCount = there.Room.UserCount + 1 }) { Joined = person };
    }

    public RoomOutcome Remove(RoomId room, UserId user, DateTimeOffset at, Removal? how)
    {
        if (RoomQueries.FindStanding(_find, room, user) is not { } there) return RoomRefusal.UnknownRoom;
        if (there.Standing is null && how is not { Bans: true }) return RoomRefusal.NotAMember;
        if (how is not null && !IsHigher(room, how.By, there.Standing)) return RoomRefusal.NotHigher;

        var person = Person(user);
        if (there.Standing is not null) Delete(room, user);
        if (how is not null) Note(room, user, person.Name, at, how);
        var count = there.Room.UserCount - (there.Standing is null ? 0 : 1);
        var isHidden = how is { Bans: true } && !there.IsBanned && there.Room.Visibility == Visibility.Public;
        var change = new RoomChange(there.Room with { UserCount = count }) { Left = there.Standing is null ? null : person, Banned = isHidden ? user : null };
        if (count == 0 && there.Room.IsTemporary is true) return RoomRows.MarkDeleted(connection, change, at);
        return there.Standing is { Role: RoomRole.Owner } && there.Room.Kind == RoomKind.Group && Inherit(room, person, at) is { } heir ? change with { Changed = [heir] } : change;
    }

    public RoomOutcome SetRole(RoomId room, UserId user, RoomRole role, Author by, DateTimeOffset at)
    {
        if (RoomQueries.FindStanding(_find, room, user) is not { } there) return RoomRefusal.UnknownRoom;
        if (RoomQueries.RoleOf(connection, room, by.Id) != RoomRole.Owner) return RoomRefusal.NotHigher;
        if (there.Standing is null) return RoomRefusal.NotAMember;
        if (there.Standing.Role == role) return new RoomChange(there.Room);
        if (there.Standing.Role == RoomRole.Owner && IsLastOwner(room)) return RoomRefusal.LastOwner;
        var changed = Set(room, user, role, there.Standing.MutedUntil);
        AuditRow.Insert(connection, new(room, by, AuditActions.SetRole, user.Value, $"{changed.Name}: {role.Word()}", at));
        return new RoomChange(there.Room) { Changed = [changed] };
    }

    public RoomOutcome Mute(RoomId room, UserId user, DateTimeOffset? until, Author by, DateTimeOffset at)
    {
        if (RoomQueries.FindStanding(_find, room, user) is not { } there) return RoomRefusal.UnknownRoom;
        if (there.Standing is null) return RoomRefusal.NotAMember;
        if (!IsHigher(room, by, there.Standing)) return RoomRefusal.NotHigher;
        if (there.Standing.MutedUntil == until) return new RoomChange(there.Room);
        var changed = Set(room, user, there.Standing.Role, until);
        AuditRow.Insert(connection, new(
            room, by, until is null ? AuditActions.Unmute : AuditActions.Mute, user.Value, until is null ? changed.Name : $"{changed.Name}, until {until:yyyy-MM-dd HH:mm} UTC", at));
        return new RoomChange(there.Room) { Changed = [changed] };
    }

    Participant Insert(Room room, UserId user, DateTimeOffset at)
    {
        var role = room.Kind == RoomKind.Group && _hasOwner.With(room.Id.Value).ExecuteScalar() is 0L ? RoomRole.Owner : RoomRole.Member;
        var muted = role == RoomRole.Owner ? null : _mutedWhenLeft.With(room.Id.Value, user.Value).ExecuteScalar() as long?;
        if (muted <= at.ToUnixTimeMilliseconds()) muted = null;
        // From here on their standing tells it alone: who may write again before they leave is not muted by an old word.
        _forgetMuted.With(room.Id.Value, user.Value).ExecuteNonQuery();
        var version = NextVersion(room.Id, 1);
        _insert.With(room.Id.Value, user.Value, at.ToUnixTimeMilliseconds(), role.Word(), muted, version).ExecuteNonQuery();
        using var row = _person.With(user.Value).ExecuteReader();
        row.Read();
        return new(user, row.GetString(0), RoomRow.Time(row.GetInt64(1)), new(role, muted is { } until ? RoomRow.Time(until) : null, version));
    }

    void Delete(RoomId room, UserId user)
    {
        connection.Execute(
            """
            insert into left_muted (room_id, user_id, muted_until) select room_id, user_id, muted_until from participants
            where room_id = @Room and user_id = @User and muted_until is not null
            on conflict do update set muted_until = excluded.muted_until;
            delete from participants where room_id = @Room and user_id = @User;
            """, new { Room = room.Value, User = user.Value });
        NextVersion(room, -1);
    }

    void Note(RoomId room, UserId user, string name, DateTimeOffset at, Removal how)
    {
        if (how.Bans)
            connection.Execute(
                "insert into bans (room_id, user_id, banned_at) values (@Room, @User, @At) on conflict do nothing",
                new { Room = room.Value, User = user.Value, At = at.ToUnixTimeMilliseconds() });
        AuditRow.Insert(connection, new(room, how.By, how.Bans ? AuditActions.Ban : AuditActions.Remove, user.Value, name, at));
    }

    /// <summary>Null where there is another owner, or nobody at all.</summary>
    Participant? Inherit(RoomId room, Author leaver, DateTimeOffset at)
    {
        if (_hasOwner.With(room.Value).ExecuteScalar() is 1L) return null;
        var heir = connection.ExecuteScalar<string?>(
            "select user_id from participants where room_id = @Room order by role = 'moderator' desc, joined_at, user_id limit 1", new { Room = room.Value });
        if (heir is null) return null;
        var owner = Set(room, new(heir), RoomRole.Owner, mutedUntil: null);
        AuditRow.Insert(connection, new(room, leaver, AuditActions.Inherit, heir, owner.Name, at));
        return owner;
    }

    Participant Set(RoomId room, UserId user, RoomRole role, DateTimeOffset? mutedUntil)
    {
        connection.Execute(
            "update participants set role = @Role, muted_until = @Until, version = @Version where room_id = @Room and user_id = @User",
            new { Room = room.Value, User = user.Value, Role = role.Word(), Until = mutedUntil?.ToUnixTimeMilliseconds(), Version = NextVersion(room, 0) });
        return RoomQueries.ReadParticipants(connection, room, 1, user)[0];
    }

    bool IsHigher(RoomId room, Author by, Standing? than) => RoomQueries.RoleOf(connection, room, by.Id) is { } role && role > (than?.Role ?? RoomRole.Member);

    bool IsLastOwner(RoomId room) => connection.ExecuteScalar<long>("select count(*) from participants where room_id = @Room and role = 'owner'", new { Room = room.Value }) == 1;

    long NextVersion(RoomId room, int more)
    {
        using var row = _count.With(more, room.Value).ExecuteReader();
        row.Read();
        var version = row.GetInt64(0);
        // Steps on: a statement that returns is done only at its end.
        row.Read();
        return version;
    }

    Author Person(UserId user) => new(user, connection.ExecuteScalar<string>("select name from users where id = @User", new { User = user.Value })!, AuthorKind.User);
}
