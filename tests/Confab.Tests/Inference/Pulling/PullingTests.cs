using Confab.Inference.Catalog.Pulling;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Pulling;

public sealed class PullingTests : IAsyncLifetime
{
    static readonly byte[] s_file = PullScene.Model();

    PullScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await PullScene.StartAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task A_model_comes_whole_and_leaves_nothing_else_behind()
    {
        _scene.Server.Always(PullScene.Serve(s_file));

        var pulled = await _scene.PullAsync();

        Assert.Equal(new PulledModel(_scene.Target, PullScene.Sum(s_file), s_file.Length, IsVerified: false), pulled);
        Assert.Equal(s_file, await File.ReadAllBytesAsync(_scene.Target));
        Assert.Equal(["tiny.gguf"], _scene.Files);
        Assert.Equal(1, _scene.Server.Requests);
    }

    [Fact]
    public async Task Progress_begins_with_the_size_never_goes_back_and_ends_with_done()
    {
        _scene.Server.Always(PullScene.Serve(s_file));

        await _scene.PullAsync();

        Assert.Equal((PullStage.Downloading, 0, s_file.Length), (_scene.Told[0].Stage, _scene.Told[0].Bytes, _scene.Told[0].TotalBytes));
        Assert.Equal((PullStage.Done, s_file.Length, s_file.Length), (_scene.Told[^1].Stage, _scene.Told[^1].Bytes, _scene.Told[^1].TotalBytes));
        Assert.Contains(_scene.Told, told => told.Stage == PullStage.Checking);
        var downloading = _scene.Told.Where(told => told.Stage == PullStage.Downloading).Select(told => told.Bytes).ToList();
        Assert.Equal(downloading.Order(), downloading);
    }

    [Fact]
    public async Task The_speed_is_measured_and_the_rest_estimated_by_it()
    {
        var more = new SemaphoreSlim(0);
        _scene.Server.Always(async reply =>
        {
            reply.Response.ContentLength = s_file.Length;
            await reply.Response.Body.WriteAsync(s_file.AsMemory(0, 100_000));
            await reply.Response.Body.FlushAsync();
            await more.WaitAsync(reply.Gone);
            await reply.Response.Body.WriteAsync(s_file.AsMemory(100_000, 100_000));
            await reply.Response.Body.FlushAsync();
            await reply.SilenceAsync();
        });
        using var stop = new CancellationTokenSource();
        var pulling = _scene.PullAsync(stop: stop.Token);
        await TestTime.UntilAsync(() => File.Exists(_scene.Part) && new FileInfo(_scene.Part).Length == 100_000, "the first third");

        _scene.Time.Advance(TimeSpan.FromSeconds(4));
        more.Release();
        await TestTime.UntilAsync(() => new FileInfo(_scene.Part).Length == 200_000 && _scene.Told[^1].BytesPerSecond > 0, "the second third");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pulling);

        var told = _scene.Told[^1];
        Assert.Equal(told.Bytes / 4.0, told.BytesPerSecond);
        Assert.Equal((s_file.Length - told.Bytes) / told.BytesPerSecond, told.Remaining!.Value.TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    public async Task A_checksum_that_fits_is_told_to_have_been_checked(string prefix)
    {
        _scene.Server.Always(PullScene.Serve(s_file));

        var pulled = await _scene.PullAsync(sha256: prefix + PullScene.Sum(s_file).ToUpperInvariant());

        Assert.True(pulled.IsVerified);
    }

    [Fact]
    public async Task A_checksum_that_does_not_fit_names_both_and_leaves_nothing()
    {
        _scene.Server.Always(PullScene.Serve(s_file));
        var wanted = PullScene.Sum(PullScene.Model(seed: 2));

        var fault = await _scene.FaultAsync(sha256: wanted);

        Assert.Contains($"its SHA-256 is {PullScene.Sum(s_file)}, but should be {wanted}", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Files);
        Assert.Equal(1, _scene.Server.Requests);
    }

    [Theory]
    [InlineData("sha256:abc")]
    [InlineData("zz")]
    public async Task What_is_no_checksum_is_refused_before_anything_is_asked(string sum)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _scene.PullAsync(sha256: sum));

