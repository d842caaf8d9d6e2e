import { describe, expect, test } from 'vitest';
import {
  type AccountFacts,
  type Alarm,
  type AlarmStep,
  judgeDisk,
  nextStep,
  troublesOf,
} from '../../src/domain/alarm.ts';

const START = Temporal.Instant.from('2026-11-21T18:00:00Z');
const at = (seconds: number): Temporal.Instant => START.add({ seconds });

/** Plays what is seen at these seconds, and says what was told when. */
function play(seen: readonly (readonly [number, boolean | undefined])[]): string[] {
  let alarm: Alarm | undefined;
  const told: string[] = [];
  for (const [second, isTroubled] of seen) {
    const now = at(second);
    const step: AlarmStep = nextStep('webhook', alarm, isTroubled, now);
    if (step === 'start') alarm = { kind: 'webhook', subject: 'x', since: now, wellAt: null, toldAt: null };
    if (step === 'tell' || step === 'over') told.push(`${step} ${second}`);
    if (step === 'forget' || step === 'over') alarm = undefined;
    if (alarm && step === 'tell') alarm = { ...alarm, toldAt: now };
    if (alarm && (step === 'calm' || step === 'again'))
      alarm = { ...alarm, wellAt: step === 'calm' ? now : null };
  }
  return told;
}

describe('an alarm', () => {
  test('is told once when trouble lasts, and its end once when that lasts', () => {
    const seen = [0, 60, 119, 120, 180].map((second) => [second, true] as const);
    const calm = [200, 319, 320, 400].map((second) => [second, false] as const);
    expect(play([...seen, ...calm])).toEqual(['tell 120', 'over 320']);
  });

  test('is not told of trouble that comes and goes, nor its end while it comes back', () => {
    const flapping = Array.from({ length: 40 }, (_, index) => [index * 15, index % 4 !== 3] as const);
    expect(play(flapping)).toEqual([]);
    const trouble = [
      [0, true],
      [120, true],
    ] as const;
    const coming = Array.from({ length: 40 }, (_, index) => [200 + index * 15, index % 4 === 3] as const);
    expect(play([...trouble, ...coming])).toEqual(['tell 120']);
  });

  test('neither begins nor ends while nobody can say', () => {
    expect(
      play([
        [0, undefined],
        [200, undefined],
      ]),
    ).toEqual([]);
    expect(
      play([
        [0, true],
        [130, undefined],
        [140, true],
        [150, false],
        [200, undefined],
        [300, undefined],
        [310, false],
        [429, false],
        [430, false],
      ]),
    ).toEqual(['tell 140', 'over 430']);
  });
});

const FINE: AccountFacts = {
  id: 'x',
  isOnline: true,
  seenAt: at(-10),
  silentAfterMs: 60_000,
  receivingProblem: null,
  due: { answers: at(-60), bulk: at(-600) },
  throttledSince: null,
};
const LATE = { answers: 2, bulk: 60 };
const troubles = (facts: Partial<AccountFacts>) => troublesOf({ ...FINE, ...facts }, LATE, START);

test('what is wrong with an account is one trouble, not each of its consequences', () => {
  const none = { silent: false, webhook: false, throttled: false, outbox: false };
  const unknown = { webhook: undefined, throttled: undefined, outbox: undefined };
  expect(troubles({})).toEqual(none);
  expect(troubles({ seenAt: null, silentAfterMs: null })).toEqual(none);
  expect(troubles({ receivingProblem: '502' })).toEqual({ ...none, webhook: true });
  expect(troubles({ due: { answers: at(-120), bulk: null } })).toEqual({ ...none, outbox: true });
  expect(troubles({ due: { answers: null, bulk: at(-3600) } })).toEqual({ ...none, outbox: true });
  const old = { answers: at(-900), bulk: null };
  expect(troubles({ due: old, throttledSince: at(-120) })).toEqual({
    ...none,
    throttled: true,
    outbox: undefined,
  });
  expect(troubles({ due: old, seenAt: at(-61) })).toEqual({ ...unknown, silent: true });
  expect(troubles({ due: old, isOnline: false })).toEqual({ ...unknown, silent: false });
  expect(troubles({ due: old, isOnline: false, seenAt: at(-61) })).toEqual({ ...unknown, silent: undefined });
});

test('a disk is nearly full below a twentieth, between one and ten GiB, and fine a quarter above that', () => {
  const gib = 2 ** 30;
  const judge = (free: number, total: number) => judgeDisk({ free: free * gib, total: total * gib });
  expect([judge(0.9, 10), judge(1.1, 10), judge(1.3, 10)]).toEqual(['low', 'between', 'fine']);
  expect([judge(4.9, 100), judge(5.1, 100), judge(6.3, 100)]).toEqual(['low', 'between', 'fine']);
  expect([judge(9.9, 4000), judge(12.6, 4000)]).toEqual(['low', 'fine']);
});
