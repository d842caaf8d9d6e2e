import { describe, expect, test } from 'vitest';
import { failureResults, verdictOf } from '../../src/delivery/retry.ts';
import { ChannelError } from '../../src/errors.ts';
import { message } from './rows.ts';

const now = Temporal.Instant.from('2026-11-21T18:00:00Z');
const down = new ChannelError('retry', 'no answer');

describe('the verdict on a failure', () => {
  test('waits longer each time, two minutes at most', () => {
    const waits = [0, 1, 2, 3, 8, 100].map((attempts) => verdictOf(down, attempts, 'interactive').waitMs);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 120_000, 120_000]);
  });

  test('tries an emergency at least every ten seconds, and as many hours as any other', () => {
    expect(verdictOf(down, 100, 'emergency').waitMs).toBe(10_000);
    expect(verdictOf(down, 8000, 'emergency').waitMs).toBe(10_000);
    expect(verdictOf(down, 719, 'interactive').waitMs).toBeUndefined();
    expect(verdictOf(down, 8639, 'emergency').waitMs).toBeUndefined();
  });

  test('obeys the wait that the platform names', () => {
    const error = new ChannelError('retry', 'slow down', { retryAfterMs: 42_000 });
    expect(verdictOf(error, 0, 'interactive').waitMs).toBe(42_000);
    expect(verdictOf(error, 9, 'emergency').waitMs).toBe(42_000);
  });

  test('tries what may have arrived again: at least once is the promise', () => {
    expect(verdictOf(new ChannelError('uncertain', 'timeout'), 0, 'interactive').waitMs).toBe(1000);
  });

  test('ends at a refusal, with the reason for staff', () => {
    const verdict = verdictOf(
      new ChannelError('permanent', '403 blocked', { reason: 'blocked' }),
      0,
      'interactive',
    );
    expect(verdict.waitMs).toBeUndefined();
    const row = message();
    expect(failureResults([row], verdict, now)).toEqual([{ id: row.id, state: 'failed', error: 'blocked' }]);
  });

  test('gives a fault of the program five tries', () => {
    const fault = new TypeError('undefined is not a function');
    expect(verdictOf(fault, 3, 'interactive').waitMs).toBe(8000);
    expect(verdictOf(fault, 4, 'interactive').waitMs).toBeUndefined();
  });

  test('is written down with the moment of the next try', () => {
    const [result] = failureResults([message()], verdictOf(down, 2, 'interactive'), now);
    expect(result).toMatchObject({
      state: 'pending',
      notBefore: now.add({ seconds: 4 }),
      error: 'no answer',
    });
  });
});
