using Confab.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace Confab.Tests.Generations;

/// <summary>docs/http.md says what the server does. The live tests run its examples.</summary>
public class DocumentTests
{
    static readonly string Text = File.ReadAllText(Repository.File("docs/http.md"));

    [Fact]
    public async Task Every_address_of_a_generation_is_in_the_document_and_every_address_of_the_document_is_there()
    {
        await using var app = await ChatApplication.StartAsync();
        var all = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} /{e.RoutePattern.RawText!.TrimStart('/')}"))
            .ToList();
        var told = Text.Split('\n').Where(l => l.StartsWith("| `GET ", StringComparison.Ordinal) || l.StartsWith("| `POST ", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).ToList();

        Assert.Empty(told.Except(all));
        Assert.Empty(all.Where(a => a.Contains(" /v1/", StringComparison.Ordinal) || a.EndsWith("/stream", StringComparison.Ordinal)).Except(told));
        Assert.True(told.Count >= 7, $"{told.Count} addresses");
    }
}
