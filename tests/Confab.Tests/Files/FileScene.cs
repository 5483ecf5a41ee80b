using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Server;
using Confab.Server.Files;
using Confab.Server.Storage;
using Confab.Tests.Support;
using Dapper;

namespace Confab.Tests.Files;

/// <summary>A server on a clock that stands, with ada in general and what lies in its folder of files.</summary>
sealed class FileScene(ChatApplication app, TestSocket ada, FakeTime clock) : IAsyncDisposable
{
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAFElEQVR4nGP8z8Dwn4GBgYEJRIAQABqiAgSQKm8cAAAAAElFTkSuQmCC");

    public ChatApplication App => app;

    public TestSocket Ada => ada;

    public FakeTime Clock => clock;

    public ApiCaller Api { get; } = new(app, ada);

    public static async Task<FileScene> StartAsync(Func<UploadOptions, UploadOptions>? uploads = null, string? folder = null)
    {
        var clock = new FakeTime();
        var app = await ChatApplication.StartAsync(o => (o with { Clock = clock }) is var with && uploads is null ? with : with with { Uploads = uploads!(with.Uploads) }, folder);
        return new FileScene(app, await app.JoinAsync("ada"), clock);
    }

    public IEnumerable<string> OnDisk => Directory.Exists(Path.Combine(app.Folder, "files"))
        ? Directory.GetFiles(Path.Combine(app.Folder, "files"), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f))
        : [];

    public async Task<JsonNode> UploadAsync(byte[] bytes, string name = "a.bin", ApiCaller? by = null, string room = "general")
    {
        var (status, body) = await PostAsync(new ByteArrayContent(bytes), name, by, room);
        Assert.True(status == HttpStatusCode.Created, $"{(int)status} {body}");
        return body;
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(HttpContent content, string name = "a.bin", ApiCaller? by = null, string room = "general") =>
        (by ?? Api).SendAsync(HttpMethod.Post, $"/api/rooms/{room}/files?name={Uri.EscapeDataString(name)}", content);

    /// <summary>Posts a message with the file.</summary>
    public async Task<string> SendAsync(string file)
    {
        var ack = await ada.AskAsync<Ack>(new ChatRequest(new("general"), "here it is", Attachments: [new(file)]));
        return ack.MessageId.Value;
    }

    public Task<int> WriteAsync(string sql) => app.Get<SqliteDatabase>().Writer.WriteAsync(c => SqlMapper.Execute(c, sql));

    public async Task<HttpResponseMessage> DownloadAsync(string path, ApiCaller? by = null, RangeHeaderValue? range = null, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = range;
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return await (by ?? Api).Http.SendAsync(request, TestTime.Deadline());
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await ada.DisposeAsync();
        await app.DisposeAsync();
    }
}
