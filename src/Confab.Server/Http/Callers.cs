using System.Net;
using Confab.Protocol;
using Confab.Server.Accounts;
using Confab.Server.Sockets;
using Confab.Server.Storage;

namespace Confab.Server.Http;

/// <summary>
/// Finds out who asks. <c>Authorization: Bearer confab_…</c> names a person; a key of another form, as clients of other
/// servers must give one, names nobody. Each person and each address has a rate limit.
/// </summary>
public sealed class Callers(IUserStore users, SocketOptions options, TimeProvider clock)
{
    const string Scheme = "Bearer ";

    readonly KeyedBuckets<string> _buckets = new(options.RateLimit, clock);

    /// <exception cref="RequestRefused">The token opens no name, or this was one request too many.</exception>
    public async Task<Caller> IdentifyAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        var user = TokenOf(context.Request) is { } token ? await FindAsync(token, address, context.RequestAborted) : null;
        Spend(user?.Id.Value ?? $"address {address}");
        return new Caller(user, address);
    }

    /// <exception cref="RequestRefused">There is no token, it opens no name, or this was one request too many.</exception>
    public async Task<Author> RequireUserAsync(HttpContext context) => (await IdentifyAsync(context)).User
        ?? throw new RequestRefused(ErrorCode.NotSignedIn, "this is shown to people only: send Authorization: Bearer with your token");

    async Task<Author> FindAsync(Token token, IPAddress address, CancellationToken stop)
    {
        if (await users.FindByTokenAsync(token.Hash(), stop) is { } user) return user;
        // Trying tokens costs as much as asking without one.
        Spend($"address {address}");
        throw new RequestRefused(ErrorCode.BadToken, "this token opens no name here; it may be of another server");
    }

    void Spend(string key)
    {
        if (_buckets.Take(key) is { } wait) throw new RequestRefused(ErrorCode.RateLimited, "too many requests; come back a little later", retryAfter: wait);
    }

    static Token? TokenOf(HttpRequest request) => request.Headers.Authorization.ToString() is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        ? Token.TryParse(header[Scheme.Length..].Trim())
        : null;
}
