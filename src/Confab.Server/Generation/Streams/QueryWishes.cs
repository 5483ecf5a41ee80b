using System.Globalization;
using System.Numerics;
using Confab.Protocol;
using Confab.Server.Sockets;

namespace Confab.Server.Generation.Streams;

/// <summary>The options of a generation as they stand in an address; one that is empty is as if it were not there.</summary>
static class QueryWishes
{
    /// <exception cref="RequestRefused">A number is none.</exception>
    public static GenerationOptions From(IQueryCollection query) => new(
        Text(query, "model"), Text(query, "strategy"), Number<int>(query, "maxTokens"), Number<double>(query, "temperature"), Number<double>(query, "topP"),
        Number<int>(query, "topK"), Number<double>(query, "repeatPenalty"),
        query.ContainsKey("stop") ? [.. query["stop"].Select(stop => stop ?? "")] : null, Number<long>(query, "seed"));

    static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    static T? Number<T>(IQueryCollection query, string name) where T : struct, INumber<T> => Text(query, name) is not { } text ? null
        : T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new RequestRefused(ErrorCode.BadRequest, $"\"{name}\" is a number, not \"{text}\"", name);
}
