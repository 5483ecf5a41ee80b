using Confab.Inference.Catalog;
using Confab.Inference.Routing;
using Microsoft.Extensions.AI;

namespace Confab.Tests.Inference.Routing;

/// <summary>Each strategy chooses what its name promises.</summary>
public sealed class StrategyTests
{
    [Fact]
    public async Task Quality_first_takes_the_largest_model_however_slow_and_dear()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("small", 500_000_000));
        await MeasureAsync(fleet, fleet.Add(Fleet.Card("large", 70_000_000_000, new ModelPrice(50, 50)), SlowActor(fleet)));

        Assert.Equal("large", fleet.Router.Choose(Fleet.By("quality-first")).Model.Id);
    }

    [Fact]
    public async Task Quality_is_what_the_operator_says_where_they_say_it()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("large", 70_000_000_000));
        fleet.Add(Fleet.Card("tuned", 500_000_000) with { Quality = 1 });

        Assert.Equal("tuned", fleet.Router.Choose(Fleet.By("quality-first")).Model.Id);
    }

    [Fact]
    public async Task Speed_priority_takes_the_one_that_was_measured_fastest()
    {
        await using var fleet = new Fleet();
        await MeasureAsync(fleet, fleet.Add(Fleet.Card("slow", 500_000_000), SlowActor(fleet)));
        await MeasureAsync(fleet, fleet.Add(Fleet.Card("fast", 7_000_000_000), new Actor("a", "b", "c") { Between = _ => fleet.PassAsync(TimeSpan.FromMilliseconds(5)) }));

        Assert.Equal("fast", fleet.Router.Choose(Fleet.By("speed-priority")).Model.Id);
    }

    [Fact]
    public async Task A_model_that_was_never_measured_gets_a_fair_trial_and_no_more()
    {
        await using var fleet = new Fleet();
        await MeasureAsync(fleet, fleet.Add(Fleet.Card("known"), new Actor("a", "b", "c") { Between = _ => fleet.PassAsync(TimeSpan.FromMilliseconds(15)) }));
        var newcomer = new Actor("a", "b") { Before = _ => fleet.PassAsync(TimeSpan.FromSeconds(20)) };
        fleet.Add(Fleet.Card("new"), newcomer);

        for (var i = 0; i < 5; i++) await fleet.AskAsync(Fleet.By("speed-priority"));

        Assert.Equal(2, newcomer.Asked);
        Assert.Equal("known", fleet.Router.Choose(Fleet.By("speed-priority")).Model.Id);
    }

    [Fact]
    public async Task Cost_optimized_takes_the_cheapest()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("dear", 70_000_000_000, new ModelPrice(3, 15)));
        fleet.Add(Fleet.Card("cheap", 500_000_000, new ModelPrice(0.1, 0.4)));

        Assert.Equal("cheap", fleet.Router.Choose(Fleet.By("cost-optimized")).Model.Id);
    }

    [Fact]
    public async Task Balanced_does_not_always_take_the_cheapest()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("cheap", 100_000_000, new ModelPrice(0.1, 0.1)));
        fleet.Add(Fleet.Card("good", 30_000_000_000, new ModelPrice(0.3, 0.3)));

        Assert.Equal("good", fleet.Router.Choose(Fleet.By("balanced")).Model.Id);
        Assert.Equal("cheap", fleet.Router.Choose(Fleet.By("cost-optimized")).Model.Id);
    }

    [Fact]
    public async Task Balanced_weighs_terms_that_all_lie_between_0_and_1()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("huge", 2_000_000_000_000, new ModelPrice(500, 5000)));
        await MeasureAsync(fleet, fleet.Add(Fleet.Card("tiny", 1_000_000), SlowActor(fleet)));

        foreach (var strategy in StrategyNames.All)
            foreach (var score in fleet.Router.Choose(Fleet.By(strategy, "vision")).Scores)
                Assert.All(score.Terms.Values.Append(score.Score), value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public async Task Round_robin_takes_each_in_turn()
    {
        await using var fleet = new Fleet();
        foreach (var id in new[] { "a", "b", "c" }) fleet.Add(Fleet.Card(id));

        var taken = Enumerable.Range(0, 6).Select(_ => fleet.Router.Choose(Fleet.By("round-robin")).Model.Id);

        Assert.Equal(["a", "b", "c", "a", "b", "c"], taken);
    }

    [Fact]
    public async Task Least_loaded_takes_the_one_with_the_fewest_requests_for_its_slots()
    {
        await using var fleet = new Fleet();
        var wide = fleet.Add(Fleet.Card("wide", slots: 8));
        var narrow = fleet.Add(Fleet.Card("narrow", slots: 1));
        using var first = await fleet.Catalog.UseAsync(wide);
        using var second = await fleet.Catalog.UseAsync(wide);
        Assert.Equal("narrow", fleet.Router.Choose(Fleet.By("least-loaded")).Model.Id);

        using var third = await fleet.Catalog.UseAsync(narrow);
        Assert.Equal("wide", fleet.Router.Choose(Fleet.By("least-loaded")).Model.Id);
    }

    [Fact]
    public async Task Random_takes_each_of_them_now_and_then()
    {
        await using var fleet = new Fleet(new RouterOptions { Chance = new Random(7) });
        foreach (var id in new[] { "a", "b", "c" }) fleet.Add(Fleet.Card(id));

        var counts = Enumerable.Range(0, 300).CountBy(_ => fleet.Router.Choose(Fleet.By("random")).Model.Id).ToDictionary();

        Assert.Equal(3, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 70, 130));
    }

    [Fact]
    public async Task Capability_match_takes_the_one_that_can_do_what_is_needed()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("large", 70_000_000_000));
        fleet.Add(Fleet.Card("seeing", 500_000_000, capabilities: ["vision", "json"]));

        Assert.Equal("seeing", fleet.Router.Choose(Fleet.By("capability-match", "vision")).Model.Id);
        Assert.Equal("large", fleet.Router.Choose(Fleet.By("capability-match")).Model.Id);
        var schema = Fleet.By("capability-match");
        schema.ResponseFormat = ChatResponseFormat.Json;
        Assert.Equal("seeing", fleet.Router.Choose(schema).Model.Id);
    }

    [Fact]
    public async Task Without_a_strategy_the_routers_own_counts()
    {
        await using var fleet = new Fleet(new RouterOptions { Strategy = RoutingStrategy.CostOptimized });
        fleet.Add(Fleet.Card("dear", price: new ModelPrice(1, 1)));
        fleet.Add(Fleet.Card("cheap"));

        Assert.Equal(("cheap", "cost-optimized"), (fleet.Router.Choose().Model.Id, fleet.Router.Choose().Strategy));
        Assert.Equal(RoutingStrategy.Balanced, new RouterOptions().Strategy);
    }

    [Fact]
    public async Task A_strategy_that_is_not_there_is_refused_with_those_that_are()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("a"));

        var refusal = Assert.Throws<ArgumentException>(() => fleet.Router.Choose(Fleet.By("best")));

        Assert.StartsWith("There is no strategy 'best'. Known strategies: balanced, quality-first, ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_choice_is_explained_on_the_answer()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("small", 500_000_000));
        fleet.Add(Fleet.Card("large", 70_000_000_000));

        var choice = (await fleet.Router.GetResponseAsync([new(ChatRole.User, "hi")], Fleet.By("quality-first"))).GetModelChoice();

        Assert.Equal(("large", "quality-first", "'large' is likely to answer best."), (choice!.Model.Id, choice.Strategy, choice.Reason));
        Assert.Equal(["large", "small"], choice.Scores.Select(s => s.ModelId));
        Assert.True(choice.Scores[0].Score > choice.Scores[1].Score);
    }

    [Fact]
    public async Task An_embedding_model_is_never_asked_to_write()
    {
        await using var fleet = new Fleet();
        fleet.Add(Fleet.Card("vectors") with { Capabilities = ["embeddings"], Quality = 1 });
        fleet.Add(Fleet.Card("writer"));

        Assert.All(StrategyNames.All, strategy => Assert.Equal("writer", fleet.Router.Choose(Fleet.By(strategy)).Model.Id));
        Assert.Equal("writer", fleet.Catalog.Default!.Id);
    }

    [Fact]
    public async Task A_model_that_only_continues_texts_stands_aside_for_one_that_chats()
    {
        await using var fleet = new Fleet(new RouterOptions { Strategy = null });
        fleet.Add(Fleet.Card("base") with { Capabilities = ["completion"], Quality = 1 });
        fleet.Add(Fleet.Card("chats"));

        Assert.Equal("chats", fleet.Router.Choose().Model.Id);
        Assert.All(StrategyNames.All, strategy => Assert.Equal("chats", fleet.Router.Choose(Fleet.By(strategy)).Model.Id));
        Assert.Equal("base", fleet.Router.Choose(Fleet.By("quality-first", "completion")).Model.Id);
    }

    static Actor SlowActor(Fleet fleet) => new("a", "b", "c")
    {
        Before = _ => fleet.PassAsync(TimeSpan.FromSeconds(5)),
        Between = _ => fleet.PassAsync(TimeSpan.FromSeconds(1)),
    };

    static async Task MeasureAsync(Fleet fleet, Model model)
    {
        for (var i = 0; i < 3; i++) await fleet.AskAsync(new ChatOptions { ModelId = model.Id });
    }
}
