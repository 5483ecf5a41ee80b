import { describe, expect, it } from 'vitest';
import { documentsOf, leftOutOf } from './documents';

describe('the documents of an assistant', () => {
  it('are counted', () => {
    expect(documentsOf(undefined)).toBe('answers from documents');
    expect(documentsOf({ files: 1 })).toBe('answers from 1 document');
    expect(documentsOf({ files: 12 })).toBe('answers from 12 documents');
    expect(leftOutOf({ files: 12 })).toEqual([]);
  });

  it('that are left out are said with the reason, and named to the operator', () => {
    const leftOut = [{ why: 'larger than 1 MiB', count: 3, files: ['a.md', 'b.md'] }, { why: 'no text in UTF-8', count: 1 }];
    expect(leftOutOf({ files: 1, leftOut, problem: 'its folder is not there' })).toEqual([
      { text: 'Its folder is not there' },
      { text: '3 files are left out: larger than 1 MiB', names: 'a.md, b.md and 1 more' },
      { text: '1 file is left out: no text in UTF-8' },
    ]);
  });
});
