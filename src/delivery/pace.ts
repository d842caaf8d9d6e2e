/** How fast a platform may be written to: counts what was sent and says how long the next message has to wait. */
import type { SendLimits } from '../channels/channel.ts';

/**
 * What a message is, gravest first. In a group the platform allows only so many a minute, so each kind may use up
 * only a share of it: what is left belongs to the graver ones, and an emergency always finds room.
 */
export const SHARES = { emergency: 1, list: 0.9, interactive: 0.8, edit: 0.6, card: 0.4, bulk: 0.3 } as const;

/** A kind of message, as far as pacing is concerned. */
export type Kind = keyof typeof SHARES;

const MINUTE = 60_000;
const SECOND = 1000;
/** Added to the platform's windows, in milliseconds, for clocks that do not run alike. */
const MARGIN = 5;

/** Messages that go to one chat side by side where the platform sets no pace. */
const TOGETHER = 24;
/** So many bulk places missed by a late timer are made up for. */
const LATE_SLOTS = 6;

/** Counts for one account. Times are milliseconds since the epoch. */
export interface Pace {
  /** Milliseconds until a message of this kind may go to this chat; 0 means now. */
  wait(chat: string, chatKind: 'private' | 'group', kind: Kind, now: number): number;
  /** The part of that which is the whole account's, whatever the chat. */
  accountWait(kind: Kind, now: number): number;
  /** How many messages may go to one chat side by side. */
  readonly together: number;
  /** How many more messages of this kind this group takes right now. */
  room(chat: string, kind: Kind, now: number): number;
  /** Notes that a message to this chat is on its way. */
  begin(chat: string, chatKind: 'private' | 'group', kind: Kind, now: number): void;
  /**
   * Notes that the platform has answered. It counted the message some time between `begin` and this: as long as it is
   * on its way it counts, and its window begins now, so that no delay on the way can bring too many together.
   */
  sent(chat: string, chatKind: 'private' | 'group', kind: Kind, now: number): void;
}

/** A pace that stays within these limits. */
export function createPace(limits: SendLimits): Pace {
  const all = new SlidingWindow(SECOND + MARGIN);
  const groups = new Map<string, SlidingWindow>();
  const lists = new Map<string, number>();
  const lastSent = new Map<string, number>();
  let lastBulk = Number.NEGATIVE_INFINITY;

  const group = (chat: string): SlidingWindow => {
    const window = groups.get(chat) ?? new SlidingWindow(MINUTE + MARGIN);
    groups.set(chat, window);
    return window;
  };
  const share = (kind: Kind): number => Math.max(1, Math.floor(limits.groupPerMinute * SHARES[kind]));

  function accountWait(kind: Kind, now: number): number {
    if (kind === 'emergency') return 0;
    // Bulk goes out evenly, so that an answer finds a free place within a few hundredths of a second.
    const spacing = kind === 'bulk' ? lastBulk + SECOND / limits.perSecond - now : 0;
    return Math.max(all.wait(limits.perSecond, now), Math.ceil(spacing), 0);
  }
  function chatWait(chat: string, chatKind: 'private' | 'group', kind: Kind, now: number): number {
    // One at a time in any chat, an emergency too: the platform would refuse it, and for longer.
    const spacing = (lastSent.get(chat) ?? Number.NEGATIVE_INFINITY) + limits.chatEveryMs - now;
    if (chatKind === 'private') return Math.max(0, spacing);
    const list =
      kind === 'list' ? (lists.get(chat) ?? Number.NEGATIVE_INFINITY) + listEveryMs(limits) - now : 0;
    return Math.max(group(chat).wait(share(kind), now), spacing, list, 0);
  }
  /** When the bulk message sent now was due: a slot missed by a late timer is made up for, a pause is not. */
  function bulkSlot(now: number): number {
    const due = lastBulk + SECOND / limits.perSecond;
    return now - due > (LATE_SLOTS * SECOND) / limits.perSecond ? now : due;
  }
  return {
    together: limits.chatEveryMs > 0 ? 1 : TOGETHER,
    accountWait,
    wait: (chat, chatKind, kind, now) =>
      Math.max(accountWait(kind, now), chatWait(chat, chatKind, kind, now)),
    room: (chat, kind, now) => Math.max(0, share(kind) - group(chat).count(now)),
    begin(chat, chatKind, kind, now) {
      all.begin();
      if (chatKind === 'group') group(chat).begin();
      if (kind === 'list') lists.set(chat, now);
      if (kind === 'bulk') lastBulk = bulkSlot(now);
    },
    sent(chat, chatKind, _kind, now) {
      all.end(now);
      if (chatKind === 'group') group(chat).end(now);
      if (limits.chatEveryMs > 0) lastSent.set(chat, now);
      if (lastSent.size > 10_000) forgetOld(lastSent, now - limits.chatEveryMs);
    },
  };
}

/** Lists come at most this often, so that a flood's first minute does not use up the whole group: half the limit. */
const listEveryMs = (limits: SendLimits): number => (2 * MINUTE) / limits.groupPerMinute;

function forgetOld(times: Map<string, number>, before: number): void {
  for (const [chat, at] of times) if (at < before) times.delete(chat);
}

/** What was sent in the last `length` milliseconds, and what is on its way. */
class SlidingWindow {
  readonly length: number;
  private times: number[] = [];
  private onTheWay = 0;

  constructor(length: number) {
    this.length = length;
  }

  begin(): void {
    this.onTheWay += 1;
  }

  end(now: number): void {
    this.onTheWay -= 1;
    this.times.push(now);
  }

  count(now: number): number {
    while (this.times.length > 0 && (this.times[0] ?? 0) <= now - this.length) this.times.shift();
    return this.times.length + this.onTheWay;
  }

  /** Milliseconds until fewer than `limit` are in the window; those on their way leave it last. */
  wait(limit: number, now: number): number {
    const tooMany = this.count(now) - limit;
    if (tooMany < 0) return 0;
    const leaving = this.times[tooMany] ?? now;
    return Math.ceil(leaving + this.length - now);
  }
}
