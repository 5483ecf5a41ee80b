using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>Names and the tokens that open them. Tokens come and go as hashes only.</summary>
public interface IUserStore
{
    /// <summary>False when somebody has a name of this key; then nothing changes.</summary>
    Task<bool> CreateAsync(NewUser user);

    Task<Author?> FindByTokenAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken stop);

    Task SeenAsync(UserId user, DateTimeOffset at);
}

/// <param name="NameKey">Two names of one key are the same name.</param>
public sealed record NewUser(UserId Id, string Name, string NameKey, ReadOnlyMemory<byte> TokenHash, DateTimeOffset CreatedAt);
