const KEPT = 10_000;

/** Drops the oldest entries of an insertion-ordered collection. */
function trim(collection: {
  size: number;
  keys(): IterableIterator<string>;
  delete(key: string): boolean;
}): void {
  for (const key of collection.keys()) {
    if (collection.size <= KEPT) return;
    collection.delete(key);
  }
}

const add = (counts: Map<string, number>, key: string, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count);
};

/**
 * Recognises messages that the platform delivers again, so that twenty equal messages stay twenty.
 *
 * Within a login the message's id decides. After a login a puppet may deliver messages again under new ids; then
 * the content (sender, chat, type, text, time) decides, and each earlier message answers for one replay only.
 * Across restarts the unique (account, id) of the inbox does this, for puppets whose message ids last.
 */
export class Replays {
  readonly #ids = new Set<string>();
  #current = new Map<string, number>();
  readonly #earlier = new Map<string, number>();
  #loginAt = 0;

  /** A new login began at `at`, milliseconds. */
  login(at: number): void {
    for (const [content, count] of this.#current) add(this.#earlier, content, count);
    this.#current = new Map();
    this.#loginAt = at;
    trim(this.#earlier);
  }

  /** True when this message was here before; it is remembered either way. `at` is when it was written. */
  isReplay(id: string, content: string, at: number): boolean {
    if (this.#ids.has(id)) return true;
    this.#ids.add(id);
    trim(this.#ids);
    const left = this.#earlier.get(content) ?? 0;
    const replay = left > 0 && at < this.#loginAt;
    if (replay) this.#earlier.set(content, left - 1);
    add(this.#current, content, 1);
    trim(this.#current);
    return replay;
  }
}
