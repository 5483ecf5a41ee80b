export interface Piece {
  text: string;
  isMatch: boolean;
}

/** Signs of Markdown that say nothing where it is not drawn. */
const signs = /\*\*|~~|`+|^#{1,6} +|^> +/gm;

/** A text in pieces without Markdown's signs, those that were searched for among them. Ranges outside the text, or over one another, are passed over. */
export function marked(text: string, matches: readonly { start: number; length: number }[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, length } of [...matches].sort((a, b) => a.start - b.start)) {
    if (start < at || length <= 0 || start + length > text.length) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), isMatch: false });
    pieces.push({ text: text.slice(start, start + length), isMatch: true });
    at = start + length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMatch: false });
  return pieces.map((piece) => ({ ...piece, text: piece.text.replace(signs, '') })).filter(({ text }) => text !== '');
}
