using System.Net.Sockets;
using System.Net.WebSockets;
using Confab.Protocol;

namespace Confab.Client.Connection;

/// <summary>Which failures to connect pass by themselves, and how to say them.</summary>
static class ConnectFailure
{
    public static bool IsPassing(Exception fault) => fault switch
    {
        RequestRefusedException refused => refused.IsPassing,
        WebSocketException or HttpRequestException or SocketException or IOException or TimeoutException => true,
        HelloUnansweredException unanswered => CloseCodes.MayReconnect(unanswered.CloseCode),
        _ => false,
    };

    public static string Describe(Exception fault) => fault switch
    {
        WebSocketException { InnerException: null } webSocket => $"no chat server answers there ({webSocket.Message.TrimEnd('.')})",
        WebSocketException or HttpRequestException => Innermost(fault).Message.TrimEnd('.'),
        _ => fault.Message.TrimEnd('.'),
    };

    static Exception Innermost(Exception fault) => fault.InnerException is { } cause ? Innermost(cause) : fault;
}

/// <summary>The socket ended while hello waited for its answer.</summary>
sealed class HelloUnansweredException(string message, int? closeCode) : Exception(message)
{
    public int? CloseCode => closeCode;
}
