using System.Security.Cryptography;
using Confab.Inference.Engines.Remote;

namespace Confab.Inference.Catalog.Pulling;

/// <summary>
/// Pulls GGUF files from the web into a folder. A pull that was cancelled or broke off goes on where it stopped; a file is in
/// its place only whole, checked and on the disk. Safe to use from any thread.
/// </summary>
public sealed class ModelPuller : IDisposable
{
    // Magic, version, and the counts of tensors and metadata: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
    const int SmallestModel = 24;
    const int CheckBufferBytes = 1024 * 1024;
    static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    readonly PullOptions _options;
    readonly TimeProvider _time;
    readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // Followed by hand: the hub tells the checksum on the way, and its key must not leave it.
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxResponseDrainSize = 0,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="options">How to pull; the defaults where null.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its limits.</exception>
    public ModelPuller(PullOptions? options = null, TimeProvider? time = null) =>
        (_options, _time) = ((options ?? new()).Validate(), time ?? TimeProvider.System);

    /// <summary>Pulls a model.</summary>
    /// <param name="source"><c>https://…/file.gguf</c>, or <c>hf:owner/repo/file.gguf</c> from the hub's main branch.</param>
    /// <param name="folder">Where the file goes, under its own name; made where it is missing.</param>
    /// <param name="sha256">
    /// The checksum that it must have, with or without <c>sha256:</c> before it. Null: the one that the hub tells, where it
    /// tells one; otherwise the file is not compared.
    /// </param>
    /// <param name="progress">Told up to four times a second, and at every change of stage.</param>
    /// <param name="cancellationToken">Stops it; what came is kept, and the next pull of the same address goes on there.</param>
    /// <exception cref="ModelPullException">It cannot be pulled, is there already, or is being pulled by somebody else.</exception>
    /// <exception cref="ArgumentException">The checksum is none.</exception>
    public async Task<PulledModel> PullAsync(
        string source,
        string folder,
        string? sha256 = null,
        IProgress<PullProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var expected = Sha256Text.Require(sha256);
        var from = ModelSource.Parse(source, _options.HubAddress);
        var target = Path.Combine(Path.GetFullPath(folder), from.FileName);
        try
        {
            Directory.CreateDirectory(folder);
            RequireAbsent(target, from);
            using var held = PullLock.Take(target, from.Display);
            // Whoever held the lock until now may have finished it.
            RequireAbsent(target, from);
            return await PullAsync(from, target, expected, new PullMeter(progress, _time), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RemoteModelException)
        {
            throw new ModelPullException(from.Display, e.Message, e);
        }
    }

    /// <summary>The name without ending that a source's file will have.</summary>
    /// <exception cref="ModelPullException">It is no source.</exception>
    public string NameOf(string source) => Path.GetFileNameWithoutExtension(ModelSource.Parse(source, _options.HubAddress).FileName);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    async Task<PulledModel> PullAsync(ModelSource from, string target, string? expected, PullMeter meter, CancellationToken stop)
    {
        using var part = PartFile.Open(target, from.Address.GetLeftPart(UriPartial.Path));
        var request = new HubRequest(_http, from, _options, ApiKey.Read(_options.HubKeyVariable, ""), _time);
        await GetAsync(new Download(request, from, _options, new FreeSpace(Path.GetDirectoryName(target)!), _time), part, meter, stop).ConfigureAwait(false);

        // A part of a few bytes could still become anything; a whole file could not.
        if (part.Length < SmallestModel) throw NoModel(part, from);
        expected ??= request.HubSha256 ?? part.Origin?.Sha256;
        var (sum, bytes) = (await SumAsync(part, meter, stop).ConfigureAwait(false), part.Length);
        if (expected is not null && sum != expected)
        {
            part.Delete();
            throw new ModelPullException(from.Display, $"its SHA-256 is {sum}, but should be {expected}; what came was deleted.");
        }
        part.Commit();
        meter.Tell(PullStage.Done);
        return new(target, sum, bytes, IsVerified: expected is not null);
    }

    async Task GetAsync(Download download, PartFile part, PullMeter meter, CancellationToken stop)
    {
        var (failed, most) = (0, part.Length);
        while (true)
        {
            try
            {
                await download.RunAsync(part, meter, stop).ConfigureAwait(false);
                return;
            }
            catch (ModelPullException fault) when (fault.IsTransient)
            {
                // Only a byte more than ever before is a gain: a server that always begins anew must not be asked for ever.
                failed = part.Length > most ? 1 : failed + 1;
                most = Math.Max(most, part.Length);
                if (failed >= _options.Tries || fault.RetryAfter > s_longestWait) throw;
                meter.Tell(PullStage.Waiting, fault.Message);
                await Task.Delay(Pause(failed, fault.RetryAfter), _time, stop).ConfigureAwait(false);
            }
        }
    }

    TimeSpan Pause(int failed, TimeSpan? asked)
    {
        var pause = _options.FirstPause * Math.Pow(2, failed - 1);
        if (pause > s_longestPause) pause = s_longestPause;
        return asked > pause ? asked.Value : pause;
    }

    static async Task<string> SumAsync(PartFile part, PullMeter meter, CancellationToken stop)
    {
        meter.TotalBytes = part.Length;
        meter.Begin(PullStage.Checking, 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[CheckBufferBytes];
        var content = part.ReadAll();
        while (await content.ReadAsync(buffer, stop).ConfigureAwait(false) is var read and > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            meter.Advance(PullStage.Checking, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static ModelPullException NoModel(PartFile part, ModelSource from)
    {
        var message = $"what the server sends has {part.Length} bytes, which is no GGUF file.";
        part.Delete();
        return new(from.Display, message);
    }

    static void RequireAbsent(string target, ModelSource from)
    {
        if (File.Exists(target)) throw new ModelPullException(from.Display, $"{target} is there already; delete it first, or keep it.");
    }
}
