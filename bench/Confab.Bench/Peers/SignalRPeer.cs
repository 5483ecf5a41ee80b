using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Confab.Bench.Peers;

/// <summary>ASP.NET Core SignalR with groups and JSON, as its documentation shows it. It stores nothing and orders nothing.</summary>
static class SignalRPeer
{
    public static Task RunAsync()
    {
        var builder = Server.Slim();
        builder.Services.AddSignalR(options => options.ClientTimeoutInterval = TimeSpan.FromHours(1));
        var app = builder.Build();
        app.MapHub<ChatHub>("/hub");
        return Server.RunAsync(app);
    }
}

public sealed class ChatHub : Hub
{
    public async Task JoinRoom(string room)
    {
        Context.Items["room"] = room;
        await Groups.AddToGroupAsync(Context.ConnectionId, room);
    }

    public Task Chat(string content) => Clients.Group((string)Context.Items["room"]!)
        .SendAsync("UserMessage", new { userId = Context.ConnectionId, content, timestamp = DateTime.UtcNow });
}
