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

    /// <summary>The browser has the page and the rooms, and could show both without a server.</summary>
    public async Task IsKeptAsync()
    {
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller?.state === 'activated'");
        // As when one looks at another tab: the rooms are written at once, in place of within two seconds.
        await page.EvaluateAsync("() => dispatchEvent(new Event('pagehide'))");
        await page.WaitForFunctionAsync(
            """
            async () => {
              const opened = indexedDB.open('confab');
              await new Promise((resolve, reject) => { opened.onsuccess = resolve; opened.onerror = reject; });
              const read = opened.result.transaction('rooms').objectStore('rooms').count();
              await new Promise((resolve, reject) => { read.onsuccess = resolve; read.onerror = reject; });
              opened.result.close();
              return read.result > 0;
            }
            """);
    }

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
