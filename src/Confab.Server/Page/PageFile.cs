using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Confab.Server.Page;

/// <summary>One file of the page, with the smaller versions that the build made beside it, kept in memory.</summary>
sealed class PageFile
{
    static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Best first. Browsers offer <c>br</c> on https and localhost alone.</summary>
    static readonly (string Encoding, string Suffix)[] Versions = [("br", ".br"), ("gzip", ".gz")];

    readonly byte[] _bytes;
    readonly List<(string Encoding, byte[] Bytes)> _compressed = [];
    readonly string _contentType;
    readonly string _cacheControl;
    readonly string _tag;

    PageFile(string path, bool neverChanges)
    {
        _bytes = File.ReadAllBytes(path);
        foreach (var (encoding, suffix) in Versions)
            if (File.Exists(path + suffix)) _compressed.Add((encoding, File.ReadAllBytes(path + suffix)));
        _contentType = ContentTypes.TryGetContentType(path, out var type) ? type : "application/octet-stream";
        if (_contentType is "text/html" or "text/css" or "text/javascript") _contentType += "; charset=utf-8";
        _cacheControl = neverChanges ? "public, max-age=31536000, immutable" : "no-cache";
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_bytes).AsSpan(0, 12))}\"";
    }

    /// <summary>The files of a folder by the path that asks for them.</summary>
    public static Dictionary<string, PageFile> ReadAll(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !Versions.Any(v => path.EndsWith(v.Suffix, StringComparison.Ordinal)))
            .Select(path => (path, Asked: "/" + Path.GetRelativePath(folder, path).Replace('\\', '/')))
            // Vite puts a hash of the content into these files' names.
            .ToDictionary(f => f.Asked, f => new PageFile(f.path, f.Asked.StartsWith("/assets/", StringComparison.Ordinal)));
    }

    public Task SendAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = _cacheControl;
        headers.ETag = _tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(_tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var (encoding, bytes) = VersionFor(context.Request);
        if (encoding is not null) headers.ContentEncoding = encoding;
        headers.ContentType = _contentType;
        headers.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    (string? Encoding, byte[] Bytes) VersionFor(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, bytes) in _compressed)
            if (accepted.Any(a => a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0)) return (encoding, bytes);
        return (null, _bytes);
    }
}
