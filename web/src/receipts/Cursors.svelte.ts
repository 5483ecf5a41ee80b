import type { Cursor } from '../protocol/wire';

/** How far each member of a room has come. A cursor never goes back. */
export class Cursors {
  #byMember = $state.raw<ReadonlyMap<string, Cursor>>(new Map());

  get all(): ReadonlyMap<string, Cursor> {
    return this.#byMember;
  }

  of(memberId: string): Cursor | undefined {
    return this.#byMember.get(memberId);
  }

  put(cursors: readonly Cursor[]): void {
    const next = new Map(this.#byMember);
    for (const { memberId, deliveredSeq, readSeq } of cursors) {
      const known = next.get(memberId);
      next.set(memberId, {
        memberId,
        deliveredSeq: Math.max(deliveredSeq, known?.deliveredSeq ?? 0),
        readSeq: Math.max(readSeq, known?.readSeq ?? 0),
      });
    }
    this.#byMember = next;
  }

  left(memberId: string): void {
    if (!this.#byMember.has(memberId)) return;
    const next = new Map(this.#byMember);
    next.delete(memberId);
    this.#byMember = next;
  }

  clear(): void {
    this.#byMember = new Map();
  }
}
