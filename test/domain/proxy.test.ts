import { describe, expect, test } from 'vitest';
import { readParty } from '../../src/domain/party-words.ts';
import { isAbout, isWriter, mayJoinParty, writerId } from '../../src/domain/proxy.ts';

describe('a ticket', () => {
  const own = { personId: 'p', speakerId: null };
  const spoken = { personId: 'p', speakerId: 's' };
  test('is seen by whoever wrote it, and by nobody else', () => {
    expect([writerId(own), writerId(spoken)]).toEqual(['p', 's']);
    expect([isWriter(own, 'p'), isWriter(spoken, 's')]).toEqual([true, true]);
    expect([isWriter(spoken, 'p'), isWriter(own, 's'), isWriter(own, undefined)]).toEqual([
      false,
      false,
      false,
    ]);
  });
  test('takes words that are about the same person', () => {
    expect([isAbout(own, undefined), isAbout(spoken, 'p')]).toEqual([true, true]);
    expect([isAbout(spoken, undefined), isAbout(own, 'p'), isAbout(spoken, 'q')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test('only what a party has in common lands together', () => {
  const reading = { need: 'supplies', urgency: 'normal', confidence: 0.8 } as const;
  expect(mayJoinParty(reading)).toBe(true);
  for (const other of [
    { urgency: 'emergency' },
    { need: 'medical' },
    { need: 'psychological' },
    { need: 'complaint' },
    { confidence: 0.3 },
  ] as const)
    expect(mayJoinParty({ ...reading, ...other })).toBe(false);
});

test('a party is named by numbers and names', () => {
  expect(readParty('12 #13，14 12')).toEqual([{ number: 12 }, { number: 13 }, { number: 14 }]);
  expect(readParty('#12, Li Wei、Wang Fang')).toEqual([
    { number: 12 },
    { name: 'Li Wei' },
    { name: 'Wang Fang' },
  ]);
  expect(readParty(' , ')).toEqual([]);
});
