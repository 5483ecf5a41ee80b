using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>
/// The one connection that writes, on a thread of its own. What waits is run in one transaction, and nobody is told
/// before that is on disk: one sync of the file serves everybody who waited (group commit).
/// </summary>
sealed class SqliteWriter : IAsyncDisposable
{
    const int MostWaiting = 8192;
    const int MostInOneCommit = 512;

    readonly SqliteConnection _connection;
    readonly SqliteCommand _begin;
    readonly List<SqliteStatement> _statements = [];
    readonly SqliteStatement _commit, _savepoint, _rollbackTo, _release;
    readonly Channel<IJob> _jobs = Channel.CreateBounded<IJob>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly Thread _thread;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = connection.Prepared("begin immediate");
        _commit = Prepare("commit");
        _savepoint = Prepare("savepoint job");
        _rollbackTo = Prepare("rollback to job");
        _release = Prepare("release job");
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite writer" };
        _thread.Start();
    }

    /// <summary>Completes once what <paramref name="work"/> wrote is on disk. When it throws, what it wrote is undone.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work)
    {
        var job = new Job<T>(work);
        try
        {
            await _jobs.Writer.WriteAsync(job);
        }
        catch (ChannelClosedException)
        {
            throw new StorageUnavailableException("the database is closed");
        }
        return await job.Done;
    }

    /// <summary>A statement for work to use; it lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(_connection, sql);
        _statements.Add(statement);
        return statement;
    }

    void Run()
    {
        var batch = new List<IJob>(MostInOneCommit);
        while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MostInOneCommit && _jobs.Reader.TryRead(out var job)) batch.Add(job);
            Commit(batch);
            batch.Clear();
        }
    }

    void Commit(List<IJob> batch)
    {
        try
        {
            _begin.ExecuteNonQuery();
            if (RunAll(batch)) _commit.Run();
            else Undo();
            foreach (var job in batch) job.Complete();
        }
        catch (SqliteException e)
        {
            Undo();
            foreach (var job in batch) job.Fail(new StorageUnavailableException($"the database refused to write: {e.Message}", e));
        }
    }

    /// <summary>False when there is nothing to commit.</summary>
    bool RunAll(List<IJob> batch)
    {
        if (batch is [var only]) return only.Run(_connection);
        foreach (var job in batch) RunWithSavepoint(job);
        return true;
    }

    void RunWithSavepoint(IJob job)
    {
        _savepoint.Run();
        if (!job.Run(_connection)) _rollbackTo.Run();
        _release.Run();
    }

    void Undo()
    {
        // After some errors (a full disk) SQLite has rolled back by itself.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) _connection.Execute("rollback");
    }

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await Task.Run(_thread.Join);
        foreach (var statement in _statements) statement.Dispose();
        _connection.Dispose();
    }

    interface IJob
    {
        bool Run(SqliteConnection connection);
        void Complete();
        void Fail(Exception why);
    }

    sealed class Job<T>(Func<SqliteConnection, T> work) : IJob
    {
        readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? _result;
        Exception? _fault;

        public Task<T> Done => _done.Task;

        public bool Run(SqliteConnection connection)
        {
            try
            {
                _result = work(connection);
                return true;
            }
            catch (Exception e)
            {
                _fault = e is SqliteException ? new StorageUnavailableException($"the database refused to write: {e.Message}", e) : e;
                return false;
            }
        }

        public void Complete()
        {
            if (_fault is null) _done.TrySetResult(_result!);
            else _done.TrySetException(_fault);
        }

        public void Fail(Exception why) => _done.TrySetException(_fault ?? why);
    }
}
