import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence, Finding } from '../../src/domain/triage/evidence.ts';
import { NumberLists } from '../../src/domain/triage/number-lists.ts';
import { heed } from '../../src/domain/triage/resemblance.ts';
import { createSpelling } from '../../src/domain/triage/spelling.ts';
import { normalise } from '../../src/domain/triage/units.ts';

test('lists of numbers keep every number, in order, as they grow', () => {
  const number = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const few = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.oneof(number, few), few, number), { maxLength: 400 }), (added) => {
      const lists = new NumberLists(2);
      const expected = new Map<string, number[]>();
      for (const [one, other, value] of added) {
        lists.add(one, other, value);
        const key = `${one} ${other}`;
        expected.set(key, [...(expected.get(key) ?? []), value]);
      }
      for (const [key, values] of expected) {
        const [one = 0, other = 0] = key.split(' ').map(Number);
        const found: number[] = [];
        for (let link = lists.first(one, other); link >= 0; link = lists.next(link))
          found.push(lists.value(link));
        expect(found).toEqual(values);
      }
      expect(lists.first(3, 99)).toBe(-1);
    }),
  );
});

describe('spelling', () => {
  const spelling = createSpelling();
  spelling.learn('breath', false, 1);
  spelling.learn('blanket', true, 2);
  spelling.learn('tea', false, 3);

  test.each([
    ['breth', [1]],
    ['breatth', [1]],
    ['braeth', [1]],
    ['breadh', [1]],
    ['blamkets', [2]],
    ['wreath', []],
    ['brehat', []],
    ['tae', []],
  ])('%s', (word, found) => {
    expect(spelling.correct(word)).toEqual(found);
  });
});

describe('normalising', () => {
  const slowly = (text: string) =>
    text
      .replace(/[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\ufe00-\ufe0f]/gu, '')
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFC')
      .replace(/n['’‘`´]t\b/gu, 'nt')
      .replace(/\bi['’‘`´]m\b/gu, 'im')
      .replace(/(\d)[.,٫](\d{1,2})(?!\d)/gu, '$1·$2')
      .replace(/(\p{L})\1{2,}/gu, '$1');

  test('makes the same of any text as all its steps do one by one', () => {
    const tricky = fc.constantFrom(
      'aaa',
      'İ',
      "can't",
      '’',
      "i'm",
      '1,5',
      '𠀀',
      'ｆ',
      '\u0301',
      '\u200b',
      ' ',
      'ooo',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(tricky, fc.string({ unit: 'grapheme', maxLength: 5 }))), (parts) => {
        const text = parts.join('');
        expect(normalise(text)).toBe(slowly(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a figure of speech', () => {
  const alarm = { urgency: 'normal', selfHarm: false, needs: {} } as const;
  const likeness = { selfHarm: 0.99, needs: new Map(), pieces: 400 };
  const withFigure = (hidesAlarm: boolean): Evidence => {
    const entry = { language: 'en', kind: 'figure', weight: 0 } as const;
    const finding: Finding = { entry, at: [0, 1], misspelt: false, weight: 0, negated: false, hidesAlarm };
    return { findings: [finding], concepts: new Set(), mourned: [] };
  };

  test('of death or pain says that nobody means it', () => {
    expect(heed(alarm, likeness, withFigure(true), new Map([['other', 0]]), 9)).toBe(alarm);
  });

  test('of anything else does not keep a cry for help from being heard', () => {
    const heard = heed(alarm, likeness, withFigure(false), new Map([['other', 0]]), 9);
    expect(heard).toMatchObject({ selfHarm: true, urgency: 'emergency' });
  });
});
