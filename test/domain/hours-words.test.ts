import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHours } from '../../src/domain/hours-words.ts';
import { partsOfSpan, readSpan } from '../../src/domain/span-words.ts';

const WEEK = (span: [string, string][]) => ({ 1: span, 2: span, 3: span, 4: span, 5: span });
const read = (words: string) => readHours(words, 'Asia/Shanghai');

describe('working hours in words', () => {
  test.each([
    ['Day shift mon-fri 09:00-18:00', 'Day shift'],
    ['“Day shift” Mon – Fri 9:00 – 18:00', 'Day shift'],
    ['白班 周一至周五 9:00至18:00', '白班'],
    ['Night-desk mon-fri 09:00-18:00', 'Night-desk'],
    ['Monday team mon-fri ０９：００-18:00', 'Monday team'],
  ])('“%s” are those of %s', (words, name) => {
    expect(read(words)).toEqual({
      name,
      hours: { zone: 'Asia/Shanghai', days: WEEK([['09:00', '18:00']]) },
    });
  });

  test('several spans, several groups of days, and a zone', () => {
    expect(read('Desk mon,wed 09:00-12:00,13:00-18:00 sat-sun 10:00-14:00 Europe/Berlin').hours).toEqual({
      zone: 'Europe/Berlin',
      days: {
        1: [
          ['09:00', '12:00'],
          ['13:00', '18:00'],
        ],
        3: [
          ['09:00', '12:00'],
          ['13:00', '18:00'],
        ],
        6: [['10:00', '14:00']],
        7: [['10:00', '14:00']],
      },
    });
    expect(read('Desk mon-fri 09:00-18:00 UTC').hours?.zone).toBe('UTC');
  });

  test('hours over midnight belong to both days, and a week may go round', () => {
    expect(read('Night fri-mon 22:00-06:00').hours?.days).toEqual({
      5: [['22:00', '24:00']],
      6: [
        ['00:00', '06:00'],
        ['22:00', '24:00'],
      ],
      7: [
        ['00:00', '06:00'],
        ['22:00', '24:00'],
      ],
      1: [
        ['00:00', '06:00'],
        ['22:00', '24:00'],
      ],
      2: [['00:00', '06:00']],
    });
    expect(read('Desk daily 00:00-24:00').hours?.days).toMatchObject({ 1: [['00:00', '24:00']] });
  });

  test.each(['Desk always', 'Desk 24/7', 'Desk 全天'])('“%s” never stops', (words) => {
    expect(read(words)).toEqual({ name: 'Desk', hours: null });
  });

  test.each([
    ['', 'usage'],
    ['Desk', 'usage'],
    ['always', 'usage'],
    ['Desk 09:00-18:00', 'usage'],
    ['Desk mon-fri', 'hours-word'],
    ['Desk mon-fri sat 09:00-18:00', 'hours-word'],
    ['Desk mon-fri 09:00-09:00', 'hours-word'],
    ['Desk mon-fri 09:00-25:00', 'hours-word'],
    ['Desk mon-fri 24:00-06:00', 'hours-word'],
    ['Desk mon-fri 9-18', 'hours-word'],
    ['Desk always mon', 'hours-word'],
    ['Desk mon-fri 09:00-18:00 Moon/Sea', 'zone'],
  ])('“%s” is refused (%s)', (words, code) => {
    expect(() => read(words)).toThrow(code);
  });
});

describe('lengths of time in words', () => {
  test.each([
    ['30m', 30],
    ['4h', 240],
    ['3d', 4320],
    ['1d12h', 2160],
    ['1h 30 min', 90],
    ['4小时', 240],
    ['３天', 4320],
  ])('“%s” is %d minutes', (words, minutes) => expect(readSpan(words)).toBe(minutes));

  test.each(['', '4', 'h', '4x', '-4h', '4h-', '1.5h', 'four hours'])('“%s” is none', (words) => {
    expect(readSpan(words)).toBeUndefined();
  });

  test('what is written out can be read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (minutes) => {
        const words = partsOfSpan(minutes).map(({ unit, count }) => `${count}${unit}`);
        expect(readSpan(words.join(' '))).toBe(minutes);
      }),
    );
    expect(partsOfSpan(0)).toEqual([{ unit: 'minutes', count: 0 }]);
  });
});
