import type { KeptMessages, Note } from '../offline/KeptMessages';
import type { PendingMessage } from './PendingMessage';

export interface PendingOwner {
  /** Another tab wrote or changed a message that waits. */
  heardOf(message: PendingMessage): void;
  /** Another tab has sent one. */
  sentElsewhere(message: PendingMessage): void;
}

/** What waits to be sent, as this tab shows it and the browser's database keeps it for all tabs. */
export class PendingMessages {
  readonly #kept: KeptMessages;
  /** Those that other tabs know too, and may have sent meanwhile. */
  readonly #shared = new Set<string>();
  #list = $state.raw<readonly PendingMessage[]>([]);

  constructor(kept: KeptMessages, owner: PendingOwner) {
    this.#kept = kept;
    kept.heard = (note) => this.#heard(note, owner);
  }

  get list(): readonly PendingMessage[] {
    return this.#list;
  }

  find(id: string): PendingMessage | undefined {
    return this.#list.find((message) => message.id === id);
  }

  async load(): Promise<void> {
    this.#take(await this.#kept.all());
  }

  add(message: PendingMessage): void {
    this.#list = [...this.#list, message];
    void this.#keep(message);
  }

  /** Changes what is shown alone. */
  show(id: string, change: Partial<PendingMessage>): PendingMessage | undefined {
    this.#list = this.#list.map((message) => (message.id === id ? { ...message, ...change } : message));
    return this.find(id);
  }

  /** Changes what is shown and what is there after a reload. */
  change(id: string, change: Partial<PendingMessage>): PendingMessage | undefined {
    const message = this.show(id, change);
    if (message) void this.#keep(message);
    return message;
  }

  /** It need not be kept any more, and is shown until its event comes. */
  sent(id: string, rev: number): void {
    this.show(id, { status: 'sent', rev });
    void this.#kept.sent(id, rev);
  }

  /** The room shows it. Other tabs see that for themselves. */
  arrived(id: string): void {
    this.#drop(id);
    void this.#kept.remove(id);
  }

  discard(id: string): void {
    this.#drop(id);
    void this.#kept.discard(id);
  }

  /** What was on its way is not known to have come. */
  connectionLost(): void {
    this.#list = this.#list.map((message) => (message.status === 'sending' ? { ...message, status: 'waiting' } : message));
  }

  /** Another tab took it out of the database, for the server has it: its event comes, or has come. */
  async wasSentElsewhere(id: string): Promise<boolean> {
    if (!this.#shared.has(id) || this.find(id)?.isOnlyHere) return false;
    const isKept = await this.#kept.find(id).then((kept) => kept !== undefined, () => true);
    if (!isKept) this.#drop(id);
    return !isKept;
  }

  close(): void {
    this.connectionLost();
    this.#kept.close();
  }

  async #heard(note: Note, owner: PendingOwner): Promise<void> {
    if (note.type === 'sent') {
      const message = this.show(note.id, { status: 'sent', rev: note.rev });
      if (message) owner.sentElsewhere(message);
      return;
    }
    const kept = await this.#kept.find(note.id);
    const known = this.find(note.id);
    if (known?.status === 'sending' || known?.status === 'sent' || known?.isOnlyHere) return;
    if (!kept) return this.#drop(note.id);
    this.show(note.id, { status: kept.status, reason: kept.reason });
    this.#take([kept]);
    owner.heardOf(kept);
  }

  /** Puts in what this tab does not know. Ids are in the order of writing. */
  #take(kept: readonly PendingMessage[]): void {
    for (const { id } of kept) this.#shared.add(id);
    const unknown = kept.filter(({ id }) => !this.find(id));
    if (unknown.length > 0) this.#list = [...this.#list, ...unknown].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #drop(id: string): void {
    this.#list = this.#list.filter((message) => message.id !== id);
  }

  async #keep(message: PendingMessage): Promise<void> {
    const isKept = await this.#kept.put(message);
    if (isKept === !!this.find(message.id)?.isOnlyHere) this.show(message.id, { isOnlyHere: isKept ? undefined : true });
  }
}
