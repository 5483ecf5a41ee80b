using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Files;

/// <summary>Sending files to the server over HTTP.</summary>
public class UploadTests
{
    [Fact]
    public async Task A_file_is_kept_whole_under_its_name_and_told_as_an_attachment()
    {
        await using var scene = await FileScene.StartAsync();

        var file = await scene.UploadAsync(FileScene.Png, "../a dir\\sun\u0007.png");

        Assert.Equal(("sun.png", "image/png", (long)FileScene.Png.Length, 2, 3), ((string)file["name"]!, (string)file["type"]!, (long)file["size"]!, (int)file["width"]!, (int)file["height"]!));
        Assert.Equal([(string)file["id"]!], scene.OnDisk);
        Assert.Null(file["hasThumbnail"]);
        using var back = await scene.DownloadAsync($"/api/files/{file["id"]}");
        Assert.Equal(FileScene.Png, await back.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_form_brings_a_file_with_its_thumbnail()
    {
        await using var scene = await FileScene.StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes("# notes")), "file", "notes.md" },
            { new ByteArrayContent(FileScene.Png), "thumbnail", "t.png" },
        };

        var (status, file) = await scene.Api.SendAsync(HttpMethod.Post, "/api/rooms/general/files", form);

        Assert.Equal((HttpStatusCode.Created, "notes.md", "text/markdown", true), (status, (string)file["name"]!, (string)file["type"]!, (bool)file["hasThumbnail"]!));
        using var small = await scene.DownloadAsync($"/api/files/{file["id"]}/thumbnail");
        Assert.Equal(("image/png", FileScene.Png.Length), (small.Content.Headers.ContentType!.MediaType, (await small.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task What_is_larger_than_allowed_is_refused_and_nothing_of_it_stays()
    {
        await using var scene = await FileScene.StartAsync(o => o with { MaxFileBytes = 100_000 });

        var told = await scene.PostAsync(new ByteArrayContent(new byte[100_001]));
        var untold = await scene.PostAsync(new UntoldLength(new byte[200_000]));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[100_001]), "file", "a.bin" } };
        var inForm = await scene.PostAsync(form);

        foreach (var (status, body) in new[] { told, untold, inForm }) Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (status, (string)body["code"]!));
        Assert.Empty(scene.OnDisk);
        await scene.UploadAsync(new byte[100_000]);
        Assert.Equal(100_000, scene.Ada.Welcome!.Server.Capabilities.MaxFileBytes);
    }

    [Fact]
    public async Task A_file_larger_than_other_bodies_may_be_is_taken()
    {
        await using var scene = await FileScene.StartAsync();

        var file = await scene.UploadAsync(new byte[3_000_000]);

        Assert.Equal(3_000_000, (long)file["size"]!);
    }

    [Fact]
    public async Task Where_the_disk_has_no_room_the_answer_is_507_and_nothing_is_kept()
    {
        await using var scene = await FileScene.StartAsync(o => o with { SpareBytes = long.MaxValue / 2 });

        var (status, body) = await scene.PostAsync(new ByteArrayContent([1]));

        Assert.Equal((HttpStatusCode.InsufficientStorage, "too_large"), (status, (string)body["code"]!));
        Assert.Empty(scene.OnDisk);
    }

    [Fact]
    public async Task An_upload_that_is_cut_off_leaves_nothing_behind()
    {
        await using var scene = await FileScene.StartAsync();
        using var line = new TcpClient();
        await line.ConnectAsync("127.0.0.1", scene.App.Address.Port, TestTime.Deadline());
        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/rooms/general/files?name=a HTTP/1.1\r\nHost: localhost:{scene.App.Address.Port}\r\nAuthorization: Bearer {scene.Ada.Welcome!.Token}\r\nContent-Length: 1000000\r\n\r\n{new string('x', 300_000)}"), TestTime.Deadline());
        await TestTime.UntilAsync(() => scene.OnDisk.Any(), "the upload began");

        line.Close();

        await TestTime.UntilAsync(() => !scene.OnDisk.Any(), "what came of it is gone");
        var (status, _) = await scene.Api.GetAsync("/api/search?q=has:file");
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task Who_may_not_write_in_the_room_cannot_send_files_there()
    {
        await using var scene = await FileScene.StartAsync();
        await using var ben = await scene.App.OpenAsync();
        await ben.HelloAsync("ben");
        using var his = new ApiCaller(scene.App, ben);
        using var nobodys = new ApiCaller(scene.App);
        var den = (await scene.Ada.AskAsync<RoomCreated>(new CreateRoomRequest("den", Visibility.Private))).Room.Id.Value;

        Assert.Equal((HttpStatusCode.Unauthorized, "not_signed_in"), Refusal(await scene.PostAsync(Something(), by: nobodys)));
        Assert.Equal((HttpStatusCode.Forbidden, "not_a_member"), Refusal(await scene.PostAsync(Something(), by: his)));
        Assert.Equal((HttpStatusCode.NotFound, "unknown_room"), Refusal(await scene.PostAsync(Something(), by: his, room: den)));
        Assert.Equal((HttpStatusCode.NotFound, "unknown_room"), Refusal(await scene.PostAsync(Something(), by: his, room: "nowhere")));
        await scene.WriteAsync("update rooms set uploads = 0 where id = 'general'");
        Assert.Equal((HttpStatusCode.Forbidden, "not_allowed"), Refusal(await scene.PostAsync(Something())));
        await scene.WriteAsync("update rooms set uploads = 1, archived_at = 1 where id = 'general'");
        Assert.Equal((HttpStatusCode.Forbidden, "archived"), Refusal(await scene.PostAsync(Something())));
        await scene.WriteAsync($"update rooms set archived_at = null; update participants set muted_until = {scene.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 1000}");
        Assert.Equal((HttpStatusCode.Forbidden, "muted"), Refusal(await scene.PostAsync(Something())));
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        await scene.UploadAsync([1]);
        Assert.Single(scene.OnDisk);
    }

    [Fact]
    public async Task One_person_has_only_so_much_waiting_and_what_is_sent_does_not_count()
    {
        await using var scene = await FileScene.StartAsync(o => o with { MostWaiting = 2, MaxFileBytes = 100, MostWaitingTimesLargest = 1 });
        var first = await scene.UploadAsync(new byte[50]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), Refusal(await scene.PostAsync(new ByteArrayContent(new byte[51]))));
        await scene.UploadAsync(new byte[50]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), Refusal(await scene.PostAsync(Something())));

        await scene.SendAsync((string)first["id"]!);

        await scene.UploadAsync(new byte[50]);
        Assert.Equal(3, scene.OnDisk.Count());
    }

    [Theory]
    [InlineData("", 1, "name")]
    [InlineData("..%2F", 1, "name")]
    [InlineData("a", 0, "file")]
    public async Task A_file_has_a_name_and_bytes(string name, int length, string field)
    {
        await using var scene = await FileScene.StartAsync();
        using var content = new ByteArrayContent(new byte[length]);

        var (status, body) = await scene.Api.SendAsync(HttpMethod.Post, $"/api/rooms/general/files?name={name}", content);

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)body["field"]));
        Assert.Empty(scene.OnDisk);
    }

    [Fact]
    public async Task A_thumbnail_is_a_small_picture_of_its_uploader_given_before_the_file_is_sent()
    {
        await using var scene = await FileScene.StartAsync();
        await using var ben = await scene.App.JoinAsync("ben");
        using var his = new ApiCaller(scene.App, ben);
        var id = (string)(await scene.UploadAsync([1, 2, 3]))["id"]!;
        var large = FileScene.Png.ToArray();
        large[18] = 0x03;

        Assert.Equal((HttpStatusCode.NotFound, "unknown_file"), Refusal(await scene.Api.GetAsync($"/api/files/{id}/thumbnail")));
        Assert.Equal((HttpStatusCode.NotFound, "unknown_file"), Refusal(await PutAsync(id, FileScene.Png, his)));
        Assert.Equal((HttpStatusCode.BadRequest, "bad_request"), Refusal(await PutAsync(id, [1, 2, 3])));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), Refusal(await PutAsync(id, large)));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), Refusal(await PutAsync(id, new byte[128 * 1024 + 1])));
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(id, FileScene.Png)).Status);
        await scene.SendAsync(id);
        Assert.Equal((HttpStatusCode.Forbidden, "not_allowed"), Refusal(await PutAsync(id, FileScene.Png)));
        using var seen = await scene.DownloadAsync($"/api/files/{id}/thumbnail", his);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);

        Task<(HttpStatusCode Status, JsonNode Body)> PutAsync(string file, byte[] bytes, ApiCaller? by = null) =>
            (by ?? scene.Api).SendAsync(HttpMethod.Put, $"/api/files/{file}/thumbnail", new ByteArrayContent(bytes));
    }

    static ByteArrayContent Something() => new([1, 2, 3]);

    static (HttpStatusCode, string) Refusal((HttpStatusCode Status, JsonNode Body) answer) => (answer.Status, (string)answer.Body["code"]!);

    /// <summary>A body that does not say how long it is.</summary>
    sealed class UntoldLength(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
