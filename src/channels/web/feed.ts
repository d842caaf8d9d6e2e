import type { ChatRef } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { WebMessage, WebStore } from './web-store.ts';

/** Receives the changes of a chat in the order of their rev. */
export type FeedListener = (changes: readonly WebMessage[]) => void;

/** The changes of every chat that a page of this process is looking at. */
export interface Feeds {
  /** Says that a chat may have changed. */
  wake(chat: ChatRef): void;
  /** From here on the listener misses nothing that is committed; resolves to how to stop. */
  watch(chat: ChatRef, listener: FeedListener): Promise<() => void>;
  close(): void;
}

const PAGE = 200;
const RETRY_MS = 1_000;

/** One chat, read once per change however many pages watch it. */
class Feed {
  readonly listeners = new Set<FeedListener>();
  readonly #store: WebStore;
  readonly #chat: ChatRef;
  #rev: number;
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(store: WebStore, chat: ChatRef, rev: number) {
    this.#store = store;
    this.#chat = chat;
    this.#rev = rev;
  }

  /** Reads what is new; a call during a read makes that read go on, so no change falls between two. */
  read(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#loop().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #loop(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const changes = await this.#store.since(this.#chat, this.#rev, PAGE);
      const last = changes.at(-1);
      if (!last) continue;
      this.#rev = last.rev;
      for (const listener of this.listeners) listener(changes);
      if (changes.length === PAGE) this.#again = true;
    }
  }
}

/** Feeds over a store: woken by this process, by `store.onChange`, and every `pollMs` in case nobody said a word. */
export function createFeeds(store: WebStore, log: Log, pollMs: number): Feeds {
  const open = new Map<ChatRef, { feed: Promise<Feed>; watchers: number }>();
  const retries = new Set<NodeJS.Timeout>();
  const read = async (chat: ChatRef): Promise<void> => {
    try {
      await (await open.get(chat)?.feed)?.read();
    } catch (cause) {
      log.warn(
        { cause: cause instanceof Error ? cause.name : 'unknown' },
        'web history could not be read; again soon',
      );
      const retry = setTimeout(() => {
        retries.delete(retry);
        void read(chat);
      }, RETRY_MS);
      retries.add(retry);
    }
  };
  const readAll = (): void => {
    for (const chat of open.keys()) void read(chat);
  };
  const poll = setInterval(readAll, pollMs);
  poll.unref();
  const unsubscribe = store.onChange?.((chat) => (chat === undefined ? readAll() : void read(chat)));
  return {
    wake: (chat) => void read(chat),
    async watch(chat, listener) {
      const entry = open.get(chat) ?? {
        feed: store.head(chat).then((rev) => new Feed(store, chat, rev)),
        watchers: 0,
      };
      open.set(chat, entry);
      // Counted before the wait, so that the last watcher's leaving cannot take the feed from under this one.
      entry.watchers += 1;
      const leave = (): void => {
        entry.watchers -= 1;
        if (entry.watchers === 0 && open.get(chat) === entry) open.delete(chat);
      };
      const feed = await entry.feed.catch((cause: unknown) => {
        leave();
        throw cause;
      });
      feed.listeners.add(listener);
      return () => {
        if (feed.listeners.delete(listener)) leave();
      };
    },
    close() {
      clearInterval(poll);
      for (const retry of retries) clearTimeout(retry);
      unsubscribe?.();
      open.clear();
    },
  };
}
