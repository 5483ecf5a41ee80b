using Confab.Protocol;
using Confab.Server.Assistants;
using Confab.Tests.Support;

namespace Confab.Tests.Rooms;

public class AssistantMemberTests
{
    static readonly UserId Tutor = new("assistant:tutor");

    [Fact]
    public async Task An_invited_assistant_is_in_the_room_for_everybody_and_answers_there_alone()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.JoinAsync("ada");
        await using var watcher = await RoomWatcher.StartAsync(app);
        var other = await ada.MakeRoomAsync("other");

        await ada.DoAsync(new InviteRequest(new("general"), Tutor));
        await watcher.VerifyAsync();
        Assert.Equal([AssistantList.Default, Tutor], watcher.Told.Room!.Assistants!);
        Assert.Equal("Tutor", watcher.Told.Members.Single(m => m.Id == Tutor).Assistant!.Handle);
        await ada.ChatAsync("@Tutor hello", other.Value);
        await ada.ChatAsync("@Tutor hello");

        (await model.NextAsync()).Say("Hello.").Finish();
        var answer = (await ada.NextAsync<MessageEvent>(m => m.Message.Author.Kind == AuthorKind.Assistant)).Message;
        Assert.Equal(("Tutor", "general"), (answer.Author.Name, answer.RoomId.Value));
        await watcher.VerifyAsync();
    }

    [Fact]
    public async Task One_that_is_taken_out_answers_no_more_and_what_it_was_writing_is_stopped()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();
        await using var ben = await app.PersonAsync("ben");
        await ada.BringAsync(room, ben);
        await ada.ChatAsync("@AIBot one", room.Value);
        (await model.NextAsync()).Say("One");
        await ada.NextAsync<TokenEvent>();

        await ada.DoAsync(new RemoveMemberRequest(room, AssistantList.Default));

        Assert.Equal(StreamEndReason.Cancelled, (await ben.NextAsync<StreamEnd>()).Reason);
        var left = await ben.NextAsync<UserLeft>();
        Assert.Equal((AssistantList.Default, "ada"), (left.User.Id, left.RemovedBy!.Name));
        Assert.Empty((await ben.NextAsync<RoomUpdated>(u => u.RoomId == room && u.Room.Assistants!.Count == 0)).Room.Assistants!);
        var asked = await ada.ChatAsync("@AIBot two", room.Value);
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), f => f is StreamStart start && start.ParentId == asked.MessageId);
        Assert.DoesNotContain((await ben.JoinAsync(room.Value)).Members, m => m.Kind == AuthorKind.Assistant);
    }

    [Fact]
    public async Task Coming_and_going_is_in_the_audit_log()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();

        await ada.DoAsync(new InviteRequest(room, Tutor));
        await ada.DoAsync(new InviteRequest(room, Tutor));
        await ada.DoAsync(new RemoveMemberRequest(room, Tutor));

        using var caller = new ApiCaller(app, ada);
        var entries = (await caller.GetAsync($"/api/rooms/{room}/audit")).Body["entries"]!.AsArray();
        Assert.Equal(["remove Tutor", "invite Tutor"], entries.Select(e => $"{e!["action"]} {e["detail"]}"));
    }

    [Fact]
    public async Task What_cannot_be_says_why()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        var room = await ada.MakeRoomAsync();

        Assert.Equal(ErrorCode.UnknownAssistant, await ada.CodeAsync(new InviteRequest(room, new("assistant:nobody"))));
        Assert.Equal(ErrorCode.UnknownAssistant, await ada.CodeAsync(new RemoveMemberRequest(room, Tutor)));
        Assert.Equal(ErrorCode.BadRequest, await ada.CodeAsync(new RemoveMemberRequest(room, AssistantList.Default, Ban: true)));
        var files = new Assistants.OperatorFiles(app);
        for (var i = 0; i < Limits.MaxAssistants; i++) files.Write($"a{i}.md", $"name: a{i}", "Be.");
        for (var i = 1; i < Limits.MaxAssistants; i++) await ada.DoAsync(new InviteRequest(room, new($"assistant:a{i}")));
        Assert.Equal(ErrorCode.RoomFull, await ada.CodeAsync(new InviteRequest(room, new("assistant:a0"))));
    }

    [Fact]
    public async Task In_a_direct_room_either_person_brings_one_in_and_takes_it_out()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        await using var ben = await app.PersonAsync("ben");
        await using var eve = await app.PersonAsync("eve");
        var room = (await ada.AskAsync<RoomCreated>(new OpenDirectRequest(ben.User.Id))).Room.Id;

        await ben.DoAsync(new InviteRequest(room, Tutor));
        await ada.DoAsync(new RemoveMemberRequest(room, Tutor));

        Assert.Equal(ErrorCode.UnknownRoom, await eve.CodeAsync(new InviteRequest(room, Tutor)));
        Assert.Equal(ErrorCode.NotAllowed, await ada.CodeAsync(new InviteRequest(room, eve.User.Id)));
    }

    [Fact]
    public async Task A_chat_has_the_one_that_it_was_begun_with()
    {
        var model = new ScriptedModel();
        await using var app = await ChatApplication.StartAsync(model);
        await using var ada = await app.PersonAsync("ada");
        using var caller = new ApiCaller(app, ada);

        var made = (await caller.SendAsync(HttpMethod.Post, "/api/sessions", System.Net.Http.Json.JsonContent.Create(new { assistantId = "assistant:tutor" }))).Body;
        var room = (string)made["sessionId"]!;
        Assert.Equal("assistant:tutor", (string?)made["assistantId"]);
        Assert.Equal(["Tutor"], (await ada.JoinAsync(room)).Members.Where(m => m.Kind == AuthorKind.Assistant).Select(m => m.Name));
        Assert.Equal(ErrorCode.NotAllowed, await ada.CodeAsync(new InviteRequest(new(room), AssistantList.Default)));
        Assert.Equal(ErrorCode.NotAllowed, await ada.CodeAsync(new RemoveMemberRequest(new(room), Tutor)));
        await ada.ChatAsync("hello", room);

        var speech = await model.NextAsync();
        Assert.StartsWith("You are a patient tutor", speech.Prompt[0].Text, StringComparison.Ordinal);
        Assert.Equal(0.5f, speech.Options!.Temperature);
        speech.Finish();
        var refused = await caller.SendAsync(HttpMethod.Post, "/api/sessions", System.Net.Http.Json.JsonContent.Create(new { assistantId = "assistant:nobody" }));
        Assert.Equal((System.Net.HttpStatusCode.NotFound, "assistantId"), (refused.Status, (string?)refused.Body["field"]));
    }
}
