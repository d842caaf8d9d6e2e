/** Takes stored messages out of the inbox: in order per chat, a batch of chats in one transaction. */
import type { Clock } from '../clock.ts';
import { FileNeeded } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Envelope, holdTickets, loadOne, loadWaiting } from '../store/context.ts';
import type { Db } from '../store/db.ts';
import { failInbound, lockChat, lockChats, postponeInbound } from '../store/inbox.ts';
import { isPassing } from '../store/passing-error.ts';
import { reserveNumbers } from '../store/tickets.ts';
import { type Tx, transact } from '../store/transaction.ts';
import type { Files } from './files.ts';

/** Handles one message inside its transaction. */
export type Handler = (tx: Tx, envelope: Envelope, now: Temporal.Instant) => Promise<void>;

/** What the inbox worker needs. */
export interface InboxOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly handle: Handler;
  /** Tells the person and the team that a message could not be handled; `reference` is in the log too. */
  readonly giveUp: (tx: Tx, envelope: Envelope, reference: string, now: Temporal.Instant) => Promise<void>;
  /** Called after every commit: there may be something to deliver. */
  readonly onCommit: () => void;
  readonly files: Files;
}

/** Chats in one transaction: more share its cost, fewer wait for its end. */
const BATCH = 192;

/** Waits before a message is tried again, in milliseconds; after the last one it is given up. */
const RETRY_MS = [500, 3000, 10_000] as const;

/** Handles what may be handled now; true when there was something, and so may be more. */
export async function handleBatch(options: InboxOptions): Promise<boolean> {
  const now = options.clock.now();
  let keys: string[] = [];
  try {
    const handled = await transact(options.db, async (tx) => {
      keys = await lockChats(tx, now, BATCH);
      if (keys.length === 0) return 0;
      await holdTickets(tx, keys);
      return handleInOrder(tx, await loadWaiting(tx, keys, now, BATCH * 2), now, options);
    });
    if (handled > 0) options.onCommit();
    return handled > 0;
  } catch (error) {
    if (keys.length === 0) throw error;
    options.log.debug(
      { err: error, chats: keys.length },
      'a batch failed as a whole; handling its chats one by one',
    );
    await handleOneByOne(options, keys);
    return true;
  }
}

/** A chat that fails does not keep the others waiting; a database that is away keeps all of them, and is not their fault. */
async function handleOneByOne(options: InboxOptions, keys: readonly string[]): Promise<void> {
  const failed: unknown[] = [];
  for (const key of keys) {
    try {
      await handleOneChat(options, key);
      options.onCommit();
    } catch (error) {
      if (isPassing(error)) throw error;
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
}

/** The oldest message of one chat, with the rest of its album, in a transaction of its own. */
async function handleOneChat(options: InboxOptions, key: string): Promise<void> {
  const now = options.clock.now();
  let first: Envelope | undefined;
  try {
    await transact(options.db, async (tx) => {
      await lockChat(tx, key);
      await holdTickets(tx, [key]);
      const waiting = await loadWaiting(tx, [key], now, 20);
      first = waiting[0];
      const group = first?.inbound.group;
      const piece = (envelope: Envelope) => envelope === first || (group && envelope.inbound.group === group);
      await handleInOrder(tx, waiting.filter(piece), now, options);
    });
  } catch (error) {
    if (!first || isPassing(error)) throw error;
    if (error instanceof FileNeeded) return options.files.fetch(first.id, error.media);
    await retryLater(options, first.id, first.attempts, error, now);
  }
}

/** The first message of each chat has its surroundings loaded; later ones are read again, after the earlier. */
async function handleInOrder(
  tx: Tx,
  waiting: readonly Envelope[],
  now: Temporal.Instant,
  options: InboxOptions,
): Promise<number> {
  const seen = new Set<string>();
  const done = new Set<bigint>();
  let count = 0;
  await reserveNumbers(tx, waiting.filter(needsTicket).length);
  for (const stale of waiting) {
    if (done.has(stale.id)) continue;
    const { inbound } = stale;
    const key = `${inbound.account} ${inbound.chat.id}`;
    const sender = `${inbound.account} ${inbound.sender.id}`;
    const isStale = seen.has(key) || seen.has(sender) || tx.changed.has(stale.person?.id ?? '');
    const fresh = isStale ? await loadOne(tx, stale.id, now) : stale;
    seen.add(key).add(sender);
    if (!fresh) continue;
    const envelope = { ...gatherAlbum(fresh, waiting, done), files: options.files.of(fresh.id) };
    await options.handle(tx, envelope, now);
    tx.handled.push(envelope.id);
    count += 1;
  }
  for (const id of done) tx.handled.push(id);
  return count + done.size;
}

/** Whether this message will most likely open a ticket, so that the numbers of a whole batch are taken at once. */
function needsTicket({ inbound, staff, tickets }: Envelope): boolean {
  const words = inbound.text?.trim() ?? '';
  return (
    !staff &&
    tickets.length === 0 &&
    inbound.chat.kind === 'private' &&
    words.length > 20 &&
    !/^[/／]/.test(words)
  );
}

/** The pieces of an album become one message with all their media; the pieces are marked done with it. */
function gatherAlbum(first: Envelope, waiting: readonly Envelope[], done: Set<bigint>): Envelope {
  const { group, chat } = first.inbound;
  if (!group) return first;
  const rest = waiting.filter(
    ({ id, inbound }) => id !== first.id && inbound.group === group && inbound.chat.id === chat.id,
  );
  for (const piece of rest) done.add(piece.id);
  const pieces = [first, ...rest].map((piece) => piece.inbound);
  const text = pieces.flatMap((piece) => (piece.text ? [piece.text] : [])).join('\n');
  const media = pieces.flatMap((piece) => piece.media ?? []);
  return { ...first, inbound: { ...first.inbound, ...(text ? { text } : {}), media } };
}

async function retryLater(
  options: InboxOptions,
  id: bigint,
  attempts: number,
  error: unknown,
  now: Temporal.Instant,
): Promise<void> {
  const reference = `M${id}`;
  options.log.error({ err: error, reference, attempts }, 'a message could not be handled');
  const wait = RETRY_MS[attempts];
  if (wait !== undefined) return postponeInbound(options.db, id, now.add({ milliseconds: wait }), reference);
  try {
    await transact(options.db, (tx) => fail(tx, true));
  } catch (problem) {
    if (isPassing(problem)) throw problem;
    options.log.error({ err: problem, reference }, 'nobody could be told of a message that was given up');
    await transact(options.db, (tx) => fail(tx, false));
  }

  async function fail(tx: Tx, tell: boolean): Promise<void> {
    const envelope = await loadOne(tx, id, now);
    if (!envelope) return;
    await failInbound(tx, id, reference);
    if (tell) await options.giveUp(tx, envelope, reference, now);
  }
}
