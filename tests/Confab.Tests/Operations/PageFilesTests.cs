using System.IO.Compression;
using System.Net;
using System.Text;
using Confab.Server.Page;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Confab.Tests.Operations;

/// <summary>The page as a browser and its service worker fetch it, out of a folder made for the test.</summary>
public sealed class PageFilesTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-page-").FullName;
    WebApplication? _app;
    HttpClient? _http;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "assets"));
        Write("index.html", "<!doctype html><title>Confab</title>");
        Write("worker.js", "self.addEventListener('fetch', () => {});");
        Write("manifest.webmanifest", "{}");
        Write("assets/index-abc.js", "export {};");
        Compress("worker.js");

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPage(_folder);
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    [Fact]
    public async Task The_service_worker_is_asked_for_anew_each_time_and_may_serve_the_whole_page()
    {
        using var response = await GetAsync("/worker.js");

        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoCache);
        Assert.Contains("worker-src 'self'", Policy(response), StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/worker.js");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await _http!.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task The_service_worker_comes_compressed_where_that_is_taken()
    {
        var plain = await _http!.GetStringAsync(new Uri("/worker.js", UriKind.Relative));

        using var response = await GetAsync("/worker.js", "br");
        Assert.Equal("br", response.Content.Headers.ContentEncoding.Single());
        using var reader = new StreamReader(new BrotliStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress), Encoding.UTF8);
        Assert.Equal(plain, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task What_has_its_mark_in_the_name_is_kept_for_ever_and_also_found_with_a_mark_in_the_query()
    {
        using var asset = await GetAsync("/assets/index-abc.js");
        Assert.Contains("immutable", asset.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        using var marked = await GetAsync("/index.html?__WB_REVISION__=1");
        Assert.Equal("<!doctype html><title>Confab</title>", await marked.Content.ReadAsStringAsync());
        Assert.True(marked.Headers.CacheControl?.NoCache);
    }

    [Fact]
    public async Task The_manifest_is_one_to_the_browser()
    {
        using var response = await GetAsync("/manifest.webmanifest");

        Assert.Equal("application/manifest+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("manifest-src 'self'", Policy(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/rooms/general/more")]
    [InlineData("/api/files/0197-f1")]
    [InlineData("/worker.js.br")]
    public async Task What_is_no_address_of_the_page_is_not_answered_with_it(string path)
    {
        using var response = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task<HttpResponseMessage> GetAsync(string path, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null) request.Headers.AcceptEncoding.ParseAdd(encoding);
        return await _http!.SendAsync(request);
    }

    static string Policy(HttpResponseMessage response) => response.Headers.GetValues("Content-Security-Policy").Single();

    void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    void Compress(string name)
    {
        using var to = new BrotliStream(File.Create(Path.Combine(_folder, name + ".br")), CompressionLevel.Optimal);
        to.Write(File.ReadAllBytes(Path.Combine(_folder, name)));
    }
}
