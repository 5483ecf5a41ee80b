const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** As people sort names: whatever their case, 2 before 10. */
export const collate = (a: string, b: string): number => collator.compare(a, b);

/** Without case, accents and outer blanks, to compare what people type. */
export const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

export const contains = (text: string, part: string): boolean => plain(text).includes(plain(part));
