using System.Reflection;
using Confab.Protocol;

namespace Confab.Server.Accounts;

/// <summary>What the server says of itself when it is greeted.</summary>
public sealed class ServerCard
{
    public static string Version { get; } =
        typeof(ServerCard).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public ServerInfo Info { get; } = new(Version, new ServerCapabilities(Limits.MaxTokens, Limits.MaxFrameBytes, ["gguf"], MaxFileBytes: 25 * 1024 * 1024));
}
