/** The waiting messages of one account: a queue for each chat, found by chat or by how grave its first message is. */
import type { OutgoingRecord } from '../store/outgoing.ts';
import { admit, type ChatQueue, createQueue, gravestLane, isDue, remove, rowsIn } from './queue.ts';

/** All queues of an account. */
export interface Queues {
  /** Everything in memory, by number: waiting, or sent and not recorded yet. */
  readonly known: Map<bigint, OutgoingRecord>;
  get(chat: string): ChatQueue | undefined;
  add(row: OutgoingRecord): void;
  /** Takes a row out of its queue; it stays known until that is recorded. */
  done(row: OutgoingRecord): void;
  /** Chats whose gravest message is of this lane and that nothing is being sent to, longest waiting first. */
  ready(lane: number): Iterable<ChatQueue>;
  /** Marks whether something is on its way to this chat: until then it is not ready. */
  setSending(queue: ChatQueue, sending: boolean): void;
  /** The chat has another address now: what waits for it is read again under that. */
  forget(chat: string): void;
  isDue(now: number): boolean;
  /** How many bulk messages are known. */
  bulk(): number;
}

/** No queues yet. */
export function createQueues(): Queues {
  const known = new Map<bigint, OutgoingRecord>();
  const queues = new Map<string, ChatQueue>();
  const lanes = [new Set<ChatQueue>(), new Set<ChatQueue>(), new Set<ChatQueue>()];

  function place(queue: ChatQueue): void {
    const isHere = queues.get(queue.chat) === queue;
    const lane = gravestLane(queue);
    for (const [index, set] of lanes.entries()) {
      if (isHere && !queue.sending && index === lane) set.add(queue);
      else set.delete(queue);
    }
    if (isHere && !queue.sending && lane === undefined) queues.delete(queue.chat);
  }

  return {
    known,
    get: (chat) => queues.get(chat),
    add(row) {
      known.set(row.id, row);
      const queue = queues.get(row.chat) ?? createQueue(row.chat);
      queues.set(row.chat, queue);
      admit(queue, row);
      place(queue);
    },
    done(row) {
      const queue = queues.get(row.chat);
      if (!queue) return;
      remove(queue, row);
      place(queue);
    },
    ready: (lane) => lanes[lane] ?? [],
    setSending(queue, sending) {
      queue.sending = sending;
      place(queue);
    },
    forget(chat) {
      const queue = queues.get(chat);
      if (!queue) return;
      for (const row of rowsIn(queue)) known.delete(row.id);
      queues.delete(chat);
      for (const set of lanes) set.delete(queue);
    },
    bulk: () => known.values().reduce((count, row) => count + (row.lane === 2 ? 1 : 0), 0),
    isDue: (now) => [...queues.values()].some((queue) => isDue(queue, now)),
  };
}
