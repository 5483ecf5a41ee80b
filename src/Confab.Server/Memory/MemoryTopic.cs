using System.Globalization;
using Confab.Server.Meaning;
using Confab.Server.Storage;

namespace Confab.Server.Memory;

/// <summary>What a memory answers: short words in lower case, the same for the same thing.</summary>
static class MemoryTopic
{
    static readonly Dictionary<string, string> Usual = new(StringComparer.Ordinal)
    {
        ["job"] = "occupation",
        ["profession"] = "occupation",
        ["work"] = "occupation",
        ["employer"] = "occupation",
        ["city"] = "location",
        ["home"] = "location",
        ["residence"] = "location",
        ["town"] = "location",
        ["hobby"] = "interests",
        ["hobbies"] = "interests",
        ["interest"] = "interests",
        ["likes"] = "preferences",
        ["preference"] = "preferences",
        ["dislikes"] = "preferences",
        ["first name"] = "name",
        ["full name"] = "name",
        ["favorite"] = "favourite",
    };

    /// <summary>There may be many of these: each is a topic of its own.</summary>
    static readonly string[] Many = ["interests", "preferences"];

    /// <summary>Null where nothing is left of it.</summary>
    public static string? Of(string? words, string? content = null)
    {
        var topic = string.Join(' ', ContentWords.All((words ?? "").Replace('_', ' ').Normalize()).Take(8));
        if (topic.StartsWith("favorite ", StringComparison.Ordinal)) topic = "favourite " + topic["favorite ".Length..];
        topic = Usual.GetValueOrDefault(topic, topic);
        if (content is not null && Many.Contains(topic)) topic = $"{topic}: {string.Join(' ', ContentWords.Of(content).Take(4))}";
        if (topic.Length > MemoryLimits.MaxTopic) topic = topic[..MemoryLimits.MaxTopic].TrimEnd();
        return topic.Length == 0 ? null : topic.ToLower(CultureInfo.InvariantCulture);
    }
}
