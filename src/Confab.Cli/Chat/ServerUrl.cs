using System.CommandLine.Parsing;

namespace Confab.Cli.Chat;

/// <summary>A server as people write it: the scheme may be left out.</summary>
static class ServerUrl
{
    public static Uri? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https" or "ws" or "wss") && url.Host.Length > 0) return url;
        argument.AddError($"'{text}' is no server address; write it like http://localhost:8765.");
        return null;
    }
}
