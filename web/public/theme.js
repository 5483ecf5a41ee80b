// The stored theme must be on the page before its first paint; src/ui/theme.svelte.ts writes it.
try {
  const theme = localStorage.getItem('confab.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden here: the system's theme it is.
}
