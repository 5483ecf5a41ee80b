import { copyText } from '../ui/copyText';

/** Brings the code blocks inside an element to life: the copy buttons work, and known languages get colours. */
export function codeBlocks(element: HTMLElement): () => void {
  element.addEventListener('click', copyCode);
  if (element.querySelector('code[data-language]')) void colour(element);
  return () => element.removeEventListener('click', copyCode);
}

async function copyCode(event: MouseEvent): Promise<void> {
  const button = (event.target as Element).closest<HTMLButtonElement>('.code-copy');
  const code = button?.closest('.code')?.querySelector('code');
  if (!button || !code) return;
  const copied = await copyText(code.textContent);
  button.textContent = copied ? 'Copied' : 'Not copied';
  setTimeout(() => (button.textContent = 'Copy'), 1600);
}

async function colour(element: HTMLElement): Promise<void> {
  const { highlight } = await import('./highlight');
  for (const code of element.querySelectorAll<HTMLElement>('code[data-language]:not([data-coloured])'))
    await highlight(code, code.dataset.language!);
}
