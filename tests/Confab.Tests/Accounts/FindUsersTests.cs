using Confab.Protocol;
using Confab.Server.Sockets;
using Confab.Tests.Sessions;
using Confab.Tests.Support;

namespace Confab.Tests.Accounts;

public class FindUsersTests
{
    [Fact]
    public async Task People_are_found_by_the_beginning_of_their_name_whatever_its_case()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("Ada");
        foreach (var name in new[] { "Ben", "BENNO", "Robben", "Be" }) await using (await app.PersonAsync(name)) { }

        Assert.Equal(["Be", "Ben", "BENNO"], await FoundAsync(ada, new("bE")));
        Assert.Equal(["Ben", "BENNO"], await FoundAsync(ada, new(" ｂｅｎ ")));
        Assert.Equal(["Ada", "Be"], await FoundAsync(ada, new("", 2)));
        Assert.Empty(await FoundAsync(ada, new("Ben_")));
        Assert.Empty(await FoundAsync(ada, new("%")));
        Assert.Empty(await FoundAsync(ada, new(new string('b', 1000))));
    }

    [Fact]
    public async Task Guests_of_chat_sessions_are_nobody_to_find_or_to_write_to()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");
        using var program = new SessionCaller(app);
        await program.CreateAsync();

        Assert.Equal(["ada"], await FoundAsync(ada, new("")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    public async Task A_limit_is_1_to_50(int limit)
    {
        await using var app = await ChatApplication.StartAsync();
        await using var ada = await app.PersonAsync("ada");

        Assert.Equal((ErrorCode.BadRequest, "limit"), await ada.RefusedAsync(new FindUsersRequest("", limit)) is { } e ? (e.Code, e.Field) : default);
    }

    [Fact]
    public async Task Only_who_has_a_name_looks_and_not_without_end()
    {
        await using var app = await ChatApplication.StartAsync(o => o with { Sockets = o.Sockets with { RateLimit = new RateLimit(0.01, 3) } });
        await using var nobody = await app.OpenAsync();
        Assert.Equal(ErrorCode.NotSignedIn, await nobody.CodeAsync(new FindUsersRequest("")));
        await using var ada = await app.PersonAsync("ada");
        for (var i = 0; i < 3; i++) await FoundAsync(ada, new("a"));

        Assert.Equal(ErrorCode.RateLimited, await ada.CodeAsync(new FindUsersRequest("a")));
    }

    static async Task<IEnumerable<string>> FoundAsync(TestSocket person, FindUsersRequest request) => (await person.AskAsync<UserList>(request)).Users.Select(u => u.Name);
}
