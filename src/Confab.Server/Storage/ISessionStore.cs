using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>Chat sessions: rooms of kind <c>chat</c>, each with the one person who is in it.</summary>
public interface ISessionStore
{
    /// <summary>
    /// Makes the room with its person in it and, for a guest, the guest: all of it or nothing.
    /// False when the room's id or the guest's name is taken.
    /// </summary>
    Task<bool> CreateAsync(NewSession session);

    /// <summary>Null also for a session whose person has left it.</summary>
    Task<ChatSession?> FindAsync(RoomId id, CancellationToken stop);

    /// <summary>A person's sessions, the newest first: those made before the named one, or all.</summary>
    Task<IReadOnlyList<ChatSession>> ReadOfAsync(UserId person, RoomId? before, int limit, CancellationToken stop);

    /// <summary>Gives a session another title, with the room's next version. Null where it has another title than that by now.</summary>
    Task<ChatSession?> RetitleAsync(RoomId id, string title, string insteadOf);

    /// <summary>Removes the room with every message in it, and the guest whose it was. True when it was there.</summary>
    Task<bool> DeleteAsync(RoomId id);

    Task<long> CountAsync(CancellationToken stop);
}

/// <param name="Person">Whose it is.</param>
/// <param name="GuestKey">For a guest, who is made with it: what makes two names the same. Null for a person who is there already.</param>
/// <param name="SystemPrompt">What its assistant is told first; null for the usual.</param>
public sealed record NewSession(NewRoom Room, Author Person, string? GuestKey = null, string? SystemPrompt = null);

/// <param name="IsGuests">Made by somebody without a token: who knows the id may go on with it.</param>
/// <param name="LastActivity">When its newest message was taken; when it was made where there is none.</param>
public sealed record ChatSession(Room Room, Author Person, bool IsGuests, string? SystemPrompt, DateTimeOffset LastActivity);
