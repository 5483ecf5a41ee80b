using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>The append path on the writer's connection, its statements prepared once.</summary>
sealed class SqliteMessageLog
{
    /// <summary>So many messages before its first answer in a room an assistant thinks about.</summary>
    const int FirstThought = 20;

    readonly SqliteFinder _finder;
    readonly SqliteNumbers _numbers;
    readonly SqliteThreads _threads;
    readonly SqliteMentions _mentions;
    readonly SqliteFiles _files;
    readonly SqliteMessageChanges _changes;
    readonly SqliteBranches _branches;
    readonly SqliteStatement _insert;
    readonly SqliteCommand _insertDraft, _dropDraft, _startAnew, _newestLine, _answered;

    public SqliteMessageLog(SqliteConnection connection, SqliteWriter writer)
    {
        _finder = new SqliteFinder(connection, writer);
        _numbers = new SqliteNumbers(writer);
        _threads = new SqliteThreads(connection, _finder, _numbers);
        _mentions = new SqliteMentions(connection);
        _files = new SqliteFiles(connection);
        _changes = new SqliteMessageChanges(connection, _finder, _numbers, _threads, _mentions, _files);
        _branches = new SqliteBranches(connection, _finder);
        _insert = writer.Prepare($"insert into messages ({MessageRow.Written}, place) values ({MessageRow.Parameters}, ?)");
        _insertDraft = ReplyDraftRow.PrepareInsert(connection);
        _dropDraft = connection.Prepared("delete from reply_drafts where message_id = $id", "$id");
        _startAnew = connection.Prepared("update rooms set context_seq = $seq where id = $room", "$seq", "$room");
        _newestLine = connection.Prepared(
            "select m.id from rooms r join messages m on m.room_id = r.id and m.seq = r.context_seq where r.id = $room and r.seq = r.context_seq", "$room");
        // What was said long before an assistant's first answer here is left alone.
        _answered = connection.Prepared(
            $"""
            insert into memory_cursors (room_id, assistant_id, seq, answered_seq) values ($room, $assistant, max(0, $seq - {FirstThought}), $seq)
            on conflict do update set answered_seq = excluded.answered_seq
            """, "$room", "$assistant", "$seq");
    }

    public Appended Append(Change change) => change is NewMessage message ? Append(message) : _changes.Apply(change);

    Appended Append(NewMessage message)
    {
        var appended = TryAppend(message);
        // A promise that cannot be kept is none.
        if (appended.Refusal is not null && message.Author.Kind == AuthorKind.Assistant) _dropDraft.With(message.Id.Value).ExecuteNonQuery();
        return appended;
    }

    Appended TryAppend(NewMessage message)
    {
        if (_finder.IsKnown(message.Id))
        {
            if (_finder.Find(message.Id) is { } found)
                return found.RoomId == message.RoomId && found.Author.Id == message.Author.Id
                    ? Appended.Again(found)
                    : Appended.Refused(AppendRefusal.IdTaken);
            // An assistant's promise, which only it may keep.
            if (message.Author.Kind != AuthorKind.Assistant) return Appended.Refused(AppendRefusal.IdTaken);
        }
        if (message.StartsAnew && NewestLine(message.RoomId) is { } line) return Appended.Again(line);
        var parent = message.ParentId is { } answered ? _finder.Find(answered) : null;
        if (message.ParentId is not null && parent?.RoomId != message.RoomId) return Appended.Refused(AppendRefusal.UnknownParent);
        Message? first = null, before = null;
        if (message.VariantOf is { } variant && (first = _branches.FindFirst(message, variant)) is null) return Appended.Refused(AppendRefusal.UnknownVariant);
        // An assistant's was counted when it was promised.
        if (first is not null && message.Author.Kind == AuthorKind.User && _branches.IsFull(first.Id)) return Appended.Refused(AppendRefusal.TooManyVariants);
        if (message.AfterId is { } after && (before = _branches.FindBefore(message, after)) is null) return Appended.Refused(AppendRefusal.UnknownPredecessor);

        Message? root = null;
        if ((first is null ? message.ThreadId : first.ThreadId) is { } thread && (root = _threads.FindRoot(message.RoomId, thread)) is null) return Appended.Refused(AppendRefusal.UnknownThread);
        IReadOnlyList<Attachment>? files = null;
        if (message.Attachments.Count > 0 && (files = _files.Find(message)) is null) return Appended.Refused(AppendRefusal.UnknownFile);

        var counts = root is null && message.Author.Kind != AuthorKind.System;
        if (_numbers.Next(message.RoomId, counts) is not var (seq, rev, place)) return Appended.Refused(AppendRefusal.UnknownRoom);
        var stored = new Message(
            message.Id, message.RoomId, seq, rev, message.Author, message.Content, message.CreatedAt, message.Status, message.ParentId, message.Generation,
            root?.Id, Attachments: files, VariantOf: first?.Id, AfterId: _branches.AfterOf(message, first, before, parent, seq));
        Insert(stored, place);
        _files.Give(stored);
        var named = _mentions.Add(stored);
        var replies = Promise(message, parent, root, named);
        if (message.StartsAnew) _startAnew.With(seq, message.RoomId.Value).ExecuteNonQuery();
        return Appended.New(stored, root is null ? null : _threads.Grow(root, stored), named) with { Replies = replies };
    }

