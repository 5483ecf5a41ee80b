using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>Names and the tokens that open them. Tokens come and go as hashes only.</summary>
public interface IUserStore
{
    /// <summary>False when somebody has a name of this key; then nothing changes.</summary>
    Task<bool> CreateAsync(NewUser user);

    Task<Author?> FindByTokenAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken stop);

    /// <summary>Null for who has no token: nobody can be behind such a name, or a guest of one chat session.</summary>
    Task<Author?> FindAsync(UserId user, CancellationToken stop);

    /// <summary>People with a token whose name's key begins so, by name.</summary>
    Task<IReadOnlyList<Author>> FindByPrefixAsync(string keyPrefix, int limit, CancellationToken stop);

    Task SeenAsync(UserId user, DateTimeOffset at);
}

/// <param name="NameKey">Two names of one key are the same name.</param>
public sealed record NewUser(UserId Id, string Name, string NameKey, ReadOnlyMemory<byte> TokenHash, DateTimeOffset CreatedAt);
