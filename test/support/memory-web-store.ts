import type { NewWebMessage, WebContent, WebMessage, WebStore } from '../../src/channels/web/index.ts';
import type { ChatRef } from '../../src/domain/ids.ts';

/** A WebStore in memory that keeps the contract of the real one; can be cut off as a database can. */
export class MemoryWebStore implements WebStore {
  readonly messages: WebMessage[] = [];
  /** Every call fails while this is true. */
  down = false;
  #rev = 0;
  #listeners = new Set<(chat: ChatRef) => void>();

  async append(message: NewWebMessage): Promise<WebMessage> {
    await this.#reach();
    const { chat, clientId } = message;
    const known = this.messages.find(
      (other) => other.chat === chat && clientId && other.clientId === clientId,
    );
    if (known) return known;
    this.#rev += 1;
    const stored = structuredClone({ ...message, seq: this.messages.length + 1, rev: this.#rev });
    this.messages.push(stored);
    return stored;
  }

  async update(chat: ChatRef, seq: number, content: WebContent): Promise<WebMessage | undefined> {
    await this.#reach();
    const index = this.messages.findIndex((message) => message.chat === chat && message.seq === seq);
    const old = this.messages[index];
    if (!old) return undefined;
    this.#rev += 1;
    const changed = structuredClone({ ...old, content, rev: this.#rev });
    this.messages[index] = changed;
    return changed;
  }

  async get(chat: ChatRef, seq: number): Promise<WebMessage | undefined> {
    await this.#reach();
    return this.messages.find((message) => message.chat === chat && message.seq === seq);
  }

  async since(chat: ChatRef, rev: number, limit: number): Promise<readonly WebMessage[]> {
    await this.#reach();
    const later = this.messages.filter((message) => message.chat === chat && message.rev > rev);
    return later.sort((a, b) => a.rev - b.rev).slice(0, limit);
  }

  async latest(
    chat: ChatRef,
    limit: number,
    before = Number.POSITIVE_INFINITY,
  ): Promise<readonly WebMessage[]> {
    await this.#reach();
    return this.messages.filter((message) => message.chat === chat && message.seq < before).slice(-limit);
  }

  async head(chat: ChatRef): Promise<number> {
    await this.#reach();
    return Math.max(0, ...this.messages.filter((message) => message.chat === chat).map(({ rev }) => rev));
  }

  onChange(listener: (chat: ChatRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a notification from another process would do. */
  announce(chat: ChatRef): void {
    for (const listener of this.#listeners) listener(chat);
  }

  /** The messages of a chat as they now read. */
  of(chat: ChatRef): readonly WebMessage[] {
    return this.messages.filter((message) => message.chat === chat);
  }

  async #reach(): Promise<void> {
    // Like a database, it never answers within the caller's own turn.
    await Promise.resolve();
    if (this.down) throw new Error('the database is away');
  }
}
