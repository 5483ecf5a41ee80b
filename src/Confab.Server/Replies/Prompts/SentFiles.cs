using System.Text;
using Confab.Inference.Catalog;
using Confab.Protocol;
using Confab.Server.Files;
using Microsoft.Extensions.AI;

namespace Confab.Server.Replies.Prompts;

/// <summary>
/// What a model is shown of the files in a conversation: text files as text, and pictures where it can look at them (the capability
/// <c>vision</c>). The newest first, a few, and of pictures fewer; of the others it learns the names.
/// </summary>
public sealed class SentFiles(FileFolder folder, ILogger<SentFiles> logger)
{
    internal const int MostPictures = 3;

    const int MostFiles = 4, MostCharacters = 32 * 1024, MostPictureBytes = 4 * 1024 * 1024;

    static readonly string[] TextTypes = ["application/json", "application/xml", "application/javascript", "application/yaml", "application/toml", "application/sql"];

    static readonly string[] PictureTypes = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    internal async Task<IReadOnlyList<PromptPart>> OfAsync(Model model, IReadOnlyList<Message> said, CancellationToken stop)
    {
        var pictures = MostPictures;
        var readable = said.Reverse()
            .SelectMany(m => (m.Attachments ?? []).Select(file => (Message: m.Id, File: file)))
            .Where(f => IsText(f.File) || (IsPicture(f.File) && model.Card.Can("vision") && --pictures >= 0))
            .Take(MostFiles);
        var parts = new List<PromptPart>();
        foreach (var (message, file) in readable)
            if (await ReadAsync(message, file, stop) is { } part) parts.Add(part);
        return parts;
    }

    /// <summary>Whether it can be shown as text.</summary>
    public static bool IsText(Attachment file) =>
        file.Type.StartsWith("text/", StringComparison.Ordinal) || TextTypes.Contains(file.Type) || file.Type.EndsWith("+json", StringComparison.Ordinal) || file.Type.EndsWith("+xml", StringComparison.Ordinal);

    static bool IsPicture(Attachment file) => PictureTypes.Contains(file.Type) && file.Size <= MostPictureBytes;

    async Task<PromptPart?> ReadAsync(MessageId message, Attachment file, CancellationToken stop)
    {
        try
        {
            var path = folder.PathOf(file.Id);
            if (IsPicture(file))
                return new(PromptPartKind.File, $"(picture {file.Name})") { Title = file.Name, MessageId = message, Picture = new DataContent(await File.ReadAllBytesAsync(path, stop), file.Type) };
            using var reader = new StreamReader(path, Encoding.UTF8);
            var text = new char[MostCharacters + 1];
            var length = await reader.ReadBlockAsync(text, stop);
            var shown = length > MostCharacters ? new string(text, 0, MostCharacters) + " …" : new string(text, 0, length);
            // As in a message: no line of a file can pass for somebody's.
            return new(PromptPartKind.File, $"{file.Name}:\n    {Wording.Inset(shown)}") { Title = file.Name, MessageId = message };
        }
        catch (IOException e)
        {
            logger.LogWarning(e, "The file {File} could not be read for a prompt", file.Id);
            return null;
        }
    }
}
