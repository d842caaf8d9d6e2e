import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPace, type Kind, SHARES } from '../../src/delivery/pace.ts';

const LIMITS = { perSecond: 5, chatEveryMs: 1000, groupPerMinute: 20 };
const kinds = fc.constantFrom(...(Object.keys(SHARES) as Kind[]));
const wish = fc.record({
  pause: fc.integer({ min: 0, max: 900 }),
  chat: fc.integer({ min: 0, max: 3 }),
  kind: kinds,
});

interface Sent {
  at: number;
  chat: string;
  kind: Kind;
}
const chatKind = (chat: string): 'private' | 'group' => (chat.startsWith('g') ? 'group' : 'private');

/** Sends each wish as soon as the pace allows it. */
function run(wishes: readonly { pause: number; chat: number; kind: Kind }[]): Sent[] {
  const pace = createPace(LIMITS);
  const sent: Sent[] = [];
  let now = 1_000_000;
  for (const { pause, chat: number, kind } of wishes) {
    now += pause;
    const chat = number < 2 ? `g${number}` : `p${number}`;
    const wait = pace.wait(chat, chatKind(chat), kind, now);
    now += wait;
    expect(pace.wait(chat, chatKind(chat), kind, now), 'what was promised holds').toBeLessThanOrEqual(0);
    pace.begin(chat, chatKind(chat), kind, now);
    pace.sent(chat, chatKind(chat), kind, now);
    sent.push({ at: now, chat, kind });
  }
  return sent;
}

const within = (sent: readonly Sent[], end: number, ms: number): number =>
  sent.filter((one) => one.at > end - ms && one.at <= end).length;

describe('the pace', () => {
  test('whatever is wished for and when, no group gets more a minute than the platform allows', () => {
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 250 }), (wishes) => {
        const sent = run(wishes);
        for (const chat of ['g0', 'g1']) {
          const here = sent.filter((one) => one.chat === chat);
          for (const { at } of here)
            expect(within(here, at, 60_000)).toBeLessThanOrEqual(LIMITS.groupPerMinute);
        }
      }),
    );
  });

  test('no chat gets two messages within its second, not even two emergencies', () => {
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 250 }), (wishes) => {
        const sent = run(wishes);
        for (const chat of ['g0', 'g1', 'p2', 'p3']) {
          const here = sent.filter((one) => one.chat === chat);
          here.forEach((one, index) => {
            const gap = one.at - (here[index - 1]?.at ?? 0);
            expect(gap).toBeGreaterThanOrEqual(LIMITS.chatEveryMs);
          });
        }
      }),
    );
  });

  test('the account sends no more a second than the platform allows, but for emergencies', () => {
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 250 }), (wishes) => {
        const sent = run(wishes.filter((one) => one.kind !== 'emergency'));
        for (const { at } of sent) expect(within(sent, at, 1000)).toBeLessThanOrEqual(LIMITS.perSecond);
      }),
    );
  });

  test('a kind stops at its share of a group, and an emergency finds room behind all others', () => {
    const pace = createPace({ ...LIMITS, perSecond: 1000, chatEveryMs: 0 });
    let now = 0;
    const take = (kind: Kind): number => {
      let count = 0;
      for (; pace.wait('g', 'group', kind, now) === 0; now += 10) {
        pace.begin('g', 'group', kind, now);
        pace.sent('g', 'group', kind, now);
        count += 1;
      }
      return count;
    };
    expect(take('bulk')).toBe(6);
    expect(take('card')).toBe(2);
    expect(take('edit')).toBe(4);
    expect(take('interactive')).toBe(4);
    expect(pace.room('g', 'card', 5000)).toBe(0);
    expect(take('emergency')).toBe(4);
  });

  test('lists come half as often as the group could take messages', () => {
    const pace = createPace(LIMITS);
    pace.begin('g', 'group', 'list', 0);
    pace.sent('g', 'group', 'list', 0);
    expect(pace.wait('g', 'group', 'list', 0)).toBe(6000);
    expect(pace.wait('g', 'group', 'interactive', 0)).toBe(LIMITS.chatEveryMs);
    expect(pace.wait('g', 'group', 'interactive', LIMITS.chatEveryMs)).toBe(0);
  });

  test('bulk goes out evenly, so that an answer finds its place soon at any moment', () => {
    const pace = createPace(LIMITS);
    for (let now = 0; now < 5000; now += 1) {
      if (pace.wait(`p${now}`, 'private', 'bulk', now) === 0) {
        pace.begin(`p${now}`, 'private', 'bulk', now);
        pace.sent(`p${now}`, 'private', 'bulk', now);
      }
      expect(pace.wait('someone', 'private', 'interactive', now)).toBeLessThanOrEqual(
        2.1 * (1000 / LIMITS.perSecond),
      );
    }
  });

  test('what is on its way counts until it is answered, and its minute begins then', () => {
    const pace = createPace({ ...LIMITS, groupPerMinute: 1 });
    pace.begin('g', 'group', 'emergency', 0);
    expect(pace.wait('g', 'group', 'emergency', 90_000)).toBeGreaterThan(0);
    pace.sent('g', 'group', 'emergency', 90_000);
    expect(pace.wait('g', 'group', 'emergency', 149_000)).toBeGreaterThan(0);
    expect(pace.wait('g', 'group', 'emergency', 151_000)).toBe(0);
  });
});
