using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Messages;

public class AttachmentTests
{
    static readonly RoomId General = new("general");

    [Fact]
    public async Task Files_are_told_with_their_message_which_may_say_nothing_else()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var watcher = await RoomWatcher.StartAsync(app);
        await UploadAsync(app, ada, "f1");

        var ack = await ada.AskAsync<Ack>(new ChatRequest(General, "  ", Attachments: [new("f1")]));

        var told = (await ada.NextAsync<MessageEvent>()).Message;
        Assert.Equal((ack.MessageId, "", new Attachment(new("f1"), "sun.jpg", "image/jpeg", 10)), (told.Id, told.Content, told.Attachments!.Single()));
        await watcher.VerifyAsync();
        await ada.EditAsync(ack.MessageId, "with words");
        await ada.EditAsync(ack.MessageId, "");
        await watcher.VerifyAsync();
    }

    [Fact]
    public async Task Files_of_others_or_of_another_message_are_unknown_and_nothing_is_said()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        await UploadAsync(app, ada, "f1");
        await UploadAsync(app, ben, "bens");
        await ada.AskAsync<Ack>(new ChatRequest(General, "one", Attachments: [new("f1")]));

        foreach (var file in new[] { "bens", "f1", "nothing" })
            Assert.Equal((ErrorCode.UnknownFile, "attachments"), await ada.RefusedAsync(new ChatRequest(General, "x", Attachments: [new(file)])) is var r ? (r.Code, r.Field) : default);
        Assert.Equal(1, (await ada.JoinAsync()).Rev);
    }

    [Fact]
    public async Task Each_file_is_named_once_and_there_are_not_too_many_and_only_where_the_room_takes_them()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.JoinAsync("ada");
        await UploadAsync(app, ada, "f1");

        AttachmentId[] many = [.. Enumerable.Range(0, Limits.MaxAttachments + 1).Select(i => new AttachmentId($"f{i}"))];
        foreach (AttachmentId[] files in new[] { many, [new("f1"), new("f1")] })
            Assert.Equal((ErrorCode.BadRequest, "attachments"), await ada.RefusedAsync(new ChatRequest(General, "x", Attachments: files)) is var r ? (r.Code, r.Field) : default);
        Assert.Equal(ErrorCode.BadRequest, (await ada.RefusedAsync(new ChatRequest(General, " ", Attachments: []))).Code);
        await app.WriteAsync("update rooms set uploads = 0, version = version + 1 where id = 'general'");
        await ada.JoinAsync();
        Assert.Equal(ErrorCode.NotAllowed, (await ada.RefusedAsync(new ChatRequest(General, "x", Attachments: [new("f1")]))).Code);
    }

    static Task UploadAsync(ChatApplication app, TestSocket by, string id) => app.WriteAsync(
        $"insert into attachments (id, room_id, user_id, name, type, size, created_at) values ('{id}', 'general', '{by.User.Id}', 'sun.jpg', 'image/jpeg', 10, 0)");
}
