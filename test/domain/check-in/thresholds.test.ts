import { describe, expect, test } from 'vitest';
import { type Condition, findings, isFine, type Mood } from '../../../src/domain/check-in/thresholds.ts';

const said = (some: Partial<Condition>): Condition => ({
  temperature: null,
  symptoms: [],
  noSymptoms: false,
  mood: null,
  ...some,
});

const found = (some: Partial<Condition>, moods: readonly (Mood | null)[] = []): string[] =>
  findings(said(some), moods).map(({ need, urgency }) => `${need} ${urgency}`);

describe('who has to look', () => {
  test.each<[Partial<Condition>, string[]]>([
    [{ temperature: 36.6, noSymptoms: true, mood: 'good' }, []],
    [{ temperature: 37.2 }, []],
    [{ temperature: 37.3 }, ['medical high']],
    [{ temperature: 39.9 }, ['medical high']],
    [{ temperature: 40 }, ['medical emergency']],
    [{ temperature: 34.9 }, ['medical high']],
    [{ symptoms: ['headache'] }, ['medical normal']],
    [{ symptoms: ['cough', 'fever'] }, ['medical high']],
    [{ symptoms: ['cough', 'breathlessness'] }, ['medical emergency']],
    [{ temperature: 36.5, symptoms: ['chest-pain'] }, ['medical emergency']],
    [{ mood: 'bad' }, ['psychological high']],
    [{ mood: 'low' }, []],
    [{ temperature: 38, mood: 'bad' }, ['medical high', 'psychological high']],
  ])('%j: %j', (condition, expected) => expect(found(condition)).toEqual(expected));

  test.each<[readonly (Mood | null)[], string[]]>([
    [['low', 'low'], ['psychological normal']],
    [['low', 'bad'], ['psychological normal']],
    [['low', 'good'], []],
    [['low', null], []],
    [['low'], []],
  ])('a low day after %j: %j', (moods, expected) => expect(found({ mood: 'low' }, moods)).toEqual(expected));
});

test('a day is fine only by their own words', () => {
  expect(isFine(said({ noSymptoms: true }))).toBe(true);
  expect(isFine(said({ noSymptoms: true, temperature: 36.6, mood: 'fair' }))).toBe(true);
  for (const some of [
    {},
    { temperature: 36.6 },
    { noSymptoms: true, temperature: 37.3 },
    { noSymptoms: true, mood: 'low' },
  ] as const)
    expect(isFine(said(some))).toBe(false);
});
