using Confab.Protocol;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Changes of messages that are there. One that changes nothing takes no rev.</summary>
sealed class SqliteMessageChanges(
    SqliteConnection connection, SqliteFinder finder, SqliteNumbers numbers, SqliteThreads threads, SqliteMentions mentions, SqliteFiles files)
{
    readonly SqliteMarks _marks = new(connection);
    readonly SqliteCommand _edit = connection.Prepared(
        "update messages set content = $content, edited_at = $at, rev = $rev where id = $id", "$content", "$at", "$rev", "$id");
    // How it was made is counted; what its tools said is of what it said.
    readonly SqliteCommand _delete = connection.Prepared(
        """
        update messages set content = '', attachments = null, has_reactions = 0, has_feedback = 0, deleted_at = $at, rev = $rev,
            generation = json_remove(generation, '$.tools', '$.sources', '$.memories')
        where id = $id
        """, "$at", "$rev", "$id");
    readonly SqliteCommand _mark = connection.Prepared(
        """
        update messages set rev = $rev,
            has_reactions = exists (select 1 from reactions where message_id = $id),
            has_feedback = exists (select 1 from feedback where message_id = $id)
        where id = $id
        """, "$rev", "$id");

    public Appended Apply(Change change) => change switch
    {
        Edit edit => Apply(edit.Id, message => Apply(message, edit)),
        Deletion deletion => Delete(deletion),
        React react => Apply(react.Id, message => Apply(message, react)),
        Rate rate => Apply(rate.Id, message => Apply(message, rate)),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "nothing is known of this change"),
    };

    Appended Apply(MessageId id, Func<Message, Appended> apply) => finder.Find(id) switch
    {
        null => Appended.Refused(AppendRefusal.UnknownMessage),
        { DeletedAt: not null } => Appended.Refused(AppendRefusal.Deleted),
        var message => apply(message),
    };

    Appended Apply(Message message, Edit edit)
    {
        if (message.Content == edit.Content) return Appended.Again(message);
        var before = mentions.Drop(message);
        _edit.With(edit.Content, edit.At.ToUnixTimeMilliseconds(), numbers.NextRev(message.RoomId), message.Id.Value).ExecuteNonQuery();
        var edited = finder.Find(message.Id)!;
        var now = mentions.Add(edited);
        return Appended.New(edited, named: before is null || now is null ? now ?? before : [.. before.Union(now)]);
    }

    Appended Delete(Deletion deletion)
    {
        if (finder.Find(deletion.Id) is not { } message) return Appended.Refused(AppendRefusal.UnknownMessage);
        if (message.DeletedAt is not null) return Appended.Again(message);
        var named = mentions.Drop(message);
        files.Drop(message);
        _marks.Drop(message);
        _delete.With(deletion.At.ToUnixTimeMilliseconds(), numbers.NextRev(message.RoomId), message.Id.Value).ExecuteNonQuery();
        if (deletion.Entry is { } entry) AuditRow.Insert(connection, entry);
        return Appended.New(finder.Find(message.Id)!, message.ThreadId is { } root ? threads.Shrink(root) : null, named);
    }

    Appended Apply(Message message, React react)
    {
        if (react.On && message.Reactions is { Count: >= Limits.MaxReactions } kinds && kinds.All(k => k.Emoji != react.Emoji))
            return Appended.Refused(AppendRefusal.TooManyReactions);
        return _marks.Put(react) ? Marked(message) : Appended.Again(message);
    }

    Appended Apply(Message message, Rate rate) => _marks.Put(rate) ? Marked(message) : Appended.Again(message);

    Appended Marked(Message message)
    {
        _mark.With(numbers.NextRev(message.RoomId), message.Id.Value).ExecuteNonQuery();
        return Appended.New(finder.Find(message.Id)!);
    }
}
