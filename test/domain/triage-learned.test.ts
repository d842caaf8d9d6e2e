import { describe, expect, test } from 'vitest';
import { createLearned, type Likeness, TABLE_BITS } from '../../src/domain/triage/learned.ts';
import { PieceTable } from '../../src/domain/triage/piece-table.ts';
import { eachPiece } from '../../src/domain/triage/pieces.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { readLexicons } from '../../src/lexicons.ts';

function piecesOf(text: string): number[] {
  const pieces: number[] = [];
  eachPiece(text, (piece) => pieces.push(piece));
  return pieces;
}

const likest = ({ needs }: Likeness) => [...needs].sort(([, left], [, right]) => right - left)[0]?.[0];

const english = {
  supplies: [
    'two more towels please',
    'the kettle is broken',
    'clean towels for room 12',
    'soap and shampoo',
  ],
  medical: ['my throat hurts', 'a rash on my arms', 'coughing all night', 'my stomach hurts badly'],
  psychological: ['I feel so lonely', 'crying every evening', 'I miss my family so much'],
  selfHarm: ['I want to end it all', 'I do not want to wake up any more', 'there is no point in living'],
};

describe('likeness to examples', () => {
  const likenessOf = createLearned([english]);

  test.each([
    ['fresh towel for bathroom', 'supplies'],
    ['my arm hurts', 'medical'],
    ['so lonely every evening', 'psychological'],
  ])('%s resembles %s', (text, need) => expect(likest(likenessOf(text))).toBe(need));

  test('shares add up to one, and self-harm is part of psychological', () => {
    const { needs, selfHarm } = likenessOf('no point in it any more, I want to end it');
    expect([...needs.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(selfHarm).toBeGreaterThan(0.5);
    expect(needs.get('psychological')).toBeGreaterThanOrEqual(selfHarm);
  });

  test('what resembles nothing resembles everything alike', () => {
    for (const text of ['', '…', '중국어']) {
      const shares = [...likenessOf(text).needs.values()];
      expect(Math.max(...shares)).toBeCloseTo(2 / 12);
      expect(Math.min(...shares)).toBeCloseTo(1 / 12);
    }
  });

  test('no examples at all teach nothing', () => {
    expect(createLearned([])('towels').selfHarm).toBeCloseTo(1 / 12);
  });

  test('the same examples teach the same', () => {
    expect(createLearned([english])('cough and towels')).toEqual(likenessOf('cough and towels'));
  });

  test('a class with more examples in one language does not speak for all its words', () => {
    const copies = (text: string, count: number) =>
      Array.from({ length: count }, (_, at) => `${text} ${'abcdefgh'[at]}`);
    const uneven = createLearned([
      english,
      { selfHarm: copies('saya', 8), psychological: copies('saya', 2), supplies: copies('saya', 2) },
    ]);
    const { needs, selfHarm } = uneven('saya');
    expect(selfHarm).toBeLessThan((needs.get('supplies') ?? 0) * 1.5);
  });
});

describe('pieces', () => {
  test.each([
    ['case and accents', 'Đã Được Về', 'da duoc ve'],
    ['which number', 'room 12 at 9:30', 'room 7 at 10:15'],
    ['punctuation and spaces', '  milk,   please!! ', 'milk please'],
    ['Traditional and Simplified', '發燒', '发烧'],
    ['Arabic vowel marks', 'أُريدُ', 'اريد'],
    ['full width', 'ｍｉｌｋ', 'milk'],
  ])('%s makes no difference', (_, left, right) => expect(piecesOf(left)).toEqual(piecesOf(right)));

  test('a longer text has more, and other words have others', () => {
    expect(piecesOf('milk').length).toBeLessThan(piecesOf('milk please').length);
    const milk = new Set(piecesOf('milk'));
    expect(piecesOf('вода').filter((piece) => milk.has(piece)).length).toBeLessThanOrEqual(2);
  });
});

describe('the table', () => {
  test('keeps rows apart, whatever their keys', () => {
    const table = new PieceTable(2, 4);
    const keys = [0, -1, 16, 32, 2 ** 31 - 1, -(2 ** 31)];
    for (const [at, key] of keys.entries()) table.rows[table.claim(key)] = at;
    for (const [at, key] of keys.entries()) expect(table.rows[table.find(key)]).toBe(at);
    expect([...table.taken()]).toHaveLength(keys.length);
    expect(table.find(99)).toBe(-1);
  });

  test('once full it takes nothing new and still finds what it has', () => {
    const table = new PieceTable(1, 4);
    for (let key = 1; key <= 14; key += 1) expect(table.claim(key)).toBeGreaterThanOrEqual(0);
    expect(table.claim(15)).toBe(-1);
    expect(table.find(15)).toBe(-1);
    expect(table.claim(14)).toBe(table.find(14));
  });

  test('has room for the examples of all languages', () => {
    const table = new PieceTable(1, TABLE_BITS);
    let leftOut = 0;
    for (const { examples } of Object.values(readLexicons())) {
      for (const text of Object.values(examples).flat()) {
        eachPiece(text, (piece) => {
          if (table.claim(piece) < 0) leftOut += 1;
        });
      }
    }
    expect(leftOut).toBe(0);
  });
});

test.each([
  'Wang Li',
  '明天见',
  'ごめん寝てた',
  'номер 1203',
  'Maria Fernanda Lopez',
  '김민수',
  'أحمد',
  'good night',
  'Ana de la Cruz',
  'ana de la cruz',
  'Jean-Pierre Dupont',
  'Daw Mya Mya',
])('a name, a greeting or a room resembles nothing enough to raise an alarm: %s', (text) => {
  const triage = createTriage(readLexicons());
  expect(triage(text)).toMatchObject({ selfHarm: false, urgency: 'normal' });
});
