using System.Globalization;
using Confab.Inference.Catalog.Pulling;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Pulling;

public sealed class PullResumeTests : IAsyncLifetime
{
    static readonly byte[] s_file = PullScene.Model();

    PullScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await PullScene.StartAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task A_broken_connection_is_taken_up_where_it_broke()
    {
        _scene.Server.Then(PullScene.Cut(s_file, 123_457)).Always(PullScene.Serve(s_file));

        await _scene.PullAsync();

        Assert.Equal(s_file, await File.ReadAllBytesAsync(_scene.Target));
        await _scene.Server.NextAsync();
        var second = await _scene.Server.NextAsync();
        Assert.Equal("bytes=123457-", second.Headers["Range"]);
        Assert.Equal("\"v1\"", second.Headers["If-Range"]);
        Assert.Equal(2, _scene.Server.Requests);
        Assert.Contains(_scene.Told, told => told is { Stage: PullStage.Waiting, Trouble: not null, Bytes: 123_457 });
    }

    [Fact]
    public async Task A_cancelled_pull_keeps_its_part_and_the_next_one_goes_on_there()
    {
        await _scene.PullPartAsync(s_file, 100_000);
        Assert.Equal(["tiny.gguf.part", "tiny.gguf.part.json"], _scene.Files);
        _scene.Server.Always(PullScene.Serve(s_file));

        var pulled = await _scene.PullAsync();

        Assert.Equal(PullScene.Sum(s_file), pulled.Sha256);
        Assert.Equal("bytes=100000-", (await _scene.Server.NextAsync()).Headers["Range"]);
        Assert.Equal(["tiny.gguf"], _scene.Files);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_it_all_again()
    {
        await _scene.PullPartAsync(s_file, 100_000);
        _scene.Server.Always(async reply =>
        {
            reply.Response.Headers.ETag = "\"v1\"";
            await reply.Response.Body.WriteAsync(s_file);
        });

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_pulled_from_its_beginning()
    {
        var changed = PullScene.Model(length: 200_000, seed: 2);
        await _scene.PullPartAsync(s_file, 100_000);
        _scene.Server.Always(PullScene.Serve(changed, "\"v2\""));

        Assert.Equal(PullScene.Sum(changed), (await _scene.PullAsync()).Sha256);
        Assert.Equal(1, _scene.Server.Requests - 1);
    }

    [Fact]
    public async Task A_server_that_goes_on_with_another_file_is_not_believed()
    {
        var changed = PullScene.Model(length: s_file.Length, seed: 2);
        await _scene.PullPartAsync(s_file, 100_000);
        _scene.Server.Then(Rest(changed, 100_000, tag: "\"v2\"")).Always(PullScene.Serve(changed, "\"v2\""));

        Assert.Equal(PullScene.Sum(changed), (await _scene.PullAsync()).Sha256);
    }

    [Theory]
    [InlineData("bytes 99999-299999/300000")]
    [InlineData("bytes 100000-299999/300001")]
    [InlineData("items 100000-299999/300000")]
    [InlineData(null)]
    public async Task A_server_that_sends_another_range_is_not_believed(string? range)
    {
        await _scene.PullPartAsync(s_file, 100_000);
        _scene.Server.Then(Rest(s_file, 100_000, range: range)).Always(PullScene.Serve(s_file));

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
        await _scene.Server.NextAsync();
        Assert.DoesNotContain("Range", (await _scene.Server.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task A_part_that_was_whole_already_only_lacks_its_name()
    {
        await _scene.PullPartAsync(s_file, s_file.Length - 1);
        await using (var part = File.Open(_scene.Part, FileMode.Append)) part.WriteByte(s_file[^1]);
        _scene.Server.Always(PullScene.Serve(s_file));

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
        Assert.Equal(2, _scene.Server.Requests);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_thrown_away()
    {
        await _scene.PullPartAsync(s_file, 100_000);
        var shorter = PullScene.Model(50_000);
        _scene.Server.Then(reply => reply.StatusAsync(416, "", ("Content-Range", "bytes */50000"))).Always(PullScene.Serve(shorter));

        Assert.Equal(PullScene.Sum(shorter), (await _scene.PullAsync()).Sha256);
    }

    [Fact]
    public async Task A_part_as_long_as_another_file_is_not_taken_for_it()
    {
        await _scene.PullPartAsync(s_file, 100_000);
        var other = PullScene.Model(100_000, seed: 2);
        _scene.Server.Then(reply => reply.StatusAsync(416, "", ("Content-Range", "bytes */100000"), ("ETag", "\"v2\""))).Always(PullScene.Serve(other, "\"v2\""));

        Assert.Equal(PullScene.Sum(other), (await _scene.PullAsync()).Sha256);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"v1\"")]
    public async Task Without_a_sure_sign_that_it_is_the_same_file_nothing_is_continued(string? tag)
    {
        _scene.Server.Then(PullScene.Cut(s_file, 100_000, tag)).Always(PullScene.Serve(s_file));

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
        await _scene.Server.NextAsync();
        Assert.DoesNotContain("Range", (await _scene.Server.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task The_time_of_the_last_change_is_a_sign_too()
    {
        var changed = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
        _scene.Server.Then(async reply =>
        {
            reply.Response.Headers.LastModified = changed;
            await PullScene.Cut(s_file, 100_000, tag: null)(reply);
        }).Always(Rest(s_file, 100_000, tag: null));

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
        await _scene.Server.NextAsync();
        Assert.Equal(changed, (await _scene.Server.NextAsync()).Headers["If-Range"]);
    }

    [Fact]
    public async Task A_part_from_another_address_is_not_continued()
    {
        await _scene.PullPartAsync(s_file, 100_000);
        var other = PullScene.Model(seed: 3);
        _scene.Server.Always(PullScene.Serve(other));

        var pulled = await _scene.PullAsync(new Uri(_scene.Server.Address, "/elsewhere/tiny.gguf").AbsoluteUri);

        Assert.Equal(PullScene.Sum(other), pulled.Sha256);
        Assert.DoesNotContain("Range", (await _scene.Server.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task A_part_whose_note_is_unreadable_is_not_continued()
    {
        await _scene.PullPartAsync(s_file, 100_000);
        await File.WriteAllTextAsync($"{_scene.Part}.json", "{\"address\":");
        _scene.Server.Always(PullScene.Serve(s_file));

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
        Assert.DoesNotContain("Range", (await _scene.Server.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task A_server_that_breaks_off_again_and_again_is_asked_as_long_as_every_try_gains_something()
    {
        for (var bytes = 50_000; bytes < s_file.Length; bytes += 50_000) _scene.Server.Then(CutRest(s_file, bytes));
        _scene.Server.Always(PullScene.Serve(s_file));

        Assert.Equal(PullScene.Sum(s_file), (await _scene.PullAsync()).Sha256);
        Assert.Equal(6, _scene.Server.Requests);
    }

    [Fact]
    public async Task A_server_that_always_begins_anew_and_breaks_off_is_not_asked_for_ever()
    {
        _scene.Server.Always(PullScene.Cut(s_file, 100_000));

        var fault = await _scene.FaultAsync();

        Assert.Contains("the connection broke off", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsTransient);
        Assert.Equal(3, _scene.Server.Requests);
    }

    // The rest of a file as an answer to a range, said to be whatever the test wants.
    static Func<Reply, Task> Rest(byte[] file, int from, string? tag = "\"v1\"", string? range = "") => async reply =>
    {
        reply.Response.StatusCode = 206;
        if (tag is not null) reply.Response.Headers.ETag = tag;
        if (range is not null) reply.Response.Headers.ContentRange = range.Length > 0 ? range : $"bytes {from}-{file.Length - 1}/{file.Length}";
        await reply.Response.Body.WriteAsync(file.AsMemory(from), reply.Gone);
    };

    static Func<Reply, Task> CutRest(byte[] file, int until) => async reply =>
    {
        var from = reply.Request.Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        if (from > 0) (reply.Response.StatusCode, reply.Response.Headers.ContentRange) = (206, $"bytes {from}-{file.Length - 1}/{file.Length}");
        reply.Response.Headers.ETag = "\"v1\"";
        reply.Response.ContentLength = file.Length - from;
        await reply.Response.Body.WriteAsync(file.AsMemory(from, until - from), reply.Gone);
        await reply.Response.Body.FlushAsync(reply.Gone);
        await Task.Delay(50, reply.Gone);
        reply.Break();
    };
}
