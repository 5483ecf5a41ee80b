using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteSummaryStore(SqliteDatabase database) : ISummaryStore
{
    // One for each branch that was gone on with lately, and then some.
    const int Kept = 32;

    public Task<IReadOnlyList<Summary>> ReadAsync(RoomId room, MessageId? thread, long beforeSeq, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<Summary>>(connection =>
        {
            using var command = connection.Prepared(
                $"""
                select id, from_seq, until_seq, until_id, content from summaries
                where room_id = $room and thread_id is $thread and until_seq < $before and from_seq > (select context_seq from rooms where id = $room)
                order by until_seq desc, id desc limit {Kept}
                """, "$room", "$before", "$thread");
            using var row = command.With(room.Value, beforeSeq, thread?.Value).ExecuteReader();
            var summaries = new List<Summary>();
            while (row.Read()) summaries.Add(new(row.GetInt64(0), thread, row.GetInt64(1), row.GetInt64(2), new(row.GetString(3)), row.GetString(4)));
            return summaries;
        }, stop);

    public Task<bool> SaveAsync(NewSummary summary, long rev) => database.Writer.WriteAsync(connection =>
    {
        if (!Insert(connection, summary, rev)) return false;
        // Whatever is gone on with writes new ones, so the oldest are of branches and ranges that nobody is on any more.
        connection.Execute(
            $"delete from summaries where id in (select id from summaries where room_id = @Room and thread_id is @Thread order by id desc limit -1 offset {Kept})",
            new { Room = summary.RoomId.Value, Thread = summary.ThreadId?.Value });
        return true;
    });

    static bool Insert(SqliteConnection connection, NewSummary summary, long rev) => connection.Execute(
        """
        insert into summaries (room_id, thread_id, from_seq, until_seq, until_id, content, model, created_at)
        select @Room, @Thread, @FromSeq, @UntilSeq, @UntilId, @Content, @Model, @At
        where exists (select 1 from messages where room_id = @Room and id = @UntilId)
            and not exists (
                select 1 from messages where room_id = @Room and seq between @FromSeq and @UntilSeq and rev > @Rev and (edited_at is not null or deleted_at is not null))
            and (select first_seq from rooms where id = @Room) <= @FromSeq
        """,
        new
        {
            Room = summary.RoomId.Value,
            Thread = summary.ThreadId?.Value,
            summary.FromSeq,
            summary.UntilSeq,
            UntilId = summary.UntilId.Value,
            summary.Content,
            summary.Model,
            At = summary.CreatedAt.ToUnixTimeMilliseconds(),
            Rev = rev,
        }) == 1;
}
