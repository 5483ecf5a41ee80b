namespace Confab.Tests.Leaks;

/// <summary>
/// Thousands of looks at a running server: no prompt, event, search, list, export, title, summary or suggestion holds a secret that
/// somebody who reads it may not see, whatever has happened to rooms, members and messages.
/// </summary>
public class ServerLeakTests
{
    const int Worlds = 5, Steps = 60, WorldsWithALeak = 6;

    [Fact]
    public async Task Nobody_hears_finds_or_is_answered_a_secret_that_they_may_not_see()
    {
        await using var scene = await ServerLeakScene.StartAsync(Worlds);
        var (cases, shown, asked) = (0, new Dictionary<Surface, int>(), new HashSet<Asking>());
        for (var seed = 0; seed < Worlds; seed++)
        {
            await using var world = await ServerLeakWorld.MakeAsync(scene, seed);
            for (var step = 0; step < Steps; step++)
            {
                var leaks = await world.StepAsync();
                Assert.True(leaks.Count == 0, $"world {seed}, step {step}: {string.Join('\n', leaks)}");
            }
            cases += world.Cases;
            asked.UnionWith(world.Asked);
            foreach (var (surface, count) in world.Shown) shown[surface] = shown.GetValueOrDefault(surface) + count;
        }
        // It would prove nothing where nothing is ever shown.
        Assert.Equal(Enum.GetValues<Asking>(), asked.Order());
        Assert.True(cases > 10 * Worlds * Steps, $"{cases} texts were looked through");
        foreach (var surface in Enum.GetValues<Surface>().Except([Surface.Refusal]))
            Assert.True(shown.GetValueOrDefault(surface) > 20, $"{surface} showed {shown.GetValueOrDefault(surface)} secrets to those who may see them");
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_leak_that_is_planted_is_found_wherever_it_shows(string what, string sql, string[] surfaces)
    {
        await using var scene = await ServerLeakScene.StartAsync(WorldsWithALeak);
        await scene.App.WriteAsync(sql);
        var missing = surfaces.Select(Enum.Parse<Surface>).ToHashSet();
        for (var seed = 0; seed < WorldsWithALeak && missing.Count > 0; seed++)
        {
            await using var world = await ServerLeakWorld.MakeAsync(scene, seed);
            for (var step = 0; step < Steps && missing.Count > 0; step++)
                missing.ExceptWith((await world.StepAsync()).Select(leak => leak.Surface));
        }
        Assert.True(missing.Count == 0, $"{what}: not found in {string.Join(", ", missing)}");
    }

    public static TheoryData<string, string, string[]> Planted => new()
    {
        {
            "who leaves stays a member",
            "create trigger planted before delete on participants begin select raise(ignore); end",
            [nameof(Surface.Search), nameof(Surface.History), nameof(Surface.Memories), nameof(Surface.Rooms), nameof(Surface.Files), nameof(Surface.WhatItSaw), nameof(Surface.Event)]
        },
        {
            "what is private is for everybody",
            "create trigger planted after insert on memories when new.scope = 'private' begin update or ignore memories set scope = 'user' where doc = new.doc; end",
            [nameof(Surface.Prompt), nameof(Surface.Suggestions), nameof(Surface.Event)]
        },
        {
            "what is remembered is about somebody else",
            """
            create trigger planted after insert on memories when new.user_id is not null begin
                update or ignore memories set user_id = (select id from users where id <> new.user_id order by id desc limit 1) where doc = new.doc;
            end
            """,
            [nameof(Surface.Export), nameof(Surface.Memories)]
        },
        {
            "every room is public",
            "create trigger planted after insert on rooms when new.visibility = 'private' begin update rooms set visibility = 'public' where id = new.id; end",
            [nameof(Surface.Rooms), nameof(Surface.RoomNews), nameof(Surface.Refusal)]
        },
        {
            "what is forgotten is not forgotten",
            "create trigger planted before delete on memories begin select raise(ignore); end",
            [nameof(Surface.Prompt), nameof(Surface.WhatItSaw), nameof(Surface.Export)]
        },
        {
            "one assistant answers from another's papers",
            "update knowledge set assistant_id = case assistant_id when 'assistant:keeper' then 'assistant:clerk' else 'assistant:keeper' end",
            [nameof(Surface.Prompt)]
        },
    };
}
