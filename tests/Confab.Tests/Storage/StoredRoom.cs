using Confab.Protocol;
using Confab.Server.Storage;

namespace Confab.Tests.Storage;

/// <summary>What the contracts' tests put into a store.</summary>
static class StoredRoom
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    public static readonly RoomId Id = new("lounge");
    public static readonly Author Ada = Person("ada");
    public static readonly Author Ben = Person("ben");
    public static readonly Author Bot = new(new("assistant:bot"), "Bot", AuthorKind.Assistant);

    public static Author Person(string name) => new(new("user:" + name), name, AuthorKind.User);

    public static NewRoom New(string id, Visibility visibility = Visibility.Public, string? name = null) =>
        new(new(id), name ?? id, RoomKind.Group, visibility, AssistantMode.Mention, Noon);

    public static NewUser NewUser(Author person, string key = "") => new(
        person.Id, person.Name, key.Length > 0 ? key : person.Name.ToUpperInvariant(), System.Text.Encoding.UTF8.GetBytes("hash of " + person.Name), Noon);

    public static NewMessage Says(Author author, string content, string? id = null, RoomId? room = null, string? parent = null) => new(
        id is null ? MessageId.New() : new(id), room ?? Id, author, content, Noon, parent is null ? null : new(parent));

    public static ReplyDraft DraftOf(string id, string question, string content = "") =>
        new(new(id), Id, Bot, new(question), content, null, Noon);
}
