using Confab.Cli.Chat;
using Confab.Cli.CommandLine;
using Confab.Cli.Rooms;
using Confab.Client;
using Confab.Protocol;
using Confab.Tests.Support;

namespace Confab.Tests.Cli;

public sealed class SignInTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("confab-test-").FullName;
    readonly StringWriter _notes = new();

    string StorePath => Path.Combine(_folder, "tokens.json");

    [Fact]
    public async Task The_token_is_kept_before_the_server_hears_of_it()
    {
        var nobody = new Uri("http://localhost:1");
        await Assert.ThrowsAsync<ServerUnreachableException>(() => OpenAsync(nobody));

        Assert.Single(NewStore().Find(nobody, "ada"));
    }

    [Fact]
    public async Task The_name_opens_again_with_the_kept_token()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var first = await OpenAsync(app.Address);
        await using var again = await OpenAsync(app.Address);

        Assert.Equal(first.User, again.User);
        Assert.Equal([first.Token], NewStore().Find(app.Address, "ada"));
        Assert.Equal("", _notes.ToString());
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_token_leaves_the_way_back_to_the_one_that_does()
    {
        await using var app = await ChatApplication.StartAsync();
        Author before;
        await using (var ada = await OpenAsync(app.Address)) before = ada.User;
        await using var anew = await ChatApplication.StartAsync();
        await NewStore().KeepAsync(anew.Address, "ada", NewStore().Find(app.Address, "ada")[0], TestTime.Deadline());

        await using (var ada = await OpenAsync(anew.Address)) Assert.NotEqual(before, ada.User);
        Assert.Contains("knows no token", _notes.ToString());
        Assert.Equal(NewStore().Find(app.Address, "ada"), NewStore().Find(anew.Address, "ada"));
        await using var back = await OpenAsync(app.Address);
        Assert.Equal(before, back.User);
    }

    [Fact]
    public async Task Every_kept_token_is_tried_before_the_name_is_taken_anew()
    {
        await using var app = await ChatApplication.StartAsync();
        Author before;
        await using (var ada = await OpenAsync(app.Address)) before = ada.User;
        await NewStore().KeepAsync(app.Address, "ada", ConfabClient.NewToken(), TestTime.Deadline());

        await using var again = await OpenAsync(app.Address);
        Assert.Equal(before, again.User);
        Assert.Equal(2, NewStore().Find(app.Address, "ada").Count);
    }

    [Fact]
    public async Task Of_a_name_that_is_taken_no_useless_token_is_kept()
    {
        await using var app = await ChatApplication.StartAsync();
        await using var other = await app.JoinAsync("ada");

        Assert.Contains("is taken", (await Assert.ThrowsAsync<Failure>(() => OpenAsync(app.Address))).Message);
        Assert.Empty(NewStore().Find(app.Address, "ada"));
        Assert.DoesNotContain("ada", File.ReadAllText(StorePath));
    }

    [Fact]
    public async Task A_token_that_cannot_be_kept_is_told_and_the_chat_goes_on()
    {
        await using var app = await ChatApplication.StartAsync();
        File.WriteAllText(Path.Combine(_folder, "no-folder"), "");
        var store = new TokenStore(Path.Combine(_folder, "no-folder", "confab", "tokens.json"), TimeProvider.System);

        await using var ada = await OpenAsync(app.Address, store);
        Assert.Contains($"--token {ada.Token}", _notes.ToString());
        await using var again = await OpenAsync(app.Address, NewStore(), ada.Token);
        Assert.Equal(ada.User, again.User);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    TokenStore NewStore() => new(StorePath, TimeProvider.System);

    Task<ConfabClient> OpenAsync(Uri server, TokenStore? store = null, string? token = null) =>
        new SignIn(store ?? NewStore(), _notes, TimeProvider.System).OpenAsync(new(server, "general", "ada", token, TimeSpan.Zero), TestTime.Deadline());
}
