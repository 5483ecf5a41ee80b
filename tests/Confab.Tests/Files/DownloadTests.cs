using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Files;

/// <summary>Who gets a file, and what a browser is told to do with it.</summary>
public class DownloadTests
{
    [Fact]
    public async Task A_file_is_for_its_uploader_until_it_is_sent_and_for_the_rooms_members_then()
    {
        await using var scene = await FileScene.StartAsync();
        await using var ben = await scene.App.JoinAsync("ben");
        await using var cy = await scene.App.OpenAsync();
        await cy.HelloAsync("cy");
        using var bens = new ApiCaller(scene.App, ben);
        using var cys = new ApiCaller(scene.App, cy);
        using var nobodys = new ApiCaller(scene.App);
        var id = (string)(await scene.UploadAsync(FileScene.Png, "a.png"))["id"]!;
        Assert.Equal((200, 404, 404, 401), await StatusesAsync());

        var message = await scene.SendAsync(id);
        Assert.Equal((200, 200, 404, 401), await StatusesAsync());

        await ben.AskAsync<Ok>(new LeaveRoomRequest(new("general")));
        Assert.Equal((200, 404, 404, 401), await StatusesAsync());

        await scene.Ada.AskAsync<Ack>(new DeleteMessageRequest(new(message)));
        Assert.Equal((404, 404, 404, 401), await StatusesAsync());
        var (refused, unknown) = (await bens.GetAsync($"/api/files/{id}"), await bens.GetAsync("/api/files/never-was"));
        Assert.Equal((string)unknown.Body["detail"]!, (string)refused.Body["detail"]!);

        async Task<(int, int, int, int)> StatusesAsync() =>
            (await StatusAsync(scene.Api), await StatusAsync(bens), await StatusAsync(cys), await StatusAsync(nobodys));

        async Task<int> StatusAsync(ApiCaller by)
        {
            using var answer = await scene.DownloadAsync($"/api/files/{id}", by);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_asked_for_and_what_one_has_is_not_sent_again()
    {
        await using var scene = await FileScene.StartAsync();
        var id = (string)(await scene.UploadAsync(Encoding.ASCII.GetBytes("0123456789"), "a.txt"))["id"]!;

        using var part = await scene.DownloadAsync($"/api/files/{id}", range: new RangeHeaderValue(2, 4));
        using var beyond = await scene.DownloadAsync($"/api/files/{id}", range: new RangeHeaderValue(20, 30));
        using var again = await scene.DownloadAsync($"/api/files/{id}", etag: part.Headers.ETag!.Tag);

        Assert.Equal((HttpStatusCode.PartialContent, "234"), (part.StatusCode, await part.Content.ReadAsStringAsync()));
        Assert.Equal("bytes 2-4/10", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, HttpStatusCode.NotModified), (beyond.StatusCode, again.StatusCode));
        Assert.True(part.Headers.CacheControl is { Private: true, Public: false }, $"{part.Headers.CacheControl}");
    }

    [Theory]
    [InlineData("page.html", "<script>alert(1)</script>", "text/html", "attachment")]
    [InlineData("picture.svg", "<svg onload='alert(1)'/>", "image/svg+xml", "attachment")]
    [InlineData("lie.png", "<script>alert(1)</script>", "application/octet-stream", "attachment")]
    [InlineData("a.pdf", "%PDF-1.7 x", "application/pdf", "attachment")]
    [InlineData("ünï \"q\".gif", "GIF89a\u0001\u0000\u0001\u0000", "image/gif", "inline")]
    public async Task What_was_sent_never_runs_as_a_page_of_ours(string name, string content, string type, string disposition)
    {
        await using var scene = await FileScene.StartAsync();
        var id = (string)(await scene.UploadAsync(Encoding.Latin1.GetBytes(content), name))["id"]!;

        using var answer = await scene.DownloadAsync($"/api/files/{id}");

        Assert.Equal((type, disposition), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(name, answer.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("..%2F..%2Fconfab.db")]
    [InlineData("%00")]
    public async Task No_address_leads_out_of_the_folder(string id)
    {
        await using var scene = await FileScene.StartAsync();

        using var answer = await scene.DownloadAsync($"/api/files/{id}");

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
    }
}
