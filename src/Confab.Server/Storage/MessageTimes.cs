using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Messages are numbered as they come, so a time is a place among their numbers, found by halving.</summary>
static class MessageTimes
{
    /// <summary>Messages stored together may be out of order by as long as one of them waited.</summary>
    static readonly TimeSpan Disorder = TimeSpan.FromMinutes(1);

    /// <summary>The numbers among which are all messages of a time; at its ends there may be some of other times.</summary>
    public static (long First, long End) DocsBetween(SqliteConnection connection, DateTimeOffset? from, DateTimeOffset? to)
    {
        using var command = connection.Prepared("select doc, created_at from messages where doc >= $doc order by doc limit 1", "$doc");
        using var newest = connection.Prepared("select ifnull(max(doc), 0) from messages");
        var end = (long)newest.ExecuteScalar()! + 1;
        return (from is { } f ? FirstAt(command, end, f - Disorder) : 0, to is { } t ? FirstAt(command, end, t + Disorder) : end);
    }

    /// <summary>The first number whose message was taken then or later.</summary>
    static long FirstAt(SqliteCommand next, long end, DateTimeOffset time)
    {
        var (low, high, at) = (0L, end, time.ToUnixTimeMilliseconds());
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            using var row = next.With(middle).ExecuteReader();
            if (!row.Read() || row.GetInt64(1) >= at) high = middle;
            else low = row.GetInt64(0) + 1;
        }
        return low;
    }
}
