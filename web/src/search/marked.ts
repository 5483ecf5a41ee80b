export interface Piece {
  text: string;
  isMatch: boolean;
}

/** Signs of Markdown that say nothing where it is not drawn. */
const signs = /\*\*(?=\S)|(?<=\S)\*\*|~~|`+|^#{1,6} +|^> +/gm;

/** A text in pieces without Markdown's signs, those that were searched for among them. Ranges outside the text, or over one another, are passed over. */
export function marked(text: string, matches: readonly { start: number; length: number }[]): Piece[] {
  const left = [...text.matchAll(signs)].map((sign) => ({ start: sign.index, end: sign.index + sign[0].length }));
  const pieces: Piece[] = [];
  let at = 0;
  function put(end: number, isMatch: boolean) {
    let shown = '';
    for (const { start, end: after } of left.filter((sign) => sign.end > at && sign.start < end)) {
      shown += text.slice(at, Math.max(at, start));
      at = Math.max(at, Math.min(after, end));
    }
    shown += text.slice(at, end);
    at = end;
    if (shown) pieces.push({ text: shown, isMatch });
  }
  for (const { start, length } of [...matches].sort((a, b) => a.start - b.start)) {
    if (start < at || length <= 0 || start + length > text.length) continue;
    put(start, false);
    put(start + length, true);
  }
  put(text.length, false);
  return pieces;
}
