using System.Buffers.Text;
using System.Security.Cryptography;
using Confab.Protocol;
using Confab.Server.Accounts;

namespace Confab.Server.Sessions;

/// <summary>
/// A session's id. For a session that was made without a token it is the only key, so it holds 192 random bits and nothing of
/// the time, unlike the ids of rooms.
/// </summary>
static class SessionKey
{
    const int Bytes = 24;

    public static RoomId New() => new("chat-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));
}

/// <summary>Somebody without a token, made for one session. Nobody can sign in as a guest: there is no token to do it with.</summary>
static class Guest
{
    public static (Author Author, string Key) New()
    {
        var name = "guest-" + RandomNumberGenerator.GetHexString(10, lowercase: true);
        return (new Author(UserId.New(), name, AuthorKind.User), Username.KeyOf(name));
    }
}
