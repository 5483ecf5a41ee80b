using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confab.Protocol;
using Confab.Tests.Files;
using Confab.Tests.Support;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Rooms;

/// <summary>A room of its own for one cell of the table: its owner, the subject as what the column says, and what there is to act on.</summary>
sealed class RightsCase(TestSocket owner, TestSocket subject, TestSocket target, ApiCaller caller, ScriptedModel model)
{
    RoomId Room { get; set; }
    MessageId Own { get; set; }
    MessageId Others { get; set; }
    MessageId Answer { get; set; }
    StreamId Stream { get; set; }
    long Report { get; set; }
    string File { get; set; } = "";
    Speech? _speech;
    bool _isSubjects;

    // Of an owner's own room the subject is the keeper.
    TestSocket Keeper => _isSubjects ? subject : owner;

    public static async Task<RightsCase> MakeAsync(TestSocket owner, TestSocket subject, TestSocket target, ApiCaller caller, ScriptedModel model, string column)
    {
        var made = new RightsCase(owner, subject, target, caller, model);
        await made.FillAsync(column);
        return made;
    }

    async Task FillAsync(string column)
    {
        _isSubjects = column is "owner" or "archive";
        Room = await Keeper.MakeRoomAsync(visibility: column is "stranger" or "banned" ? Visibility.Public : Visibility.Private);
        await Keeper.BringAsync(Room, target);
        if (column is not ("stranger" or "outsider" or "owner" or "archive")) await Keeper.BringAsync(Room, subject);
        Others = (await target.ChatAsync("another's", Room.Value)).MessageId;
        Own = column is "stranger" or "outsider" ? Others : (await subject.ChatAsync("one's own", Room.Value)).MessageId;
        await AnswerAsync();
        await target.DoAsync(new ReportRequest(Others, "bad"));
        File = await SendFileAsync();
        using var keeper = caller.As(Keeper);
        Report = (long)(await keeper.GetAsync($"/api/rooms/{Room}/reports")).Body["reports"]![0]!["id"]!;
        await (column switch
        {
            "former" => subject.DoAsync(new LeaveRoomRequest(Room)),
            "banned" => Keeper.DoAsync(new RemoveMemberRequest(Room, subject.User.Id, Ban: true)),
            "muted" => Keeper.DoAsync(new MuteRequest(Room, subject.User.Id, 10)),
            "moderator" => Keeper.DoAsync(new SetRoleRequest(Room, subject.User.Id, RoomRole.Moderator)),
            "archive" => subject.DoAsync(new UpdateRoomRequest(Room, IsArchived: true)),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>One answer that is done, and one that is being written.</summary>
    async Task AnswerAsync()
    {
        await target.ChatAsync("@AIBot one", Room.Value);
        (await model.NextAsync()).Say("One.").Finish(ChatFinishReason.Length);
        Answer = (await target.NextAsync<MessageEvent>(m => m.Message.RoomId == Room && m.Message.Author.Kind == AuthorKind.Assistant)).Message.Id;
        await target.ChatAsync("@AIBot two", Room.Value);
        _speech = (await model.NextAsync()).Say("Two");
        Stream = (await target.NextAsync<StreamStart>(s => s.RoomId == Room && s.MessageId != Answer)).StreamId;
    }

    async Task<string> SendFileAsync()
    {
        using var sending = caller.As(target);
        var id = (string)(await sending.SendAsync(HttpMethod.Post, $"/api/rooms/{Room}/files?name=a.png", new ByteArrayContent(FileScene.Png))).Body["id"]!;
        await sending.SendAsync(HttpMethod.Put, $"/api/files/{id}/thumbnail", new ByteArrayContent(FileScene.Png));
        await target.AskAsync<Ack>(new ChatRequest(Room, "", Attachments: [new(id)]));
        return id;
    }

    public async Task<string> ActAsync(string row) => row.Contains(' ', StringComparison.Ordinal) ? await AskAsync(row) : await RequestAsync(row);

    public void End() => _speech!.Finish();

    async Task<string> RequestAsync(string row)
    {
        var answer = await subject.AskAsync<ServerFrame>(Request(row));
        if (answer is ErrorFrame { Code: var code }) return JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());
        if (row is "regenerate" or "continue") await StopAsync(((Ack)answer).MessageId);
        return "ok";
    }

    /// <summary>It waits behind the one that is being written, and would be taken for the next case's.</summary>
    async Task StopAsync(MessageId again)
    {
        var waiting = await Keeper.NextAsync<StreamQueued>(q => q.MessageId == again);
        await Keeper.DoAsync(new StopStreamRequest(waiting.StreamId));
        await Keeper.NextAsync<StreamEnd>(e => e.StreamId == waiting.StreamId);
    }

    Request Request(string row) => row switch
    {
        "join_room" => new JoinRoomRequest(Room),
        "leave_room" => new LeaveRoomRequest(Room),
        "update_room" => new UpdateRoomRequest(Room, Topic: "new"),
        "update_room(open)" => new UpdateRoomRequest(Room, IsArchived: false),
        "delete_room" => new DeleteRoomRequest(Room),
        "invite" => new InviteRequest(Room, _isSubjects ? owner.User.Id : target.User.Id),
        "invite(assistant)" => new InviteRequest(Room, new("assistant:tutor")),
        "remove_member(assistant)" => new RemoveMemberRequest(Room, new("assistant:aibot")),
        "regenerate" => new RegenerateRequest(Answer),
        "continue" => new ContinueRequest(Answer),
        "remove_member" => new RemoveMemberRequest(Room, target.User.Id),
        "set_role" => new SetRoleRequest(Room, target.User.Id, RoomRole.Moderator),
        "mute" => new MuteRequest(Room, target.User.Id, 1),
        "chat" => new ChatRequest(Room, "hello"),
        "private_message" => new PrivateMessageRequest(target.User.Id, "hello"),
        "edit_message" => new EditMessageRequest(Own, "other words"),
        "edit_message(another's)" => new EditMessageRequest(Others, "other words"),
        "delete_message" => new DeleteMessageRequest(Own),
        "delete_message(another's)" => new DeleteMessageRequest(Others),
        "react" => new ReactRequest(Others, "👍", true),
        "feedback" => new FeedbackRequest(Answer, Rating.Like),
        "report" => new ReportRequest(Others, "bad"),
        "history" => new HistoryRequest(Room),
        "delivered" => new DeliveredRequest(Room, 1),
        "read" => new ReadRequest(Room, 1),
        "typing" => new TypingRequest(Room, true),
        "clear" => new ClearRequest(Room),
        "stop_stream" => new StopStreamRequest(Stream),
        _ => throw new ArgumentOutOfRangeException(nameof(row), row, "make the request of this row"),
    };

    async Task<string> AskAsync(string row)
    {
        var named = row.Contains("/api/files/", StringComparison.Ordinal) ? File : Room.Value;
        var path = row.Split(' ')[1].Replace("{id}", named, StringComparison.Ordinal).Replace("{reportId}", $"{Report}", StringComparison.Ordinal);
        if (row == "POST /api/rooms/{id}/files") path += "?name=a.png";
        using var asking = caller.As(subject);
        using var request = new HttpRequestMessage(new HttpMethod(row.Split(' ')[0]), path)
        {
            Content = row switch
            {
                "PUT /api/rooms/{id}/words" => JsonContent.Create(new JsonObject { ["words"] = new JsonArray("beets") }),
                "POST /api/rooms/{id}/files" or "PUT /api/files/{id}/thumbnail" => new ByteArrayContent(FileScene.Png),
                _ => null,
            },
        };
        using var answer = await asking.Http.SendAsync(request, TestTime.Deadline());
        return answer.IsSuccessStatusCode ? "ok" : (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!;
    }
}
