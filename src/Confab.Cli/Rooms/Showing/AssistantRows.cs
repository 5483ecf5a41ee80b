using Confab.Cli.Terminal.Drawing;
using Confab.Cli.Terminal.Text;
using Confab.Client.Assistants;

namespace Confab.Cli.Rooms.Showing;

/// <summary>Assistants and tools, as rows.</summary>
static class AssistantRows
{
    const int NameWidth = 22, HandleWidth = 18;

    public static IEnumerable<string> Of(AssistantDirectory all, RoomPane? here, int width)
    {
        yield return "";
        foreach (var one in all.Assistants.OrderByDescending(one => here?.State.Find(one.Id) is not null).ThenBy(one => one.Name, StringComparer.OrdinalIgnoreCase))
        {
            var sign = here?.State.Find(one.Id) is not null ? Style.Good("●") : " ";
            var name = Column(Style.Name(SafeText.CleanLine(one.Name)), NameWidth);
            yield return StyledText.Cut($"  {sign} {name} {Column(Style.Accent("@" + SafeText.CleanLine(one.Handle)), HandleWidth)} {Style.Dim(About(one))}", width - 1);
            foreach (var left in LeftOut(one.Knowledge)) yield return StyledText.Cut($"      {Style.Warning(SafeText.CleanLine(left))}", width - 1);
        }
        foreach (var fault in all.Faults ?? []) yield return StyledText.Cut($"  {Style.Bad("✗")} {SafeText.CleanLine(fault.File)}  {Style.Dim(SafeText.CleanLine(fault.Why))}", width - 1);
    }

    public static IEnumerable<string> Of(ToolDirectory tools, RoomPane? here, int width)
    {
        yield return "";
        foreach (var tool in tools.BuiltIn) yield return Row(tool.Name, tool.Description, width);
        foreach (var server in tools.Servers)
        {
            var state = server.Error is { } why ? Style.Warning($"failed: {SafeText.CleanLine(why)}")
                : here?.State.Room?.Tools?.Contains(server.Name) == true ? Style.Good("used in this room") : Style.Dim($"not used in this room; /set tools {SafeText.CleanLine(server.Name)}");
            yield return StyledText.Cut($"  {Style.Bold(SafeText.CleanLine(server.Name))}  {state}", width - 1);
            foreach (var tool in server.Tools) yield return Row($"{server.Name}/{tool.Name}", tool.Description, width);
        }
    }

    static string Row(string name, string description, int width) =>
        StyledText.Cut($"    {Column(Style.Accent(SafeText.CleanLine(name)), NameWidth)} {Style.Dim(SafeText.CleanLine(description))}", width - 1);

    static string About(AssistantInfo one)
    {
        List<string> parts = [];
        if (one.Description is { Length: > 0 } description) parts.Add(SafeText.CleanLine(description));
        if (one.HasKnowledge) parts.Add(Documents(one.Knowledge));
        if (one.Tools.Count > 0) parts.Add("uses tools");
        if (!one.Memory) parts.Add("remembers nothing");
        if (one is { Owner: not null, IsYours: true }) parts.Add("yours");
        return string.Join(" · ", parts);
    }

    static string Documents(KnowledgeInfo? knowledge) =>
        knowledge is null ? "answers from documents" : knowledge.Files == 1 ? "answers from 1 document" : $"answers from {knowledge.Files} documents";

    /// <summary>What an assistant does not answer from, a row for each reason.</summary>
    static IEnumerable<string> LeftOut(KnowledgeInfo? knowledge) =>
        (knowledge?.LeftOut ?? []).Select(left => $"{(left.Count == 1 ? "1 file is" : $"{left.Count} files are")} left out: {left.Why}").Prepend(knowledge?.Problem).OfType<string>();

    static string Column(string text, int width) => text + new string(' ', Math.Max(0, width - TextWidth.Of(text)));
}
