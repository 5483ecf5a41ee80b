using System.Text;
using Confab.Client;
using Confab.Client.Sockets;
using Confab.Protocol;
using Confab.Tests.Support;
using static Confab.Tests.Client.Frames;

namespace Confab.Tests.Client;

public sealed class ClientHttpTests : IAsyncLifetime
{
    const int MostBytes = 200_000;

    ChatApplication _app = null!;
    ClientUnderTest _ada = null!, _ben = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApplication.StartAsync(o => o with { Uploads = o.Uploads with { MaxFileBytes = MostBytes } });
        _ada = await (await new ClientUnderTest(_app.Address).ConnectAsync("ada")).JoinAsync();
        _ben = await (await new ClientUnderTest(_app.Address).ConnectAsync("ben")).JoinAsync();
    }

    [Fact]
    public async Task A_file_goes_up_with_progress_and_comes_down_byte_for_byte_to_a_member()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("naïve café\n", 15_000)));
        var (up, down) = (new Told(), new Told());

        var file = await _ada.Client.UploadAsync(General, "plän & co.txt", new MemoryStream(bytes), up, TestTime.Deadline());
        await _ada.Client.ChatAsync(General, "", attachments: [file.Id], stop: TestTime.Deadline());
        using var copy = new MemoryStream();
        await _ben.Client.DownloadAsync(file.Id, copy, down, TestTime.Deadline());

        Assert.Equal(("plän & co.txt", bytes.Length), (file.Name, (int)file.Size));
        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal((bytes.Length, bytes.Length), (up.All[^1], down.All[^1]));
        Assert.True(up.All.Count > 1);
    }

    [Fact]
    public async Task A_file_that_nobody_was_sent_is_its_uploaders_alone()
    {
        var file = await _ada.Client.UploadAsync(General, "mine.txt", new MemoryStream([1, 2, 3]), stop: TestTime.Deadline());

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _ben.Client.DownloadAsync(file.Id, Stream.Null, stop: TestTime.Deadline()));
        Assert.Equal(ErrorCode.UnknownFile, refused.Error.Code);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_in_the_servers_words()
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(
            () => _ada.Client.UploadAsync(General, "big.bin", new MemoryStream(new byte[MostBytes + 1]), stop: TestTime.Deadline()));
        Assert.Equal(ErrorCode.TooLarge, refused.Error.Code);
    }

    [Fact]
    public async Task A_search_finds_page_after_page_what_was_said_with_the_words_marked()
    {
        foreach (var text in (string[])["green tea", "black coffee", "more green tea"]) await _ben.Client.ChatAsync(General, text, stop: TestTime.Deadline());

        var first = await _ada.Client.SearchAsync("\"green tea\" from:ben", limit: 1, stop: TestTime.Deadline());
        var second = await _ada.Client.SearchAsync("\"green tea\" from:ben", limit: 1, first.Before, TestTime.Deadline());

        var hit = Assert.Single(first.Results);
        Assert.Equal(("more green tea", "general"), (hit.Message.Content, hit.Room.Name));
        Assert.Equal(["green", "tea"], hit.Snippet.Matches.Select(m => hit.Snippet.Text.Substring(m.Start, m.Length)).SelectMany(text => text.Split(' ')));
        Assert.Equal("green tea", Assert.Single(second.Results).Message.Content);
    }

    [Fact]
    public async Task A_search_for_nothing_is_refused_by_name_of_its_field()
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => _ada.Client.SearchAsync("...", stop: TestTime.Deadline()));
        Assert.Equal((ErrorCode.BadRequest, "q"), (refused.Error.Code, refused.Error.Field));
    }

    [Fact]
    public async Task A_server_that_is_gone_is_said_to_be_unreachable()
    {
        await _app.StopAsync();
        await Assert.ThrowsAsync<ServerUnreachableException>(() => _ada.Client.SearchAsync("tea", stop: TestTime.Deadline()));
    }

    [Theory]
    [InlineData("http://localhost:8765", "http://localhost:8765/")]
    [InlineData("wss://chat.example/deep/ws", "https://chat.example/deep/")]
    [InlineData("https://chat.example/deep/", "https://chat.example/deep/")]
    public void Addresses_of_files_stand_beside_the_socket(string server, string expected) =>
        Assert.Equal(expected, ServerAddress.HttpOf(new Uri(server)).AbsoluteUri);

    sealed class Told : IProgress<long>
    {
        public List<long> All { get; } = [];

        public void Report(long value) => All.Add(value);
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _ben.DisposeAsync();
        await _app.DisposeAsync();
    }
}
