using Confab.Server.Storage;

namespace Confab.Tests.Storage;

/// <summary>A SQLite database in a folder of its own, gone with the test.</summary>
sealed class StoreFolder : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("confab-store-");
    readonly List<SqliteDatabase> _opened = [];

    public string Path => System.IO.Path.Combine(_folder.FullName, "confab.db");

    public SqliteDatabase Open()
    {
        var database = new SqliteDatabase(Path);
        _opened.Add(database);
        return database;
    }

    public async Task<SqliteDatabase> ReopenAsync()
    {
        await CloseAsync();
        return Open();
    }

    public async Task CloseAsync()
    {
        foreach (var database in _opened) await database.DisposeAsync();
        _opened.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }
}
