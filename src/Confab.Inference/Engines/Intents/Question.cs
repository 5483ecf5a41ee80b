using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Confab.Inference.Engines.Intents;

/// <summary>What was asked, without who asked it and whom.</summary>
static partial class Question
{
    public static string In(IEnumerable<ChatMessage> messages)
    {
        // A room's messages in a row are one turn of several contents; the question is the last of them.
        var last = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Contents.OfType<TextContent>().LastOrDefault()?.Text ?? "";
        return Handle().Replace(Speaker().Replace(last, ""), "");
    }

    // "ada: What is Python?" as rooms name their speakers. "ws://host" has no space after its colon.
    [GeneratedRegex(@"^\s*[^\s:]{1,64}:\s+")]
    private static partial Regex Speaker();

    // "/AIBot What is Python?" or "@python hello".
    [GeneratedRegex(@"^\s*[/@][\w-]+[,:]?(\s+|$)")]
    private static partial Regex Handle();
}
