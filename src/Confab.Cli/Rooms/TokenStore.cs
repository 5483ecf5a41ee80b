using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Cli.CommandLine;
using Confab.Cli.Files;
using Confab.Inference.Files;
using Tokens = System.Collections.Generic.Dictionary<string, System.Collections.Generic.Dictionary<string, System.Collections.Generic.List<string>>>;

namespace Confab.Cli.Rooms;

/// <summary>The tokens of this user's names, per server, so that a name opens again. Only the user may read the file.</summary>
sealed partial class TokenStore(string path, TimeProvider clock)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(3);

    public static TokenStore OfUser(TimeProvider clock) => new(Path.Combine(ConfigFolder(), "confab", "tokens.json"), clock);

    /// <summary>The tokens of a name, the newest first: a server that was set up anew may come back as it was.</summary>
    public IReadOnlyList<string> Find(Uri server, string name) => Read().GetValueOrDefault(KeyOf(server))?.GetValueOrDefault(NameKeyOf(name)) ?? [];

    /// <summary>Puts a token before those that are kept for the name already.</summary>
    public Task KeepAsync(Uri server, string name, string token, CancellationToken stop) => ChangeAsync(all =>
    {
        var kept = Of(all, server, name);
        kept.Remove(token);
        kept.Insert(0, token);
    }, stop);

    /// <returns>The newest token of the name; the fresh one, now kept, where there is none.</returns>
    public async Task<string> FindOrKeepAsync(Uri server, string name, string fresh, CancellationToken stop)
    {
        var newest = fresh;
        await ChangeAsync(all =>
        {
            var kept = Of(all, server, name);
            if (kept.Count == 0) kept.Add(fresh);
            newest = kept[0];
        }, stop);
        return newest;
    }

    /// <summary>Forgets this one token, which must be known to open nothing.</summary>
    public Task ForgetAsync(Uri server, string name, string token, CancellationToken stop) =>
        ChangeAsync(all =>
        {
            var kept = Of(all, server, name);
            kept.Remove(token);
            if (kept.Count == 0) all[KeyOf(server)].Remove(NameKeyOf(name));
        }, stop);

    static List<string> Of(Tokens all, Uri server, string name)
    {
        if (!all.TryGetValue(KeyOf(server), out var names)) all[KeyOf(server)] = names = [];
        if (!names.TryGetValue(NameKeyOf(name), out var kept)) names[NameKeyOf(name)] = kept = [];
        return kept;
    }

    static string KeyOf(Uri server) => server.GetLeftPart(UriPartial.Path).TrimEnd('/').ToLowerInvariant();

    static string NameKeyOf(string name) => name.ToLowerInvariant();

    static string ConfigFolder() => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder)
        ? folder
        : OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    Tokens Read()
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
    async Task ChangeAsync(Action<Tokens> change, CancellationToken stop)
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

    // A name had one token in files of earlier versions.
    sealed class OneOrMore : JsonConverter<List<string>>
    {
        public override List<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String) return [reader.GetString()!];
            if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a name has a list of tokens");
            var tokens = new List<string>();
            while (reader.Read() && reader.TokenType == JsonTokenType.String) tokens.Add(reader.GetString()!);
            return reader.TokenType == JsonTokenType.EndArray ? tokens : throw new JsonException("a token is a text");
        }

        public override void Write(Utf8JsonWriter writer, List<string> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var token in value) writer.WriteStringValue(token);
            writer.WriteEndArray();
        }
    }

    [JsonSourceGenerationOptions(WriteIndented = true, Converters = [typeof(OneOrMore)])]
    [JsonSerializable(typeof(Tokens), TypeInfoPropertyName = "Tokens")]
    private sealed partial class TokenJson : JsonSerializerContext;
}
