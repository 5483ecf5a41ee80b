using Confab.Cli.Terminal.Chat;
using Confab.Client.Rooms;
using Confab.Protocol;

namespace Confab.Cli.Rooms.Showing;

/// <summary>Who is answering, and how far along.</summary>
static class ReplyHeader
{
    public static string Of(RunningReply reply) => Speech.Header(reply.Author?.Name ?? "assistant", null, Progress(reply));

    static string Progress(RunningReply reply)
    {
        if (reply.Ended is not null) return "";
        if (reply.Ahead is { } ahead) return Place(ahead) + (reply.Wait is { } wait ? $", about {Math.Ceiling(wait.TotalSeconds):0} s" : "");
        if (reply.Tools.Any(tool => tool.Status == ToolStatus.Running)) return "using a tool …  Esc stops";
        if (reply.Length == 0) return reply.VariantOf is null ? "thinking …" : "thinking again …";
        var speed = reply.TokensPerSecond is { } tokens ? $", {tokens:0} tokens/s" : "";
        return $"writing …  {reply.Position} tokens{speed}  Esc stops";
    }

    static string Place(int ahead) => ahead switch
    {
        0 => "next in line …",
        1 => "waiting, 1 before it",
        _ => $"waiting, {ahead} before it",
    };
}
