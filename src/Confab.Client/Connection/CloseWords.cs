using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>Why a socket ended, for people.</summary>
static class CloseWords
{
    public static string Of(int? code, string? reason) => (CloseCode?)code switch
    {
        null => "the connection broke",
        CloseCode.ShuttingDown => "the server is shutting down",
        CloseCode.TooSlow => "this client read too slowly",
        CloseCode.NoHeartbeat => "the server heard nothing for too long",
        CloseCode.BadToken => "the token is no longer valid",
        CloseCode.Removed => "you were removed from this server",
        _ when !string.IsNullOrWhiteSpace(reason) => reason,
        _ => $"the server closed the connection with code {code}",
    };
}
