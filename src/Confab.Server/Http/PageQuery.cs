using System.Globalization;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Http;

/// <summary>Numbers in an address.</summary>
static class PageQuery
{
    /// <summary>Null where it is absent.</summary>
    /// <exception cref="RequestRefused">It is no number, or out of its limits.</exception>
    public static long? NumberOf(this IQueryCollection query, string name, long least, long most) => query[name].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        _ => throw new RequestRefused(ErrorCode.BadRequest, most == long.MaxValue ? $"\"{name}\" is a number, {least} or more" : $"\"{name}\" is a number from {least} to {most}", name),
    };
}
