using Confab.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

public sealed class SqliteStatStore(SqliteDatabase database) : IStatStore
{
    const string CountDays =
        """
        insert into room_days (room_id, day, messages, answers, failures, prompt_tokens, completion_tokens, first_token_ms, first_tokens)
        select room_id, created_at / 86400000, sum(author_kind = 'user'), sum(author_kind = 'assistant'), sum(author_kind = 'assistant' and status = 'error'),
            sum(ifnull(json_extract(generation, '$.usage.promptTokens'), 0)), sum(ifnull(json_extract(generation, '$.usage.completionTokens'), 0)),
            ifnull(sum(json_extract(generation, '$.timeToFirstTokenMs')), 0), count(json_extract(generation, '$.timeToFirstTokenMs'))
        from messages where doc > @After and doc <= @Last and author_kind <> 'system' group by 1, 2
        on conflict (room_id, day) do update set
            messages = messages + excluded.messages, answers = answers + excluded.answers, failures = failures + excluded.failures,
            prompt_tokens = prompt_tokens + excluded.prompt_tokens, completion_tokens = completion_tokens + excluded.completion_tokens,
            first_token_ms = first_token_ms + excluded.first_token_ms, first_tokens = first_tokens + excluded.first_tokens
        """;

    const string CountPeople =
        """
        insert into room_day_people (room_id, day, user_id)
        select distinct room_id, created_at / 86400000, author_id from messages where doc > @After and doc <= @Last and author_kind = 'user'
        on conflict do nothing
        """;

    const string SelectDays =
        """
        with
        said as (
            select day, sum(messages) m, sum(answers) a, sum(failures) f, sum(prompt_tokens) p, sum(completion_tokens) c, sum(first_token_ms) ms, sum(first_tokens) n
            from room_days where day >= @From and (@Room is null or room_id = @Room) group by day),
        people as (select day, count(distinct user_id) n from room_day_people where day >= @From and (@Room is null or room_id = @Room) group by day),
        rated as (
            select f.created_at / 86400000 day, sum(f.rating = 'like') likes, sum(f.rating = 'dislike') dislikes
            from feedback f join messages m on m.id = f.message_id
            where f.created_at >= @From * 86400000 and (@Room is null or m.room_id = @Room) group by 1),
        days as (select day from said union select day from people union select day from rated)
        select d.day, ifnull(m, 0), ifnull(people.n, 0), ifnull(a, 0), ifnull(f, 0), ifnull(p, 0), ifnull(c, 0), ms / said.n, ifnull(likes, 0), ifnull(dislikes, 0)
        from days d left join said on said.day = d.day left join people on people.day = d.day left join rated on rated.day = d.day
        order by d.day
        """;

    const string SelectTotals =
        """
        select case when @Room is null then (select count(*) from rooms) end,
            case when @Room is null then (select count(*) from users) else (select count(*) from participants where room_id = @Room) end,
            (select count(distinct user_id) from room_day_people where day >= @From and (@Room is null or room_id = @Room)),
            (select count(*) from attachments where @Room is null or room_id = @Room),
            (select ifnull(sum(size), 0) from attachments where @Room is null or room_id = @Room)
        """;

    static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public Task<bool> CountAsync(int most) => database.Writer.WriteAsync(connection =>
    {
        var after = connection.ExecuteScalar<long>("select doc from stat_progress");
        // Numbers of deleted rooms are missing: what bounds the work is how many there are, not how far it goes.
        var last = connection.ExecuteScalar<long?>("select max(doc) from (select doc from messages where doc > @after order by doc limit @most)", new { after, most });
        if (last is null) return false;
        var range = new { After = after, Last = last.Value };
        SqlMapper.Execute(connection, CountDays, range);
        SqlMapper.Execute(connection, CountPeople, range);
        SqlMapper.Execute(connection, "update stat_progress set doc = @Last", range);
        return true;
    });

    public Task<IReadOnlyList<DayStats>> ReadDaysAsync(RoomId? room, DateOnly from, CancellationToken stop) => database.ReadAsync<IReadOnlyList<DayStats>>(connection =>
    {
        using var row = connection.ExecuteReader(SelectDays, new { Room = room?.Value, From = from.DayNumber - Epoch });
        var days = new List<DayStats>();
        while (row.Read())
            days.Add(new DayStats(
                DateOnly.FromDayNumber(row.GetInt32(0) + Epoch), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4),
                row.GetInt64(5), row.GetInt64(6), row.IsDBNull(7) ? null : row.GetDouble(7), row.GetInt64(8), row.GetInt64(9)));
        return days;
    }, stop);

    public Task<TotalStats> ReadTotalsAsync(RoomId? room, DateOnly from, CancellationToken stop) => database.ReadAsync(connection =>
    {
        using var row = connection.ExecuteReader(SelectTotals, new { Room = room?.Value, From = from.DayNumber - Epoch });
        row.Read();
        return new TotalStats(row.IsDBNull(0) ? null : row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
    }, stop);
}
