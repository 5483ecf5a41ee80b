using System.Text.Json.Nodes;

namespace Confab.LiveTests.Http;

/// <summary>OpenAI's own client in a Node.js process.</summary>
static class OpenAiClient
{
    /// <summary>The build puts the script and the exact versions there.</summary>
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Http", "openai");

    static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>What one of the script's functions wrote.</summary>
    public static async Task<JsonNode> AskAsync(string server, string what)
    {
        await Installed.Value;
        return JsonNode.Parse(await Command.OutputAsync(Folder, "node", "ask.mjs", server, what))!;
    }

    static async Task InstallAsync()
    {
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"))) return;
        await Command.OutputAsync(Folder, "npm", "ci");
    }
}
