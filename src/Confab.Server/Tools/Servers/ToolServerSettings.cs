using System.Text.Json;
using System.Text.Json.Serialization;

namespace Confab.Server.Tools.Servers;

/// <summary>One tool server of the file: a program that is started, or an address.</summary>
/// <param name="Command">The program; speaks by its standard input and output.</param>
/// <param name="Args">What it is started with.</param>
/// <param name="Env">What it finds in its environment besides ours.</param>
/// <param name="Cwd">The folder it is started in.</param>
/// <param name="Url">Where it is reached over HTTP, instead of a command.</param>
/// <param name="Headers">Sent with every request, such as a key.</param>
sealed record ToolServerSettings(
    string? Command = null, IReadOnlyList<string>? Args = null, IReadOnlyDictionary<string, string?>? Env = null, string? Cwd = null,
    string? Url = null, IReadOnlyDictionary<string, string>? Headers = null);

sealed record ToolServerFile(IReadOnlyDictionary<string, ToolServerSettings>? McpServers)
{
    /// <summary>Nothing where there is no such file.</summary>
    /// <exception cref="ServerStartException">It cannot be read; the message says where and why.</exception>
    public static IReadOnlyDictionary<string, ToolServerSettings> Read(string path)
    {
        if (!File.Exists(path)) return new Dictionary<string, ToolServerSettings>();
        try
        {
            using var stream = File.OpenRead(path);
            var servers = JsonSerializer.Deserialize(stream, ToolServerJson.Default.ToolServerFile)?.McpServers
                ?? throw new ServerStartException($"{path}: \"mcpServers\" is missing: an object of servers by their names");
            foreach (var (name, settings) in servers) Require(path, name, settings);
            return servers;
        }
        catch (JsonException e)
        {
            throw new ServerStartException($"{path}, line {e.LineNumber + 1}: {e.Message}");
        }
    }

    static void Require(string path, string name, ToolServerSettings settings)
    {
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ServerStartException($"{path}: \"{name}\" is no name for a tool server: up to 64 letters, digits, - _ .");
        if (settings.Command is null == settings.Url is null)
            throw new ServerStartException($"{path}: \"{name}\" needs either a \"command\" or a \"url\"");
        if (settings.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new ServerStartException($"{path}: the \"url\" of \"{name}\" is no http address: {url}");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(ToolServerFile))]
sealed partial class ToolServerJson : JsonSerializerContext;