    List<ReplyDraft>? Promise(NewMessage message, Message? parent, Message? root, IReadOnlyList<UserId>? named)
    {
        if (message.Asks.Count + message.Offers.Count == 0) return null;
        List<ReplyDraft> promised = [.. message.Asks, .. message.Offers.Where(o => IsTaken(message, o, parent, root, named)).Select(o => o.Draft)];
        for (var i = 0; i < promised.Count; i++) ReplyDraftRow.Insert(_insertDraft, promised[i] = promised[i] with { ThreadId = root?.Id });
        return promised;
    }

    static bool IsTaken(NewMessage message, OfferedReply offer, Message? parent, Message? root, IReadOnlyList<UserId>? named) =>
        named is null && (offer.IsFollowing || (IsFor(offer, message, parent) && IsFor(offer, message: null, root)));

    /// <summary>Whether a message that answers another, or stands in its thread, may be for an assistant: it is its own, or the asker's.</summary>
    static bool IsFor(OfferedReply offer, NewMessage? message, Message? other) =>
        other is null || other.Author.Id == offer.Draft.Author.Id || (message is not null && other.Author.Id == message.Author.Id);

    void Insert(Message m, long place)
    {
        _insert.Bind(m.RoomId.Value).Bind(m.Seq).Bind(m.Rev).Bind(m.Id.Value)
            .Bind(m.Author.Id.Value).Bind(m.Author.Name).Bind(m.Author.Kind.Word()).Bind(m.Content)
            .Bind(m.ParentId?.Value).Bind(m.Status.Word())
            .Bind(m.Generation is null ? null : JsonSerializer.Serialize(m.Generation, ProtocolJson.Default.GenerationInfo))
            .Bind(m.CreatedAt.ToUnixTimeMilliseconds()).Bind(m.ThreadId?.Value)
            .Bind(m.Attachments is null ? null : JsonSerializer.Serialize(m.Attachments, ProtocolJson.Default.IReadOnlyListAttachment))
            .Bind(m.VariantOf?.Value).Bind(m.AfterId?.Value).Bind(place).Run();
        if (m.Author.Kind != AuthorKind.Assistant) return;
        _dropDraft.With(m.Id.Value).ExecuteNonQuery();
        if (m.Status == MessageStatus.Complete) _answered.With(m.RoomId.Value, m.Author.Id.Value, m.Seq).ExecuteNonQuery();
    }

    /// <summary>The line from which assistants begin anew, where nothing was said after it.</summary>
    Message? NewestLine(RoomId room) => _newestLine.With(room.Value).ExecuteScalar() is string id ? _finder.Find(new MessageId(id)) : null;
}
