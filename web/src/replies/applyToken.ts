/**
 * The text with a token on it, or null when something before it is missing. `offset` is the UTF-16 length of the text
 * before the token; what overlaps with the text we have is the same text come twice.
 */
export function applyToken(text: string, offset: number, content: string): string | null {
  if (offset > text.length) return null;
  return text + content.slice(text.length - offset);
}
