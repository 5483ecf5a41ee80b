using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>
/// A connection that reads, with the statements that were run on it: to prepare one costs several times what it costs to run.
/// Used by one query at a time.
/// </summary>
sealed class SqliteReader : SqliteConnection
{
    /// <summary>There are about fifty; a text that is made anew each time must not gather.</summary>
    const int MostKept = 128;

    readonly Dictionary<string, KeptCommand> _kept = new(StringComparer.Ordinal);
    readonly SqliteStatement _begin, _end;
    bool _isOver;

    public SqliteReader(string connection) : base(connection)
    {
        Open();
        _begin = new SqliteStatement(this, "begin");
        _end = new SqliteStatement(this, "commit");
    }

    /// <summary>All that the query reads is of one moment. After a failure the connection is not to be used again.</summary>
    public T Run<T>(Func<SqliteConnection, T> query)
    {
        _begin.Run();
        var result = query(this);
        _end.Run();
        return result;
    }

    /// <summary>Kept again when it is disposed.</summary>
    public SqliteCommand Take(string sql, ReadOnlySpan<string> parameters)
    {
        if (_kept.Remove(sql, out var kept)) return kept;
        var command = new KeptCommand(this) { CommandText = sql };
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }

    bool TryKeep(KeptCommand command) => !_isOver && _kept.Count < MostKept && _kept.TryAdd(command.CommandText, command);

    protected override void Dispose(bool disposing)
    {
        _isOver = true;
        if (disposing)
        {
            foreach (var command in _kept.Values) command.Dispose();
            _begin.Dispose();
            _end.Dispose();
        }
        base.Dispose(disposing);
    }

    sealed class KeptCommand(SqliteReader reader) : SqliteCommand(null, reader)
    {
        protected override void Dispose(bool disposing)
        {
            if (!disposing || !reader.TryKeep(this)) base.Dispose(disposing);
        }
    }
}
