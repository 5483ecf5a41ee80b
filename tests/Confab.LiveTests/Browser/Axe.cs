using System.Reflection;
using Microsoft.Playwright;

namespace Confab.LiveTests.Browser;

/// <summary>Asks axe what on a page would keep somebody out: words too faint, buttons without a name, what no key reaches.</summary>
static class Axe
{
    static readonly Lazy<Task<string>> s_source = new(() => File.ReadAllTextAsync(
        typeof(Axe).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Axe").Value!));

    /// <summary>The serious and critical faults, each with where it is; of a page that has come to rest.</summary>
    public static async Task<string[]> FaultsAsync(IPage page)
    {
        // By the debugger, since the page's own policy lets no other script in.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(await s_source.Value);
        return await page.EvaluateAsync<string[]>(
            """
            async () => {
              const ending = () => document.getAnimations().filter((a) => a.playState === 'running' && Number.isFinite(a.effect.getComputedTiming().endTime));
              while (ending().length > 0) await Promise.allSettled(ending().map((a) => a.finished));
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ impact, id, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
            }
            """);
    }
}
