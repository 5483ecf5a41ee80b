using System.Text;
using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Sockets;

namespace Confab.Server.Presence;

/// <summary><c>presence</c>: how present a person is with this device, and what they do.</summary>
public sealed class SayPresence(Online online)
{
    public async Task<ServerFrame?> HandleAsync(Connection connection, PresenceRequest request)
    {
        var user = connection.RequireUser();
        await online.SayAsync(connection, user, request.Status, request.Activity is { } activity ? RequireActivity(activity) : null);
        return new Ok();
    }

    static string RequireActivity(string text)
    {
        var activity = text.Trim().Normalize(NormalizationForm.FormC);
        if (activity.Length > Limits.MaxActivityLength)
            throw new RequestRefused(ErrorCode.BadRequest, $"an activity has at most {Limits.MaxActivityLength} characters", "activity");
        if (activity.EnumerateRunes().Any(Username.IsInvisible))
            throw new RequestRefused(ErrorCode.BadRequest, "an activity has no control or invisible characters, and no line breaks", "activity");
        return activity;
    }
}
