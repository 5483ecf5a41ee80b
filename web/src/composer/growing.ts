/** Keeps a field as tall as its text. `text` is read, so that it is called again when that changes. */
export function growing(field: HTMLTextAreaElement, text: () => string): void {
  text();
  field.style.height = 'auto';
  // The borders count too.
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
