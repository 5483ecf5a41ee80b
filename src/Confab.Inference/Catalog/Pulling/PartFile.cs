using System.Text.Json;

namespace Confab.Inference.Catalog.Pulling;

/// <summary>
/// The bytes of a model that are here so far (<c>.part</c>), and beside them what they are a part of (<c>.part.json</c>), so
/// that a later pull can go on where this one stopped.
/// </summary>
sealed class PartFile : IDisposable
{
    readonly string _target;
    readonly string _path;
    readonly FileStream _content;

    PartFile(string target, string path, FileStream content) => (_target, _path, _content) = (target, path, content);

    /// <summary>What the bytes are a part of; null where there are none that can be continued.</summary>
    public PartOrigin? Origin { get; private set; }

    public long Length => _content.Length;

    /// <summary>Where a server may go on; 0 where nothing tells that it would be the same file.</summary>
    public long ResumesAt => Origin?.Validator is null ? 0 : Length;

    string OriginPath => $"{_path}.json";

    /// <summary>Opens the part that an earlier pull of the same address left, or a new one.</summary>
    public static PartFile Open(string target, string address)
    {
        var path = $"{target}.part";
        var part = new PartFile(target, path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        part.Origin = part.ReadOrigin() is { Validator: not null } origin && origin.Address == address && part.Length > 0 ? origin : null;
        return part;
    }

    /// <summary>Begins anew, as a part of this file.</summary>
    public void Restart(PartOrigin origin)
    {
        _content.SetLength(0);
        File.WriteAllText(OriginPath, JsonSerializer.Serialize(origin, PartOriginJson.Default.PartOrigin));
        Origin = origin;
    }

    /// <summary>What is here cannot be continued.</summary>
    public void Forget()
    {
        _content.SetLength(0);
        File.Delete(OriginPath);
        Origin = null;
    }

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        _content.Seek(0, SeekOrigin.End);
        await _content.WriteAsync(bytes, stop).ConfigureAwait(false);
    }

    /// <summary>The whole file from its beginning.</summary>
    public Stream ReadAll()
    {
        _content.Seek(0, SeekOrigin.Begin);
        return _content;
    }

    /// <summary>Whether the bytes so far are those that a GGUF file begins with.</summary>
    public bool BeginsAs(ReadOnlySpan<byte> magic)
    {
        Span<byte> first = stackalloc byte[magic.Length];
        var length = RandomAccess.Read(_content.SafeFileHandle, first, 0);
        return first[..length].SequenceEqual(magic[..length]);
    }

    /// <summary>Puts the whole file into its place, on the disk and under its name.</summary>
    public void Commit()
    {
        _content.Flush(flushToDisk: true);
        _content.Dispose();
        File.Move(_path, _target, overwrite: false);
        File.Delete(OriginPath);
    }

    public void Delete()
    {
        _content.Dispose();
        File.Delete(_path);
        File.Delete(OriginPath);
    }

    public void Dispose()
    {
        if (_content.SafeFileHandle.IsClosed) return;
        var isEmpty = _content.Length == 0;
        _content.Dispose();
        if (!isEmpty) return;
        File.Delete(_path);
        File.Delete(OriginPath);
    }

    PartOrigin? ReadOrigin()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(OriginPath), PartOriginJson.Default.PartOrigin);
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }
}
