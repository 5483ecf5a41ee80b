using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Protocol;
using Confab.Server.Replies;
using Confab.Server.Rooms.Changes;
using Confab.Server.Storage;
using Confab.Server.Suggestions;

namespace Confab.Server.Sessions;

/// <summary>
/// Gives a chat a title after its first answer, made of what was said. A title that somebody gave stays; where the model makes
/// none, the beginning of the first message is the title.
/// </summary>
public sealed class TitleSession(ISessionStore sessions, IMessageStore messages, AskAfter model, RoomChanges changes)
{
    // The question after the first answer may cut the first try short.
    const int LastSeq = 6;

    const string Question =
        """
        Give this conversation a title of at most six words, in its own language, without quotation marks. Answer with JSON only:
        {"title": "…"}
        """;

    static readonly JsonElement Schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": { "title": { "type": "string", "minLength": 1, "maxLength": 48 } },
          "required": ["title"],
          "additionalProperties": false
        }
        """);

    public async Task AfterAsync(FinishedReply reply, CancellationToken stop)
    {
        if (reply.Message.Seq > LastSeq) return;
        // A guest has no list that titles would stand in.
        if (await sessions.FindAsync(reply.Message.RoomId, stop) is not { IsGuests: false } session) return;
        var beginning = SessionTitle.Of(await ReadFirstAsync(session.Room.Id, stop));
        if (session.Room.Name != SessionTitle.Untitled && session.Room.Name != beginning) return;
        var written = await model.AskAsync(reply, Question, Schema, TitleJson.Default.WrittenTitle, stop);
        var title = SessionTitle.OfModel(written?.Title ?? "") ?? beginning;
        if (title != session.Room.Name) await changes.RenameAsync(session.Room.Id, title, insteadOf: session.Room.Name);
    }

    async Task<string> ReadFirstAsync(RoomId room, CancellationToken stop) =>
        (await messages.ReadPageAsync(room, beforeSeq: 2, limit: 1, stop)).Messages is [{ } first] ? first.Content : "";
}

sealed record WrittenTitle(string? Title);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WrittenTitle))]
sealed partial class TitleJson : JsonSerializerContext;
