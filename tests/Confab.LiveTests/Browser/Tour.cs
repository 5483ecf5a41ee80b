using Microsoft.Playwright;

namespace Confab.LiveTests.Browser;

/// <summary>One person's walk through the page, on which everything shown is held against <see cref="Axe"/>.</summary>
sealed class Tour(Window window, string address)
{
    readonly List<string> _faults = [];

    IPage Page => window.Page;

    /// <summary>Each with the name of what was on the screen.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public async Task LookAsync(string name, IPage? page = null) => _faults.AddRange((await Axe.FaultsAsync(page ?? Page)).Select(fault => $"{name}: {fault}"));

    /// <summary>Looks at what the button opens, after <paramref name="before"/>.</summary>
    public async Task ByAsync(string name, string button, Func<Task>? before = null, bool closing = false)
    {
        if (before is not null) await before();
        await Page.GetByTestId(button).First.ClickAsync();
        // What is fetched when it is first opened takes the focus when it is there.
        await Page.WaitForFunctionAsync("() => document.activeElement?.closest('dialog, [popover], aside') != null");
        await LookAsync(name);
        if (closing) await Page.Keyboard.PressAsync("Escape");
    }

    public async Task VisitAsync(string place, string shown)
    {
        await Page.GotoAsync($"{address}/{place}");
        await Page.GetByTestId(shown).First.WaitForAsync();
        await LookAsync(place);
    }

    public Task OpenMenuAsync(string message) => OpenMenuAsync(window.MessagesSaying(message).First);

    public static async Task OpenMenuAsync(ILocator row)
    {
        await row.HoverAsync();
        await row.GetByTestId("message-more").ClickAsync();
    }

    public async Task OpenInSidebarAsync(string button)
    {
        await ShowSidebarAsync();
        await Page.GetByTestId(button).ClickAsync();
    }

    /// <summary>On a phone it is shown when it is asked for.</summary>
    public async Task ShowSidebarAsync()
    {
        var menu = Page.GetByTestId("menu");
        if (await menu.IsVisibleAsync() && await menu.GetAttributeAsync("aria-expanded") == "false") await menu.ClickAsync();
    }
}
