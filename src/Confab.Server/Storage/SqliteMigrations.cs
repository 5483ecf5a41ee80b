using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Confab.Server.Storage;

/// <summary>Numbered scripts, each applied once and whole; <c>pragma user_version</c> holds the last.</summary>
static class SqliteMigrations
{
    const string Folder = "Confab.Server.Storage.Migrations.Sqlite.";

    public static void Apply(SqliteConnection connection)
    {
        var scripts = Scripts();
        var version = Version(connection);
        if (version > scripts.Count)
            throw new StorageUnavailableException(
                $"the database was written by a newer Confab (schema {version}, this one knows {scripts.Count}); use that version");

        for (var next = version + 1; next <= scripts.Count; next++) Apply(connection, next, scripts[next - 1]);
    }

    internal static IReadOnlyList<string> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new StreamReader(assembly.GetManifestResourceStream(name)!).ReadToEnd())];
    }

    static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma user_version";
        return Convert.ToInt32(command.ExecuteScalar(), null);
    }

    static void Apply(SqliteConnection connection, int version, string script)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"{script}\npragma user_version = {version};";
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
