/** Fetches files that messages cannot be handled without, while other chats go on. */
import type { Clock } from '../clock.ts';
import type { Media } from '../domain/message.ts';
import type { Log } from '../log.ts';
import { fileKey } from '../store/context.ts';
import type { Db } from '../store/db.ts';
import { holdInbound } from '../store/inbox.ts';

/** What fetching needs. */
export interface FilesOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  /** The file with its bytes, or without them when it cannot be had. */
  readonly download: (media: Media) => Promise<Media>;
}

/** The files at hand. */
export interface Files {
  /** What was fetched for a stored message. */
  of(id: bigint): ReadonlyMap<string, Uint8Array | undefined>;
  /** Holds the message (and with it its chat) back, and fetches the file in the background. */
  fetch(id: bigint, media: Media): Promise<void>;
  /** Resolves when nothing more is being fetched; `true` when something was. */
  settled(): Promise<boolean>;
  /** Waits for no platform any more, and resolves when nothing more is written. */
  stop(): Promise<void>;
}

/** Larger ones are not read. */
const MOST_BYTES = 5_000_000;
/** How long a platform may take. */
const LONGEST_MS = 30_000;
/** A message is tried again after this even if the process that fetches for it has died. */
const HOLD = { minutes: 1 } as const;
/** Messages whose files are kept: the bytes are needed for a moment only. */
const KEPT = 16;

/** Prepares fetching; `onFetched` is called when a message can be handled again. */
export function createFiles(options: FilesOptions, onFetched: () => void): Files {
  const { db, clock, log } = options;
  const kept = new Map<bigint, Map<string, Uint8Array | undefined>>();
  const running = new Set<Promise<void>>();
  const stopping = Promise.withResolvers<undefined>();
  let stopped = false;

  function keep(id: bigint, media: Media, bytes: Uint8Array | undefined): void {
    const files = kept.get(id) ?? new Map();
    kept.delete(id);
    kept.set(id, files.set(fileKey(media), bytes));
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  }

  async function run(id: bigint, media: Media): Promise<void> {
    const bytes = await Promise.race([bytesOf(options, media), stopping.promise]);
    if (stopped) return;
    keep(id, media, bytes);
    await holdInbound(db, id, clock.now());
    onFetched();
  }

  return {
    of: (id) => kept.get(id) ?? new Map(),
    async fetch(id, media) {
      await holdInbound(db, id, clock.now().add(HOLD));
      const task = run(id, media)
        .catch((error) =>
          log.warn({ err: error }, 'a fetched file could not be handed over; it is fetched again'),
        )
        .finally(() => running.delete(task));
      running.add(task);
    },
    async settled() {
      const some = running.size > 0;
      await Promise.all(running);
      return some;
    },
    async stop() {
      stopped = true;
      stopping.resolve(undefined);
      await Promise.all(running);
    },
  };
}

async function bytesOf({ download }: FilesOptions, media: Media): Promise<Uint8Array | undefined> {
  if (media.problem || (media.size ?? 0) > MOST_BYTES) return undefined;
  const signal = AbortSignal.timeout(LONGEST_MS);
  const late = new Promise<undefined>((resolve) =>
    signal.addEventListener('abort', () => resolve(undefined), { once: true }),
  );
  const file = await Promise.race([download(media), late]);
  const bytes = file?.bytes;
  return bytes && bytes.length <= MOST_BYTES ? bytes : undefined;
}
