using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Files;

/// <summary>Files that nobody can reach any more go from the disk.</summary>
public class SweepTests
{
    [Fact]
    public async Task A_file_that_was_never_sent_goes_after_a_day_and_one_that_was_stays()
    {
        await using var scene = await FileScene.StartAsync();
        var sent = (string)(await scene.UploadAsync(FileScene.Png))["id"]!;
        await scene.SendAsync(sent);
        var unsent = (string)(await scene.UploadAsync([1, 2]))["id"]!;
        scene.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(2, scene.OnDisk.Count());

        scene.Clock.Advance(TimeSpan.FromHours(3));

        await TestTime.UntilAsync(() => !scene.OnDisk.Contains(unsent), "the unsent file is gone");
        Assert.Equal([sent], scene.OnDisk);
    }

    [Fact]
    public async Task The_files_of_a_deleted_message_and_of_a_deleted_room_go()
    {
        await using var scene = await FileScene.StartAsync();
        var ofMessage = (string)(await scene.UploadAsync([1]))["id"]!;
        var message = await scene.SendAsync(ofMessage);
        await scene.Ada.JoinAsync("den", create: true);
        await scene.UploadAsync([2], room: "den");
        await scene.Ada.AskAsync<Ack>(new DeleteMessageRequest(new(message)));
        await scene.WriteAsync("delete from rooms where id = 'den'");

        scene.Clock.Advance(TimeSpan.FromHours(1));

        await TestTime.UntilAsync(() => !scene.OnDisk.Any(), "both are gone");
    }

    [Fact]
    public async Task What_a_killed_upload_left_goes_at_the_next_start_and_what_is_known_stays()
    {
        var folder = Directory.CreateTempSubdirectory("confab-files-").FullName;
        string known;
        await using (var scene = await FileScene.StartAsync(folder: folder)) known = (string)(await scene.UploadAsync([1]))["id"]!;
        var beside = Path.Combine(folder, "files", known[^2..]);
        await File.WriteAllBytesAsync(Path.Combine(beside, "0197-orphan"), [1]);
        await File.WriteAllBytesAsync(Path.Combine(beside, known + ".0123.tmp"), [1]);

        await using (var again = await ChatApplication.StartAsync(o => o with { Clock = new FakeTime() }, folder))
            await TestTime.UntilAsync(() => Directory.GetFiles(beside).Length == 1, "only the known file is left");

        Assert.Equal(known, Path.GetFileName(Directory.GetFiles(beside).Single()));
        Directory.Delete(folder, recursive: true);
    }
}
