using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Confab.Bench.Peers;

/// <summary>
/// The yardstick "kraw": the least that Kestrel can do for a chat. It upgrades by hand, makes an event's bytes once, has a
/// bounded channel per connection, and puts several frames into one write. No names, no rights, no numbers, nothing stored.
/// </summary>
static class BroadcastPeer
{
    static readonly ConcurrentDictionary<string, BroadcastRoom> s_rooms = new();

    public static Task RunAsync()
    {
        var app = Server.Slim().Build();
        app.Map("/ws", HandleAsync);
        return Server.RunAsync(app);
    }

    public static BroadcastRoom Room(string id) => s_rooms.GetOrAdd(id, _ => new BroadcastRoom());

    static async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers["Sec-WebSocket-Accept"] = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(
            context.Request.Headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        await new BroadcastConnection(stream, context.Abort).RunAsync();
    }
}

sealed class BroadcastRoom
{
    readonly Lock _gate = new();
    volatile BroadcastConnection[] _members = [];

    public void Add(BroadcastConnection member)
    {
        lock (_gate) _members = [.. _members, member];
    }

    public void Remove(BroadcastConnection member)
    {
        lock (_gate) _members = [.. _members.Where(m => m != member)];
    }

    public void Publish(byte[] frame)
    {
        foreach (var member in _members) member.Send(frame);
    }
}
