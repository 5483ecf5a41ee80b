using Confab.Protocol;

namespace Confab.Server.Storage;

/// <summary>Assistants that people made, each as its text.</summary>
public interface IAssistantStore
{
    /// <summary>In the order they were made.</summary>
    Task<IReadOnlyList<MadeAssistant>> ReadAllAsync(CancellationToken stop);

    /// <param name="assistant">New, with a handle that nobody else's has.</param>
    /// <param name="most">How many one person may have.</param>
    Task<MadeRefusal?> AddAsync(MadeAssistant assistant, int most);

    /// <summary>Other words for one that is there; its owner and the time it was made stay.</summary>
    Task<MadeRefusal?> UpdateAsync(UserId id, string handleKey, string text, DateTimeOffset at);

    /// <summary>False when there is none.</summary>
    Task<bool> DeleteAsync(UserId id);
}

/// <param name="HandleKey">Two handles of one key are the same handle.</param>
/// <param name="Text">Its fields and instructions.</param>
public sealed record MadeAssistant(UserId Id, UserId Owner, string HandleKey, string Text, DateTimeOffset CreatedAt);

/// <summary>Why an assistant was not kept.</summary>
public enum MadeRefusal { HandleTaken, TooMany, Unknown }
