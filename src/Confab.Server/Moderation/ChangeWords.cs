using Confab.Protocol;
using Confab.Server.Rooms;
using Confab.Server.Rooms.Changes;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Moderation;

/// <summary><c>PUT /api/rooms/{id}/words</c>: the words that the room does not take from now on.</summary>
public sealed class ChangeWords(IModerationStore moderation, ChangeLoop loop, RoomWords words, TimeProvider clock)
{
    public async Task<WordsBody> HandleAsync(RoomId room, Author user, WordsBody body)
    {
        var list = WordList.Require(body.Words);
        var entry = new AuditEntry(room, user, AuditActions.Words, null, $"{list.Count} words", clock.GetUtcNow());
        var isThere = await loop.ApplyAsync(() => moderation.SaveWordsAsync(room, list, entry), isSaved =>
        {
            if (isSaved) words.Set(room, list);
        });
        return isThere ? new WordsBody(list) : throw new RequestRefused(RoomRights.Unknown(room));
    }
}
