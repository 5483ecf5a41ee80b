using Microsoft.Playwright;

namespace Confab.LiveTests.Browser;

/// <summary>The page as one person sees and uses it.</summary>
sealed class Window(IPage page)
{
    public IPage Page => page;

    public ILocator Composer => page.GetByTestId("composer");

    public ILocator Messages => page.GetByTestId("message");

    public ILocator Answers => page.Locator("[data-testid=message][data-author=AIBot]");

    public ILocator Replies => page.GetByTestId("reply");

    public async Task TakeNameAsync(string name)
    {
        await page.GetByTestId("name-input").FillAsync(name);
        await page.GetByTestId("join-button").ClickAsync();
    }

    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    public Task SeesConnectionAsync(string state) =>
        page.Locator($"[data-testid=connection-status][data-state={state}]").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    public ILocator MessagesSaying(string text) => Messages.Filter(new LocatorFilterOptions { HasText = text });

    /// <summary>Notes every text that a running reply shows, from now on.</summary>
    public Task WatchRepliesAsync() => page.EvaluateAsync(
        """
        () => {
          window.seen = [];
          const note = () => {
            const text = document.querySelector('[data-testid=reply] .markdown, [data-testid=reply]')?.textContent;
            if (text && text !== window.seen.at(-1)) window.seen.push(text);
          };
          new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """);

    public Task<string[]> RepliesSeenAsync() => page.EvaluateAsync<string[]>("() => window.seen");
}
