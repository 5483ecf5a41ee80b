using Confab.Tests.Inference.Remote;
using Confab.Tests.Support;

namespace Confab.Tests.Inference.Pulling;

/// <summary>The hub tells a file's checksum and sends us to where the file is kept.</summary>
public sealed class HubTests : IAsyncLifetime
{
    static readonly byte[] s_file = PullScene.Model();
    static readonly string s_otherSum = PullScene.Sum(PullScene.Model(seed: 9));

    PullScene _scene = null!;
    FaultyEndpoint _store = null!;

    public async ValueTask InitializeAsync()
    {
        (_scene, _store) = (await PullScene.StartAsync(), await FaultyEndpoint.StartAsync());
        _scene.Options = _scene.Options with { HubAddress = _scene.Server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task A_hub_name_leads_to_the_file_and_its_checksum()
    {
        Redirect($"\"{PullScene.Sum(s_file)}\"");
        // The store's own tag looks like a sum and is none.
        _store.Always(PullScene.Serve(s_file, $"\"{s_otherSum}\""));

        var pulled = await _scene.PullAsync("hf:some-owner/Some.Repo/sub/tiny.gguf");

        Assert.True(pulled.IsVerified);
        Assert.Equal(_scene.Target, pulled.Path);
        Assert.Equal("/some-owner/Some.Repo/resolve/main/sub/tiny.gguf", (await _scene.Server.NextAsync()).Path);
    }

    [Fact]
    public async Task What_does_not_fit_the_hubs_checksum_is_thrown_away()
    {
        Redirect($"\"{s_otherSum}\"");
        _store.Always(PullScene.Serve(s_file));

        var fault = await _scene.FaultAsync("hf:owner/repo/tiny.gguf");

        Assert.Contains($"its SHA-256 is {PullScene.Sum(s_file)}, but should be {s_otherSum}", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Files);
    }

    [Fact]
    public async Task The_callers_checksum_goes_before_the_hubs()
    {
        Redirect($"\"{s_otherSum}\"");
        _store.Always(PullScene.Serve(s_file));

        Assert.True((await _scene.PullAsync("hf:owner/repo/tiny.gguf", PullScene.Sum(s_file))).IsVerified);
    }

    [Theory]
    [InlineData("\"0123456789012345678901234567890123456789\"")]
    [InlineData(null)]
    public async Task A_hub_that_tells_no_checksum_leaves_the_file_unchecked(string? tag)
    {
        Redirect(tag);
        _store.Always(PullScene.Serve(s_file));

        Assert.False((await _scene.PullAsync("hf:owner/repo/tiny.gguf")).IsVerified);
    }

    [Fact]
    public async Task A_part_whose_checksum_changed_at_the_hub_is_not_continued()
    {
        Redirect($"\"{s_otherSum}\"");
        _store.Then(PullScene.Cut(s_file, 1000)).Always(reply => reply.StatusAsync(503, ""));
        await _scene.FaultAsync("hf:owner/repo/tiny.gguf");
        Assert.True(File.Exists(_scene.Part));
        Redirect($"\"{PullScene.Sum(s_file)}\"");
        _store.Always(PullScene.Serve(s_file));

        Assert.True((await _scene.PullAsync("hf:owner/repo/tiny.gguf")).IsVerified);
    }

    [Fact]
    public async Task The_hubs_key_stays_with_the_hub()
    {
        using var variable = new EnvironmentKey("hub-secret");
        _scene.Options = _scene.Options with { HubKeyVariable = variable.Name };
        Redirect(null);
        _store.Always(PullScene.Serve(s_file));

        await _scene.PullAsync("hf:owner/repo/tiny.gguf");

        Assert.Equal("Bearer hub-secret", (await _scene.Server.NextAsync()).Headers["Authorization"]);
        Assert.DoesNotContain("Authorization", (await _store.NextAsync()).Headers.Keys);
    }

    [Fact]
    public async Task A_variable_without_the_hubs_key_is_named()
    {
        _scene.Options = _scene.Options with { HubKeyVariable = "CONFAB_TEST_NO_SUCH_VARIABLE" };

        Assert.Contains("CONFAB_TEST_NO_SUCH_VARIABLE is empty", (await _scene.FaultAsync("hf:owner/repo/tiny.gguf")).Message, StringComparison.Ordinal);
        Assert.Empty(_scene.Files);
    }

    void Redirect(string? linkedTag) => _scene.Server.Always(reply =>
    {
        if (linkedTag is not null) reply.Response.Headers["X-Linked-ETag"] = linkedTag;
        return reply.StatusAsync(302, "", ("Location", new Uri(_store.Address, "/blobs/abc").AbsoluteUri));
    });
}