        Assert.Equal(0, _scene.Server.Requests);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_pulled_again()
    {
        await File.WriteAllTextAsync(_scene.Target, "mine");

        var fault = await _scene.FaultAsync();

        Assert.Contains($"{_scene.Target} is there already", fault.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(_scene.Target));
        Assert.Equal(0, _scene.Server.Requests);
    }

    [Fact]
    public async Task A_second_pull_of_the_same_file_is_refused_while_the_first_runs()
    {
        _scene.Server.Then(PullScene.Stall(s_file, 1000)).Always(PullScene.Serve(s_file));
        using var stop = new CancellationTokenSource();
        var first = _scene.PullAsync(stop: stop.Token);
        await _scene.Server.NextAsync();

        var refusal = await _scene.FaultAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.Contains("is being pulled already", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, _scene.Server.Requests);
        await _scene.PullAsync();
        Assert.Equal(s_file, await File.ReadAllBytesAsync(_scene.Target));
    }

    [Fact]
    public async Task Of_many_pulls_at_once_one_gets_the_file_and_the_others_a_clear_word()
    {
        _scene.Server.Always(PullScene.Serve(s_file));

        var pulls = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OutcomeAsync())));

        Assert.Single(pulls, outcome => outcome is null);
        Assert.All(pulls.OfType<string>(), said => Assert.Matches("is being pulled already|is there already", said));
        Assert.Equal(s_file, await File.ReadAllBytesAsync(_scene.Target));
        Assert.Equal(["tiny.gguf"], _scene.Files);

        async Task<string?> OutcomeAsync()
        {
            try
            {
                await _scene.PullAsync();
                return null;
            }
            catch (ModelPullException fault)
            {
                return fault.Message;
            }
        }
    }

    [Theory]
    [InlineData("/a/b%20c.gguf?download=true", "b_c.gguf")]
    [InlineData("/a/..%2F..%2Fevil.gguf", "evil.gguf")]
    [InlineData("/a/..%5C..%5Cevil.gguf", "evil.gguf")]
    [InlineData("/a/.hidden.GGUF", "hidden.gguf")]
    [InlineData("/a/größe-1.5+x_y.gguf", "größe-1.5+x_y.gguf")]
    public async Task A_name_is_made_harmless_and_stays_in_the_folder(string path, string name)
    {
        _scene.Server.Always(PullScene.Serve(s_file));

        var pulled = await _scene.PullAsync(_scene.Server.Address.AbsoluteUri.TrimEnd('/') + path);

        Assert.Equal(Path.Combine(_scene.Folder, name), pulled.Path);
        Assert.Equal([name], _scene.Files);
    }

    [Theory]
    [InlineData("file:///etc/passwd.gguf", "comes from https")]
    [InlineData("ftp://host/a.gguf", "comes from https")]
    [InlineData("tiny.gguf", "comes from https")]
    [InlineData("https://host/model.bin", "does not end with .gguf")]
    [InlineData("https://host/.gguf", "1 to 200 letters")]
    [InlineData("https://host/%2e%2e.gguf", "1 to 200 letters")]
    [InlineData("https://me:hunter2@host/a.gguf", "carries a password")]
    [InlineData("hf:owner/a.gguf", "hf:owner/repo/file.gguf")]
    [InlineData("hf:owner/repo/../../a.gguf", "hf:owner/repo/file.gguf")]
    [InlineData("hf:owner/repo/", "hf:owner/repo/file.gguf")]
    [InlineData("hf:owner/repo/a.gguf?x=1", "hf:owner/repo/file.gguf")]
    public async Task What_is_no_models_address_is_refused(string source, string said)
    {
        var fault = await _scene.FaultAsync(source);

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
        Assert.Empty(_scene.Files);
    }
}
