import { conflict } from './errors.ts';
import type { TgUpdate } from './types.ts';
import { Watch } from './watch.ts';

const OTHER_POLLER =
  'terminated by other getUpdates request; make sure that only one bot instance is running';
const OPT_IN = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
const REORDER_MS = 30;

interface Poll {
  limit: number;
  timer: NodeJS.Timeout;
  resolve: (updates: TgUpdate[]) => void;
  reject: (error: Error) => void;
}

/** An update waiting to be confirmed, and the chat whose order it must keep. */
export interface Pending {
  update: TgUpdate;
  lane: number;
}

/** Parameters of getUpdates after reading. */
export interface PollRequest {
  offset: number;
  limit: number;
  timeoutSeconds: number;
  /** Resolves when the client has gone away. */
  gone: Promise<unknown>;
}

/** Updates the bot has not confirmed, with getUpdates' rules for offsets, conflicts and long polls. */
export class UpdateQueue {
  duplicate = false;
  reorder = false;
  paused = false;
  allowed: string[] | undefined;
  readonly pending = new Map<number, Pending>();
  private readonly drained = new Watch<number>();
  private nextId = 500_000_001;
  private held: { type: string; payload: unknown; lane: number } | undefined;
  private heldTimer: NodeJS.Timeout | undefined;
  private poll: Poll | undefined;
  onPush: (pending: Pending) => void = () => undefined;

  /** Queues an update unless the bot did not ask for its type. */
  push(type: string, payload: unknown, lane: number): void {
    if (!this.wants(type)) return;
    if (this.reorder && !this.held) {
      this.held = { type, payload, lane };
      this.heldTimer = setTimeout(() => this.flush(), REORDER_MS);
      return;
    }
    this.append(type, payload, lane);
    this.flush();
  }

  /** Changes which update types are queued from now on; an empty list means the default set. */
  allow(types: string[] | undefined): void {
    if (types !== undefined) this.allowed = types.length > 0 ? types : undefined;
  }

  /** Answers getUpdates, at once or when something comes or the time is over. */
  async take({ offset, limit, timeoutSeconds, gone }: PollRequest): Promise<TgUpdate[]> {
    this.confirm(offset);
    if (this.pending.size > 0 || timeoutSeconds <= 0) return this.batch(limit);
    this.abort(OTHER_POLLER);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.answer([]), timeoutSeconds * 1000);
      const poll: Poll = { limit, timer, resolve, reject };
      this.poll = poll;
      void gone.then(() => {
        if (this.poll !== poll) return;
        clearTimeout(timer);
        this.poll = undefined;
        resolve([]);
      });
    });
  }

  /** Ends a waiting long poll with 409. */
  abort(reason: string): void {
    const poll = this.poll;
    if (!poll) return;
    clearTimeout(poll.timer);
    this.poll = undefined;
    poll.reject(conflict(reason));
  }

  /** Forgets one update, as a webhook's 2xx does. */
  remove(updateId: number): void {
    this.pending.delete(updateId);
    if (this.pending.size === 0) this.drained.notify(0);
  }

  /** Forgets everything. */
  drop(): void {
    this.pending.clear();
    this.drained.notify(0);
  }

  /** Resolves when the bot has confirmed every update. */
  async empty(timeoutMs: number): Promise<void> {
    if (this.pending.size === 0 && !this.held) return;
    const explain = () => `${this.pending.size} updates are still unconfirmed after ${timeoutMs} ms`;
    await this.drained.next(() => !this.held, timeoutMs, explain);
  }

  /** Hands out what came while paused. */
  resume(): void {
    this.paused = false;
    this.wake();
  }

  stop(): void {
    if (this.heldTimer) clearTimeout(this.heldTimer);
    this.answer([]);
    this.drained.close('the Telegram emulator was stopped');
  }

  private wants(type: string): boolean {
    return this.allowed ? this.allowed.includes(type) : !OPT_IN.has(type);
  }

  private append(type: string, payload: unknown, lane: number): void {
    const update_id = this.nextId++;
    const pending = { update: { update_id, [type]: payload }, lane };
    this.pending.set(update_id, pending);
    this.onPush(pending);
    this.wake();
  }

  private flush(): void {
    clearTimeout(this.heldTimer);
    const held = this.held;
    this.held = undefined;
    if (held) this.append(held.type, held.payload, held.lane);
  }

  private wake(): void {
    if (this.poll && !this.paused && this.pending.size > 0) this.answer(this.batch(this.poll.limit));
  }

  private answer(updates: TgUpdate[]): void {
    const poll = this.poll;
    if (!poll) return;
    clearTimeout(poll.timer);
    this.poll = undefined;
    poll.resolve(updates);
  }

  private batch(limit: number): TgUpdate[] {
    const updates: TgUpdate[] = [];
    for (const { update } of this.pending.values()) {
      if (updates.length >= limit) break;
      updates.push(update);
    }
    return this.duplicate ? updates.flatMap((update) => [update, update]) : updates;
  }

  /** Negative offsets keep only that many; an offset from the future counts as none, as Telegram does it. */
  private confirm(offset: number): void {
    if (offset === 0 || offset > this.nextId) return;
    let surplus = offset < 0 ? this.pending.size + offset : Number.POSITIVE_INFINITY;
    for (const id of this.pending.keys()) {
      if (surplus <= 0 || (offset > 0 && id >= offset)) break;
      this.pending.delete(id);
      surplus -= 1;
    }
    if (this.pending.size === 0) this.drained.notify(0);
  }
}
