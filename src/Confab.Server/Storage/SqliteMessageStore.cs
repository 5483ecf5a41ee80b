using System.Text.Json;
using Confab.Protocol;
using Confab.Protocol.Json;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteMessageStore(SqliteDatabase database) : IMessageStore
{
    AppendCommands? _append;

    public Task<IReadOnlyList<Appended>> AppendAsync(IReadOnlyList<NewMessage> messages) =>
        database.Writer.WriteAsync<IReadOnlyList<Appended>>(connection =>
        {
            _append ??= new AppendCommands(connection, database.Writer);
            var appended = new Appended[messages.Count];
            for (var i = 0; i < appended.Length; i++) appended[i] = Append(_append, messages[i]);
            return appended;
        });

    public Task<MessagePage> ReadPageAsync(RoomId room, long? beforeSeq, int limit, CancellationToken stop) =>
        database.ReadAsync(connection =>
        {
            var rev = ReadRev(connection, room);
            using var command = connection.Prepared(
                $"select {MessageRow.Columns} from messages where room_id = $room and seq < $before order by seq desc limit $limit", "$room", "$before", "$limit");
            var (messages, hasMore) = MessageRow.ReadPage(command.With(room.Value, beforeSeq ?? long.MaxValue, limit + 1), limit);
            messages.Reverse();
            return new MessagePage(messages, rev, hasMore);
        }, stop);

    public Task<MessagePage> ReadChangesAsync(RoomId room, long afterRev, int limit, CancellationToken stop) =>
        database.ReadAsync(connection =>
        {
            var rev = ReadRev(connection, room);
            using var command = connection.Prepared(
                $"select {MessageRow.Columns} from messages where room_id = $room and rev > $after order by rev limit $limit", "$room", "$after", "$limit");
            var (messages, hasMore) = MessageRow.ReadPage(command.With(room.Value, afterRev, limit + 1), limit);
            return new MessagePage(messages, hasMore ? messages[^1].Rev : rev, hasMore);
        }, stop);

    public Task<Message?> FindAsync(RoomId room, MessageId id, CancellationToken stop) =>
        database.ReadAsync(connection =>
        {
            using var command = connection.Prepared($"select {MessageRow.Columns} from messages where id = $id and room_id = $room", "$id", "$room");
            return MessageRow.ReadAll(command.With(id.Value, room.Value)).FirstOrDefault();
        }, stop);

    public Task SaveDraftAsync(ReplyDraft draft) =>
        database.Writer.WriteAsync(connection => ReplyDraftRow.Update(connection, draft));

    public Task<IReadOnlyList<ReplyDraft>> ReadDraftsAsync(CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<ReplyDraft>>(ReplyDraftRow.ReadAll, stop);

    static Appended Append(AppendCommands commands, NewMessage message)
    {
        if (commands.IsKnown(message.Id))
        {
            if (commands.Find(message.Id) is { } found)
                return found.RoomId == message.RoomId && found.Author.Id == message.Author.Id
                    ? Appended.Again(found)
                    : Appended.Refused(AppendRefusal.IdTaken);
            // An assistant's promise, which only it may keep.
            if (message.Author.Kind != AuthorKind.Assistant) return Appended.Refused(AppendRefusal.IdTaken);
        }
        if (message.ParentId is { } parent && commands.Find(parent)?.RoomId != message.RoomId) return Appended.Refused(AppendRefusal.UnknownParent);
        if (commands.NextNumbers(message.RoomId) is not var (seq, rev, place)) return Appended.Refused(AppendRefusal.UnknownRoom);

        var stored = new Message(
            message.Id, message.RoomId, seq, rev, message.Author, message.Content, message.CreatedAt, message.Status, message.ParentId, message.Generation);
        commands.Insert(stored, place, message.Asks);
        return Appended.New(stored);
    }

    static long ReadRev(SqliteConnection connection, RoomId room)
    {
        using var command = connection.Prepared("select rev from rooms where id = $room", "$room");
        return command.With(room.Value).ExecuteScalar() as long? ?? 0;
    }

    /// <summary>The statements of the append path, prepared once on the writer's connection.</summary>
    sealed class AppendCommands(SqliteConnection connection, SqliteWriter writer)
    {
        readonly SqliteCommand _find = connection.Prepared($"select {MessageRow.Columns} from messages where id = $id", "$id");
        readonly SqliteStatement _isKnown = writer.Prepare(
            "select 1 where exists (select 1 from messages where id = ?1) or exists (select 1 from reply_drafts where message_id = ?1)");
        readonly SqliteStatement _next = writer.Prepare("update rooms set seq = seq + 1, rev = rev + 1, place = place + 1 where id = ? returning seq, rev, place");
        readonly SqliteStatement _insert = writer.Prepare($"insert into messages ({MessageRow.Columns}, place) values ({MessageRow.Parameters}, ?)");
        readonly SqliteCommand _insertDraft = ReplyDraftRow.PrepareInsert(connection);
        readonly SqliteCommand _dropDraft = connection.Prepared("delete from reply_drafts where message_id = $id", "$id");

        public Message? Find(MessageId id) => MessageRow.ReadAll(_find.With(id.Value)).FirstOrDefault();

        /// <summary>Whether it is a message's, or promised to one.</summary>
        public bool IsKnown(MessageId id) => _isKnown.Bind(id.Value).Run();

        public (long Seq, long Rev, long Place)? NextNumbers(RoomId room)
        {
            if (!_next.Bind(room.Value).Step())
            {
                _next.Reset();
                return null;
            }
            var numbers = (_next.Number(0), _next.Number(1), _next.Number(2));
            // Steps on: a statement that returns is done only at its end.
            _next.Run();
            return numbers;
        }

        public void Insert(Message m, long place, IReadOnlyList<ReplyDraft> asks)
        {
            _insert.Bind(m.RoomId.Value).Bind(m.Seq).Bind(m.Rev).Bind(m.Id.Value)
                .Bind(m.Author.Id.Value).Bind(m.Author.Name).Bind(m.Author.Kind.Word()).Bind(m.Content)
                .Bind(m.ParentId?.Value).Bind(m.Status.Word())
                .Bind(m.Generation is null ? null : JsonSerializer.Serialize(m.Generation, ProtocolJson.Default.GenerationInfo))
                .Bind(m.CreatedAt.ToUnixTimeMilliseconds()).Bind(place).Run();
            if (m.Author.Kind == AuthorKind.Assistant) _dropDraft.With(m.Id.Value).ExecuteNonQuery();
            foreach (var draft in asks) ReplyDraftRow.Insert(_insertDraft, draft);
        }
    }
}
