using Confab.Protocol;
using Confab.Tests.Support;
using static Confab.Tests.Memory.MemoryScene;

namespace Confab.Tests.Memory;

/// <summary>Who hears that something is remembered or forgotten.</summary>
public class MemoryHearingTests
{
    readonly ScriptedModel _model = new();

    [Fact]
    public async Task What_a_room_remembers_is_heard_by_its_members_and_by_nobody_else()
    {
        await using var app = await StartAsync(_model);
        await using var ada = await app.PersonAsync("ada");
        await using var member = await app.PersonAsync("member");
        await using var stranger = await app.JoinAsync("stranger");
        await using var former = await app.PersonAsync("former");
        await using var removed = await app.PersonAsync("removed");
        var room = await ada.MakeRoomAsync();
        foreach (var guest in new[] { member, former, removed }) await ada.BringAsync(room, guest);
        await former.DoAsync(new LeaveRoomRequest(room));
        await ada.DoAsync(new RemoveMemberRequest(room, removed.User.Id));

        var answer = await _model.AskAsync(ada, "@AIBot I work at the harbour", room.Value);
        (await _model.ThoughtAsync()).Think(Fact(1, "ada", "occupation", "Ada works at the harbour"));
        await member.NextAsync<MemoryChanged>(m => m.Remembered.Count == 1);
        await ada.ChatAsync("@AIBot remember that the code is 1234", room.Value);
        await member.NextAsync<MemoryChanged>(m => m.Remembered.Count == 1);
        await ada.DeleteAsync(answer.ParentId!.Value);
        await member.NextAsync<MemoryChanged>(m => m.Forgotten.Count == 1);

        foreach (var other in new[] { stranger, former, removed }) Assert.DoesNotContain(await other.EverythingSoFarAsync(), f => f is MemoryChanged);
    }

    [Fact]
    public async Task What_is_ones_own_is_heard_by_ones_own_devices_alone()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await using var phone = await app.DeviceAsync(ada);
        await using var ben = await app.JoinAsync("ben");
        using var caller = new ApiCaller(app, ada);

        var made = (await caller.SendAsync(HttpMethod.Post, "/api/memory", Json("""{"content":"I have a secret plan"}"""))).Body;

        foreach (var device in new[] { ada, phone }) Assert.Equal("I have a secret plan", (await device.NextAsync<MemoryChanged>()).Remembered[0].Content);
        await caller.SendAsync(HttpMethod.Patch, $"/api/memory/{made["id"]}", Json("""{"scope":"user"}"""));
        await phone.NextAsync<MemoryChanged>(m => m.Remembered.Count == 1);
        await caller.SendAsync(HttpMethod.Delete, $"/api/memory/{made["id"]}");
        await phone.NextAsync<MemoryChanged>(m => m.Forgotten.Count == 1 && m.Remembered.Count == 0);
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is MemoryChanged);
    }

    [Fact]
    public async Task Who_may_no_longer_see_a_memory_hears_that_it_is_gone_and_not_what_became_of_it()
    {
        await using var app = await StartAsync(_model, extracts: false);
        await using var ada = await app.JoinAsync("ada");
        await using var ben = await app.JoinAsync("ben");
        using var caller = new ApiCaller(app, ada);
        await ada.ChatAsync("@AIBot remember that I like green tea");
        var told = await ben.NextAsync<MemoryChanged>();

        await caller.SendAsync(HttpMethod.Patch, $"/api/memory/{told.Remembered[0].Id}", Json("""{"scope":"private","content":"I like green tea very much"}"""));

        Assert.Equal([told.Remembered[0].Id], (await ben.NextAsync<MemoryChanged>(m => m.Forgotten.Count > 0)).Forgotten);
        Assert.DoesNotContain(await ben.EverythingSoFarAsync(), f => f is MemoryChanged { Remembered.Count: > 0 });
        Assert.Empty(await app.MemoriesAsync(ben));
    }

    static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
