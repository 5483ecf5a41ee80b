using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Confab.Bench.Search;

/// <summary>The peer: FTS5 as its manual shows it, the best twenty by rank. It knows no rooms and no rights, and reads no message.</summary>
sealed class RankedSearch : IDisposable
{
    readonly SqliteConnection _connection;
    readonly SqliteCommand _query;

    public RankedSearch(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly");
        _connection.Open();
        _query = _connection.CreateCommand();
        _query.CommandText = "select rowid from message_index where message_index match $match order by rank limit 20";
        _query.Parameters.Add(new SqliteParameter { ParameterName = "$match" });
        _query.Prepare();
    }

    public double Measure(string match)
    {
        var start = Stopwatch.GetTimestamp();
        _query.Parameters[0].Value = match;
        using var row = _query.ExecuteReader();
        while (row.Read()) _ = row.GetInt64(0);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose()
    {
        _query.Dispose();
        _connection.Dispose();
    }
}
