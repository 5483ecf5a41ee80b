using System.Globalization;
using System.Text;
using Confab.Protocol;
using Confab.Server.Files;
using Confab.Server.Replies.Prompts;
using Confab.Server.Storage;
using Microsoft.Extensions.AI;

namespace Confab.Server.Tools.BuiltIn;

/// <summary>Reads a text file that was sent in the room that the answer is written in.</summary>
sealed class ReadFileTool(IAttachmentStore files, FileFolder folder, RoomId room) : BuiltInTool(
    ToolName, "Reads a text file that was sent in this room, by its name, some lines at a time.",
    """{"type":"object","properties":{"name":{"type":"string","description":"The file's name"},"from":{"type":"integer","description":"The first line, from 1"}},"required":["name"]}""")
{
    public const string ToolName = "read_file";

    const int MostLines = 200, MostCharacters = 8000;

    protected override async Task<string> RunAsync(AIFunctionArguments arguments, CancellationToken stop)
    {
        var name = Require(arguments, "name");
        var file = await files.FindByNameAsync(room, name, stop) ?? throw new ArgumentException($"no file \"{name}\" was sent in this room");
        if (!SentFiles.IsText(file)) throw new ArgumentException($"\"{name}\" is no text file but {file.Type}");
        var from = int.TryParse(Text(arguments, "from"), CultureInfo.InvariantCulture, out var line) ? Math.Max(1, line) : 1;
        try
        {
            return await ReadAsync(file, from, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What the system says of a file that is gone would name a folder of this machine.
            throw new ArgumentException($"\"{name}\" cannot be read any more");
        }
    }

    async Task<string> ReadAsync(Attachment file, int from, CancellationToken stop)
    {
        using var reader = new StreamReader(folder.PathOf(file.Id), Encoding.UTF8);
        for (var skipped = 1; skipped < from; skipped++)
            if (await reader.ReadLineAsync(stop) is null) return $"The file has {skipped - 1} lines.";
        return await ReadAsync(reader, from, stop);
    }

    static async Task<string> ReadAsync(StreamReader reader, int from, CancellationToken stop)
    {
        var text = new StringBuilder();
        for (var number = from; number < from + MostLines; number++)
        {
            if (await reader.ReadLineAsync(stop) is not { } line) return text.Length > 0 ? text.ToString() : "(nothing more)";
            text.Append(CultureInfo.InvariantCulture, $"{number}: {line[..Math.Min(line.Length, MostCharacters)]}\n");
            if (text.Length > MostCharacters) return text.Append(CultureInfo.InvariantCulture, $"… goes on at line {number + 1}").ToString();
        }
        return text.Append(CultureInfo.InvariantCulture, $"… goes on at line {from + MostLines}").ToString();
    }
}
