using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Cli.CommandLine;
using Confab.Cli.Files;

namespace Confab.Cli.Rooms;

/// <summary>The tokens of this user's names, per server, so that a name opens again. Only the user may read the file.</summary>
sealed partial class TokenStore(string path, TimeProvider clock)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(3);

    public static TokenStore OfUser(TimeProvider clock) => new(Path.Combine(ConfigFolder(), "confab", "tokens.json"), clock);

    public string? Find(Uri server, string name) => Read().GetValueOrDefault(KeyOf(server))?.GetValueOrDefault(NameKeyOf(name));

    public Task KeepAsync(Uri server, string name, string token, CancellationToken stop) => ChangeAsync(all =>
    {
        if (!all.TryGetValue(KeyOf(server), out var names)) all[KeyOf(server)] = names = [];
        names[NameKeyOf(name)] = token;
    }, stop);

    public Task ForgetAsync(Uri server, string name, CancellationToken stop) =>
        ChangeAsync(all => all.GetValueOrDefault(KeyOf(server))?.Remove(NameKeyOf(name)), stop);

    static string KeyOf(Uri server) => server.GetLeftPart(UriPartial.Path).TrimEnd('/').ToLowerInvariant();

    static string NameKeyOf(string name) => name.ToLowerInvariant();

    static string ConfigFolder() => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder)
        ? folder
        : OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    Dictionary<string, Dictionary<string, string>> Read()
    {
        if (!File.Exists(path)) return [];
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), TokenJson.Default.Tokens) ?? [];
        }
        catch (JsonException fault)
        {
            throw new Failure($"{path} is no list of tokens ({fault.Message}); mend it or move it away");
        }
    }

    // Two terminals may start at once, and a token that is lost is a name that is lost.
    async Task ChangeAsync(Action<Dictionary<string, Dictionary<string, string>>> change, CancellationToken stop)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        await using var alone = await FileLock.TakeAsync(path + ".lock", LockPatience, clock, stop);
        var all = Read();
        change(all);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(all, TokenJson.Default.Tokens), OwnerOnly);
    }

    static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnlyFolder);
    }

    [JsonSourceGenerationOptions(WriteIndented = true)]
    [JsonSerializable(typeof(Dictionary<string, Dictionary<string, string>>), TypeInfoPropertyName = "Tokens")]
    private sealed partial class TokenJson : JsonSerializerContext;
}
