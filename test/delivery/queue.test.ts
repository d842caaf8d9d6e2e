import { describe, expect, test } from 'vitest';
import { createPace } from '../../src/delivery/pace.ts';
import {
  admit,
  callsOf,
  cardsOf,
  createQueue,
  hold,
  isDue,
  type Job,
  nextJob,
  remove,
  rowsIn,
  rowsOf,
} from '../../src/delivery/queue.ts';
import { verdictOf } from '../../src/delivery/retry.ts';
import { ChannelError } from '../../src/errors.ts';
import { LIST_SIZE } from '../../src/outbox/card-body.ts';
import type { OutgoingRecord } from '../../src/store/outgoing.ts';
import { card, message, topicTask } from './rows.ts';

const unlimited = () => createPace({ perSecond: 1e9, chatEveryMs: 0, groupPerMinute: 1e9 });
const telegram = () => createPace({ perSecond: 30, chatEveryMs: 1000, groupPerMinute: 20 });

function queueOf(...rows: OutgoingRecord[]) {
  const queue = createQueue('chat');
  for (const row of rows) admit(queue, row);
  return queue;
}
const ids = (job: Job | number): bigint[] =>
  typeof job === 'number' ? [] : rowsOf(job).map((row) => row.id);

describe('what goes next to a chat', () => {
  test('an emergency overtakes everything that waited before it', () => {
    const emergency = message(0);
    const queue = queueOf(message(2), message(1), card('a', { fresh: true }), emergency);
    expect(ids(nextJob(queue, unlimited(), 0))).toEqual([emergency.id]);
  });

  test('messages of a lane go in the order they were written, bulk after all answers', () => {
    const [first, second, bulk] = [message(1), message(1), message(2)];
    const queue = queueOf(bulk, second, first);
    const order: bigint[] = [];
    while (rowsIn(queue).length > 0) {
      const [row] = rowsOf(nextJob(queue, unlimited(), 0) as Job);
      order.push((row as OutgoingRecord).id);
      remove(queue, row as OutgoingRecord);
    }
    expect(order).toEqual([first.id, second.id, bulk.id]);
  });

  test('what is to be done about a topic goes after the new card and the changes before it, and is no card itself', () => {
    const [fresh, change, task] = [card('a', { fresh: true }), card('a'), topicTask('a')];
    const queue = queueOf(fresh, task, change);
    expect(cardsOf(queue, ['a']).map((row) => row.id)).toEqual([fresh.id, change.id]);
    for (const row of [fresh, change]) {
      expect(ids(nextJob(queue, unlimited(), 0))).toEqual([row.id]);
      remove(queue, row);
    }
    expect(nextJob(queue, unlimited(), 0)).toMatchObject({ type: 'topic', kind: 'edit', row: task });
    remove(queue, task);
    expect(rowsIn(queue)).toEqual([]);
  });

  test('new cards go one by one while there is room, and as one list when there is not', () => {
    const pace = telegram();
    const eight = Array.from({ length: 8 }, (_, index) => card(`t${index}`, { fresh: true }));
    expect(nextJob(queueOf(...eight), pace, 0)).toMatchObject({ type: 'cards', rows: [eight[0]] });
    const nine = [...eight, card('one more', { fresh: true })];
    expect(ids(nextJob(queueOf(...nine), pace, 0))).toEqual(nine.map((row) => row.id));
  });

  test('new cards go side by side where the platform sets no pace', () => {
    const many = Array.from({ length: 30 }, (_, index) => card(`t${index}`, { fresh: true }));
    const job = nextJob(queueOf(...many), unlimited(), 0) as Job;
    expect(callsOf(job).map(({ type }) => type)).toEqual(many.slice(0, 24).map(() => 'card'));
  });

  test('a list holds no more than a list can show', () => {
    const many = Array.from({ length: 100 }, (_, index) => card(`t${index}`, { fresh: true }));
    expect(ids(nextJob(queueOf(...many), telegram(), 0))).toHaveLength(LIST_SIZE);
  });

  test('when the group is full, the wait is until something may go, and an emergency need not wait', () => {
    const pace = telegram();
    for (let sent = 0; sent < 18; sent += 1) {
      pace.begin('chat', 'group', 'interactive', sent);
      pace.sent('chat', 'group', 'interactive', sent);
    }
    const wait = nextJob(queueOf(message(1, 'group')), pace, 100);
    expect(wait).toBeGreaterThan(50_000);
    expect(nextJob(queueOf(message(1, 'group'), message(0, 'group')), pace, 2000)).toMatchObject({
      kind: 'emergency',
    });
  });
});

describe('a chat with a message that failed', () => {
  const fail = (rows: OutgoingRecord[], error: ChannelError) => {
    const queue = queueOf(...rows);
    const first = rows[0] as OutgoingRecord;
    hold(queue, [first], verdictOf(error, first.attempts, 'interactive'), 1000);
    return queue;
  };

  test('keeps its order: nothing of the lane goes before the message is tried again', () => {
    const [first, second] = [message(), message()];
    const queue = fail([first, second], new ChannelError('retry', 'down'));
    expect(nextJob(queue, unlimited(), 1500)).toBe(500);
    expect(isDue(queue, 1999)).toBe(false);
    expect(ids(nextJob(queue, unlimited(), 2000))).toEqual([first.id]);
    expect(rowsIn(queue).map((row) => row.attempts)).toEqual([1, 0]);
  });

  test('lets an emergency through at once', () => {
    const emergency = message(0);
    const queue = fail([message(), emergency], new ChannelError('uncertain', 'down'));
    expect(ids(nextJob(queue, unlimited(), 1001))).toEqual([emergency.id]);
  });

  test('is left alone altogether when the platform asked for patience', () => {
    const queue = fail(
      [message(), message(0)],
      new ChannelError('retry', 'slow down', { retryAfterMs: 7000 }),
    );
    expect(nextJob(queue, unlimited(), 1001)).toBe(6999);
    expect(nextJob(queue, unlimited(), 8000)).toMatchObject({ kind: 'emergency' });
  });

  test('waits for its new address when it has moved', () => {
    const queue = fail(
      [message()],
      new ChannelError('retry', 'moved', { reason: 'moved', movedTo: '2', retryAfterMs: 0 }),
    );
    expect(nextJob(queue, unlimited(), 1e12)).toBe(Number.POSITIVE_INFINITY);
  });
});
