using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Confab.Server.Storage;

/// <summary>
/// A prepared statement on SQLite's own interface, for the few that run with every message: ADO.NET costs several times what
/// SQLite itself does. Parameters are bound in their order.
/// </summary>
sealed class SqliteStatement : IDisposable
{
    readonly sqlite3 _database;
    readonly sqlite3_stmt _statement;
    byte[] _text = new byte[1024];
    int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        _bound++;
        if (value is null) Check(raw.sqlite3_bind_null(_statement, _bound));
        else if (value.Length == 0) Check(raw.sqlite3_bind_text(_statement, _bound, ""));
        else Check(raw.sqlite3_bind_text(_statement, _bound, Encoded(value)));
        return this;
    }

    /// <summary>True when there is a row, to be read before <see cref="Reset"/>.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE) return code == raw.SQLITE_ROW;
        Reset();
        SqliteException.ThrowExceptionForRC(code, _database);
        return false;
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public void Reset()
    {
        _ = raw.sqlite3_reset(_statement);
        _bound = 0;
    }

    /// <summary>Runs it to its end; true when it gave a row.</summary>
    public bool Run()
    {
        var hasRow = Step();
        Reset();
        return hasRow;
    }

    public void Dispose() => _statement.Dispose();

    ReadOnlySpan<byte> Encoded(string value)
    {
        if (Encoding.UTF8.GetMaxByteCount(value.Length) is var most && most > _text.Length) _text = new byte[most];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(value, _text));
    }

    void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        _bound = 0;
        SqliteException.ThrowExceptionForRC(code, _database);
    }
}
