using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>One database file: a writer of its own, kept connections for readers, and its schema brought up to date.</summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    const int MostReaders = 8;

    readonly string _readers;
    readonly FileStream _lock;
    readonly SemaphoreSlim _places = new(MostReaders);
    readonly ConcurrentStack<SqliteReader> _idle = new();
    volatile bool _closed;

    /// <exception cref="StorageUnavailableException">The folder cannot be written or the file is no database of ours.</exception>
    public SqliteDatabase(string path)
    {
        SqliteEngine.Start();
        _lock = LockFolder(Path.GetFullPath(path));
        _readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ToString();
        Writer = new SqliteWriter(OpenForWriting(path));
    }

    internal SqliteWriter Writer { get; }

    /// <summary>Runs a query on a connection that sees one moment of the database.</summary>
    internal async Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken stop)
    {
        await _places.WaitAsync(stop);
        try
        {
            if (_closed) throw new StorageUnavailableException("the database is closed");
            return Read(query);
        }
        catch (SqliteException e)
        {
            throw new StorageUnavailableException($"the database could not be read: {e.Message}", e);
        }
        finally
        {
            _places.Release();
        }
    }

    T Read<T>(Func<SqliteConnection, T> query)
    {
        if (!_idle.TryPop(out var reader)) reader = new SqliteReader(_readers);
        var isSound = false;
        try
        {
            var result = reader.Run(query);
            isSound = true;
            return result;
        }
        finally
        {
            if (isSound) _idle.Push(reader);
            else reader.Dispose();
            if (_closed) CloseReaders();
        }
    }

    void CloseReaders()
    {
        while (_idle.TryPop(out var reader)) reader.Dispose();
    }

    /// <summary>One process writes. A second would take the first one's running replies for those of a dead one.</summary>
    static FileStream LockFolder(string path)
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path + ".lock"))
        {
            throw new StorageUnavailableException($"another confab uses the data in {Path.GetDirectoryName(path)}; stop it, or choose another folder with --data", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"cannot write in {Path.GetDirectoryName(path)}: {e.Message}; choose a folder that can be written with --data", e);
        }
    }

    // What is said in private rooms is nobody's business who merely has an account on this machine.
    static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static SqliteConnection OpenForWriting(string path)
    {
        try
        {
            return Prepared(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString()));
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"cannot use the database {path}: {e.Message}; choose a folder that can be written with --data", e);
        }
    }

    static SqliteConnection Prepared(SqliteConnection connection)
    {
        try
        {
            connection.Open();
            connection.Execute("pragma journal_mode = wal");
            connection.Execute("pragma synchronous = full");
            // macOS alone needs these to reach the disk itself.
            connection.Execute("pragma fullfsync = on");
            connection.Execute("pragma checkpoint_fullfsync = on");
            connection.Execute("pragma foreign_keys = on");
            connection.Execute("pragma wal_autocheckpoint = 4000");
            SqliteMigrations.Apply(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await Writer.DisposeAsync();
        CloseReaders();
        await _lock.DisposeAsync();
    }
}

/// <summary>The data cannot be read or written; the message says which and why.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
