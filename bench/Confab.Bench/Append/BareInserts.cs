using System.Diagnostics;
using Confab.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Confab.Bench.Append;

/// <summary>The ceiling: the same SQLite through the same library, 64 inserts in a transaction, every commit synced, one thread and nothing else.</summary>
static class BareInserts
{
    const int Group = 64;

    public static async Task<double> MeasureAsync(string folder, TimeSpan warmUp, TimeSpan time)
    {
        // Ours chooses which SQLite the process uses.
        await using var ours = new SqliteDatabase(Path.Combine(folder, "ours.db"));
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")};Pooling=False");
        connection.Open();
        foreach (var sql in (string[])
        [
            "pragma journal_mode = wal", "pragma synchronous = full", "pragma wal_autocheckpoint = 4000",
            "create table message (id integer primary key, room integer not null, author integer not null, at integer not null, body text not null)",
            "create index message_by_room on message(room, id)",
        ]) Command(connection, sql).ExecuteNonQuery();

        using var insert = Command(connection, "insert into message (room, author, at, body) values ($room, $author, $at, $body)");
        foreach (var name in (string[])["$room", "$author", "$at", "$body"]) insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        insert.Parameters[3].Value = new string('x', 200);
        insert.Prepare();
        Run(connection, insert, warmUp);
        return Run(connection, insert, time);
    }

    static double Run(SqliteConnection connection, SqliteCommand insert, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        long count = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < Group; i++, count++)
            {
                insert.Parameters[0].Value = count % 50;
                insert.Parameters[1].Value = count % 200;
                insert.Parameters[2].Value = count;
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
