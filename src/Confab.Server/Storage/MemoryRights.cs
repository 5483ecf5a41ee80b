using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>
/// Who may see a memory and who may change it, as conditions on a row <c>m</c> of <c>memories</c>: the one place that says so. They
/// are part of the queries, so that what somebody may not see is not even read.
/// </summary>
/// <param name="ToAudience">Everyone who will read an answer may see it, and it is to be used at all.</param>
/// <param name="ToReader">
/// One person may see it. Who left a room still sees what they alone said there, of themselves or of nobody, to forget it.
/// </param>
/// <param name="ByReader">That person may change it.</param>
sealed record MemoryRights(string ToAudience, string ToReader, string ByReader)
{
    public static MemoryRights Ours { get; } = new(
        """
        (case m.scope
            when 'private' then m.user_id = $only
            when 'user' then m.user_id in (select value from json_each($people))
            when 'room' then exists (
                select 1 from rooms r where r.id = m.room_id and r.deleted_at is null and r.memory
                and (r.id = $room or ($closed and not exists (
                    select 1 from json_each($people) p where not exists (
                        select 1 from participants x where x.room_id = r.id and x.user_id = p.value)))))
        end)
        and exists (select 1 from rooms here where here.id = $room and here.deleted_at is null and here.memory)
        and not exists (
            select 1 from memory_off o where o.until is null and o.assistant_id = m.assistant_id and o.user_id in (m.user_id, m.said_by, $asker))
        """,
        """
        (case m.scope
            when 'room' then exists (
                select 1 from participants x join rooms r on r.id = x.room_id where x.room_id = m.room_id and x.user_id = $reader and r.deleted_at is null)
                or (m.said_by = $reader and (m.user_id is null or m.user_id = $reader)
                    and exists (select 1 from rooms r where r.id = m.room_id and r.deleted_at is null)
                    and not exists (
                        select 1 from memory_sources s left join messages y on y.id = s.message_id where s.doc = m.doc and y.author_id is not $reader))
            else m.user_id = $reader
        end)
        """,
        """
        (case
            when m.user_id is not null then m.user_id = $reader
            else m.said_by = $reader or exists (
                select 1 from participants x where x.room_id = m.room_id and x.user_id = $reader and x.role in ('moderator', 'owner'))
        end)
        """);

    /// <summary>Where an index leads to all that <see cref="ToAudience"/> may allow.</summary>
    public const string NearAudience =
        """
        m.assistant_id = $assistant and (
            m.user_id in (select value from json_each($people)) or m.room_id = $room
            or ($closed and m.room_id in (select x.room_id from participants x where x.user_id = (select value from json_each($people) limit 1))))
        """;

    /// <summary>Where an index leads to all that <see cref="ToReader"/> may allow.</summary>
    public const string NearReader =
        """
        (m.user_id = $reader or m.said_by = $reader or m.room_id in (select mine.room_id from participants mine where mine.user_id = $reader))
        """;

    /// <summary>The reader is where it is used. Who left that room is not to hear how often it is asked there.</summary>
    public const string UsedBeforeReader =
        """
        (m.room_id is null or exists (select 1 from participants x where x.room_id = m.room_id and x.user_id = $reader))
        """;

    public static void Bind(SqliteCommand command, MemoryQuestion question)
    {
        var audience = question.Audience;
        var isClosed = audience.IsClosed && audience.People.Count > 0;
        command.Parameters.AddWithValue("$assistant", question.Assistant.Value);
        command.Parameters.AddWithValue("$room", audience.Room.Value);
        command.Parameters.AddWithValue("$closed", isClosed ? 1 : 0);
        command.Parameters.AddWithValue("$only", isClosed && audience.People.Count == 1 ? audience.People[0].Value : DBNull.Value);
        command.Parameters.AddWithValue("$people", Json(audience.People.Select(p => p.Value)));
        command.Parameters.AddWithValue("$asker", question.Asker.Value);
    }

    public static string Json(IEnumerable<string> list) => JsonSerializer.Serialize([.. list], StorageJson.Default.StringArray);
}
