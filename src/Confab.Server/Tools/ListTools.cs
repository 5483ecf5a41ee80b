using System.Text.Json;
using System.Text.Json.Serialization;
using Confab.Server.Http;
using Confab.Server.Operations;
using Confab.Server.Tools.Servers;

namespace Confab.Server.Tools;

/// <summary><c>GET /api/tools</c>: what assistants can be given. A server that was not needed yet is asked what it has.</summary>
public sealed class ListTools(ToolShelf shelf, ToolServers servers, OperatorRights operators, Callers callers)
{
    // What a dying program says, or an address that does not answer, is the operator's to know.
    const string Unsaid = "the server's log says why";

    public async Task<IResult> HandleAsync(HttpContext http)
    {
        await callers.RequireUserAsync(http);
        var answers = await Task.WhenAll(servers.All.Select(async server =>
        {
            var tools = await server.ListAsync(http.RequestAborted);
            return new ToolServerAnswer(server.Name, server.IsConnected ? "ready" : "failed", WhyOf(server), [.. tools.Select(t => new ToolAnswer(t.Name, t.Description))]);
        }));
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new ToolsAnswer([.. shelf.BuiltIn.Select(t => new ToolAnswer(t.Name, t.Description))], answers), ToolJson.Default.ToolsAnswer);
    }

    string? WhyOf(ToolServer server) => server.Failure is null || operators.AreEverybodys ? server.Failure : Unsaid;
}

/// <param name="BuiltIn">Always there.</param>
/// <param name="Servers">Used only in rooms that agreed to them.</param>
sealed record ToolsAnswer(IReadOnlyList<ToolAnswer> BuiltIn, IReadOnlyList<ToolServerAnswer> Servers);

sealed record ToolAnswer(string Name, string Description);

/// <param name="State"><c>ready</c> or <c>failed</c>.</param>
/// <param name="Error">Why it failed; to others than the operator only that it did.</param>
sealed record ToolServerAnswer(string Name, string State, string? Error, IReadOnlyList<ToolAnswer> Tools);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ToolsAnswer))]
sealed partial class ToolJson : JsonSerializerContext;
