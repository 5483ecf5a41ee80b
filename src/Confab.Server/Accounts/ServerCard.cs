using System.Reflection;
using Confab.Protocol;
using Confab.Server.Files;

namespace Confab.Server.Accounts;

/// <summary>What the server says of itself when it is greeted.</summary>
public sealed class ServerCard(UploadOptions uploads)
{
    public static string Version { get; } =
        typeof(ServerCard).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public ServerInfo Info { get; } = new(Version, new ServerCapabilities(Limits.MaxTokens, Limits.MaxFrameBytes, ["gguf"], uploads.MaxFileBytes));
}
