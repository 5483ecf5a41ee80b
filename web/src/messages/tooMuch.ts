const mostNested = 50;
const mostColumns = 50;
const mostCells = 10_000;
const mostEmphasis = 1_000;

/** More `>`, bullets and numbers at the start of one line than anybody nests. */
const deeplyNested = new RegExp(`^(?:[ \\t]*(?:>|[-*+][ \\t]|\\d{1,9}[.)][ \\t])){${mostNested}}`, 'm');

/** The line under a table's head: it says how many columns there are. */
const delimiters = /^[\s>|:\-*+\d.)]*\|[\s>|:\-*+\d.)]*$/;

/** Whether reading this as Markdown would overflow the stack or block the page for seconds. */
export const isTooMuchMarkdown = (text: string): boolean =>
  deeplyNested.test(text) || hasHugeTable(text) || text.split(/\n\s*\n/).some(hasTooMuchEmphasis);

function hasHugeTable(text: string): boolean {
  const lines = text.split('\n');
  return lines.some((line, index) => {
    if (!delimiters.test(line)) return false;
    const columns = line.split('|').length - 1;
    return columns > mostColumns || columns * (lines.length - index) > mostCells;
  });
}

const hasTooMuchEmphasis = (paragraph: string): boolean => (paragraph.match(/[*_~]+/g)?.length ?? 0) > mostEmphasis;
