using System.Net;
using Confab.Inference.Engines.Remote;

namespace Confab.Inference.Resilience;

/// <summary>Failures that may pass by themselves.</summary>
public static class Transient
{
    /// <summary>
    /// True for a timeout, a broken connection, an HTTP request without an answer, and an HTTP answer that says so: 408,
    /// 429, and those from 500 on but 501 and 505; also what an endpoint calls so. Everything else, such as a prompt that is too long, fails again.
    /// </summary>
    public static bool Is(Exception failure) => failure switch
    {
        // An HTTP client tells its own timeout as a cancellation.
        TimeoutException or OperationCanceledException { InnerException: TimeoutException } => true,
        RemoteModelException remote => remote.IsTransient,
        HttpRequestException { StatusCode: { } status } => Is(status),
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException => false,
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>Whether an HTTP answer with this status may be another one next time.</summary>
    public static bool Is(HttpStatusCode status) => status switch
    {
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported => false,
        _ => (int)status >= 500,
    };
}
