using Confab.Inference.Catalog.Pulling;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Pulling;

public sealed class PullFaultTests : IAsyncLifetime
{
    static readonly byte[] s_file = PullScene.Model();

    PullScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await PullScene.StartAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData(404, "there is no such file (404)")]
    [InlineData(401, "the server refuses it (401)")]
    [InlineData(403, "the server refuses it (403)")]
    [InlineData(418, "answered with 418")]
    public async Task What_waiting_does_not_help_is_tried_once(int status, string said)
    {
        _scene.Server.Always(reply => reply.StatusAsync(status, "no"));

        var fault = await _scene.FaultAsync();

        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.False(fault.IsTransient);
        Assert.Equal(1, _scene.Server.Requests);
        Assert.Empty(_scene.Files);
    }

    [Fact]
    public async Task A_failing_server_is_asked_again_after_pauses_that_double()
    {
        _scene.Options = new() { FirstPause = TimeSpan.FromSeconds(2), Tries = 4 };
        _scene.Server.Always(reply => reply.StatusAsync(503, "later"));

        var pulling = _scene.FaultAsync();
        foreach (var (tries, pause) in ((int, int)[])[(1, 2), (2, 4), (3, 8)])
        {
            await TestTime.UntilAsync(() => _scene.Told.Count == tries && _scene.Time.Timers == 1, "the pause");
            Assert.Equal(tries, _scene.Server.Requests);
            _scene.Time.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            Assert.Equal(1, _scene.Time.Timers);
            _scene.Time.Advance(TimeSpan.FromTicks(1));
        }

        Assert.Contains("the server failed (503)", (await pulling).Message, StringComparison.Ordinal);
        Assert.Equal(4, _scene.Server.Requests);
        Assert.All(_scene.Told, told => Assert.True(told is { Stage: PullStage.Waiting, Trouble: not null }));
    }

    [Fact]
    public async Task A_server_that_names_a_pause_gets_it()
    {
        _scene.Server.Then(reply => reply.StatusAsync(429, "", ("Retry-After", "60"))).Always(PullScene.Serve(s_file));

        var pulling = _scene.PullAsync();
        await _scene.Server.NextAsync();
        await TestTime.UntilAsync(() => _scene.Told.Any(told => told.Stage == PullStage.Waiting) && _scene.Time.Timers == 1, "the pause");
        _scene.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, _scene.Server.Requests);
        _scene.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(PullScene.Sum(s_file), (await pulling).Sha256);
    }

    [Fact]
    public async Task Silence_of_half_a_minute_ends_a_try_and_the_next_goes_on()
    {
        _scene.Server.Then(PullScene.Stall(s_file, 100_000)).Always(PullScene.Serve(s_file));

        var pulling = _scene.PullAsync();
        await TestTime.UntilAsync(() => File.Exists(_scene.Part) && new FileInfo(_scene.Part).Length == 100_000 && _scene.Time.Timers == 1, "the silence");
        _scene.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(pulling.IsCompleted);
        _scene.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(PullScene.Sum(s_file), (await pulling).Sha256);
        Assert.Contains(_scene.Told, told => told.Trouble?.Contains("nothing came for 30 s", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Silence_before_the_answer_ends_a_try_as_well()
    {
        _scene.Server.Then(reply => reply.SilenceAsync()).Always(PullScene.Serve(s_file));

        var pulling = _scene.PullAsync();
        var request = await _scene.Server.NextAsync();
        _scene.Time.Advance(TimeSpan.FromSeconds(30));

        await pulling;
        await request.Gone;
        Assert.Contains(_scene.Told, told => told.Trouble?.Contains("did not answer for 30 s", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_server_that_promises_more_than_it_has_is_not_believed()
    {
        _scene.Server.Always(async reply =>
        {
            reply.Response.ContentLength = s_file.Length + 10;
            await reply.Response.Body.WriteAsync(s_file, reply.Gone);
        });

        var fault = await _scene.FaultAsync();

        Assert.Contains("the connection broke off", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_scene.Target));
    }

    [Fact]
    public async Task A_page_that_says_sorry_is_no_model_and_is_noticed_at_once()
    {
        long sent = 0;
        _scene.Server.Always(async reply =>
        {
            reply.Response.ContentType = "text/html";
            while (true)
            {
                await reply.EventsAsync("<html>Please log in to continue</html>");
                Interlocked.Increment(ref sent);
            }
        });

        var fault = await _scene.FaultAsync();

        Assert.Contains("is no GGUF file", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, _scene.Server.Requests);
        Assert.Empty(_scene.Files);
        await (await _scene.Server.NextAsync()).Gone;
    }

    [Fact]
    public async Task A_file_that_only_begins_as_a_model_is_none()
    {
        _scene.Server.Always(reply => reply.StatusAsync(200, "GGU"));

        Assert.Contains("has 3 bytes, which is no GGUF file", (await _scene.FaultAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Files);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_comes()
    {
        _scene.Options = _scene.Options with { MaxBytes = s_file.Length - 1 };
        _scene.Server.Always(PullScene.Serve(s_file));

        var fault = await _scene.FaultAsync();

        Assert.Contains("it has 300,000 bytes, more than the 299,999 that are allowed", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Files);
    }

    [Fact]
    public async Task A_file_that_hides_its_size_is_stopped_at_the_limit()
    {
        _scene.Options = _scene.Options with { MaxBytes = 200_000 };
        _scene.Server.Always(async reply =>
        {
            await reply.Response.Body.WriteAsync(s_file, reply.Gone);
            await reply.SilenceAsync();
        });

        var fault = await _scene.FaultAsync();

        Assert.Contains("longer than the 200,000 bytes", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Files);
    }

    [Fact]
    public async Task A_file_that_hides_its_size_is_pulled_all_the_same()
    {
        _scene.Server.Always(reply => reply.Response.Body.WriteAsync(s_file, reply.Gone).AsTask());

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
        Assert.Null(_scene.Told[0].TotalBytes);
    }

    [Fact]
    public async Task A_disk_without_room_is_noticed_before_it_is_full()
    {
        _scene.Options = _scene.Options with { SpareBytes = long.MaxValue / 2 };
        _scene.Server.Always(PullScene.Serve(s_file));

        Assert.Matches(@"the disk has [\d,]+ bytes free, but [\d,]+ are needed", (await _scene.FaultAsync()).Message);
        Assert.Empty(_scene.Files);
    }

    [Fact]
    public async Task A_packed_file_is_refused()
    {
        _scene.Server.Always(reply => reply.StatusAsync(200, "GGUF", ("Content-Encoding", "gzip")));

        Assert.Contains("sends it packed (gzip)", (await _scene.FaultAsync()).Message, StringComparison.Ordinal);
        Assert.Equal("identity", (await _scene.Server.NextAsync()).Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task Redirects_are_followed_but_not_for_ever()
    {
        _scene.Server.Then(reply => reply.StatusAsync(302, "", ("Location", "../cdn/blob?sig=1"))).Then(PullScene.Serve(s_file));

        await _scene.PullAsync();
        Assert.Equal(["/models/tiny.gguf", "/cdn/blob"], [(await _scene.Server.NextAsync()).Path, (await _scene.Server.NextAsync()).Path]);

        _scene.Server.Always(reply => reply.StatusAsync(307, "", ("Location", "/models/again.gguf")));
        var fault = await _scene.FaultAsync(new Uri(_scene.Server.Address, "/models/other.gguf").AbsoluteUri);
        Assert.Contains("redirects more than 10 times", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://host/a.gguf")]
    [InlineData(null)]
    public async Task A_redirect_out_of_the_web_is_not_followed(string? location)
    {
        _scene.Server.Always(reply => location is null ? reply.StatusAsync(302, "") : reply.StatusAsync(302, "", ("Location", location)));

        Assert.Contains("which is not followed", (await _scene.FaultAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_the_address_is_not_shown_and_not_kept()
    {
        _scene.Server.Always(PullScene.Cut(s_file, 1000));

        var fault = await _scene.FaultAsync($"{_scene.Address}?token=hunter2");

        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync($"{_scene.Part}.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_scene.Folder, "no-folder");
        await File.WriteAllTextAsync(file, "");
        using var puller = new ModelPuller(_scene.Options);

        var fault = await Assert.ThrowsAsync<ModelPullException>(() => puller.PullAsync(_scene.Address, file));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }
}
