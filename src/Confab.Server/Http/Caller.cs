using System.Net;
using Confab.Protocol;
using Confab.Server.Replies;

namespace Confab.Server.Http;

/// <summary>Who asks over HTTP: a person by their token, or somebody at an address.</summary>
/// <param name="User">Null for somebody who showed no token.</param>
/// <param name="Address">Where they are.</param>
public readonly record struct Caller(Author? User, IPAddress Address)
{
    /// <summary>Whose generations take turns with whose.</summary>
    public Asker Asker => new(User?.Id ?? new UserId($"address {Address}"));
}
