import { describe, expect, test } from 'vitest';
import { readCode } from '../../../src/domain/onboarding/code.ts';
import { likelyPeople, nameLikeness, SAME_NAME } from '../../../src/domain/onboarding/likeness.ts';
import { readNumber } from '../../../src/domain/onboarding/number.ts';
import { newCode } from '../../../src/store/codes.ts';

describe('a code as people write it', () => {
  test.each([
    ['7K4P-XWQ2-M9LT'],
    ['7k4p xwq2 m9lt'],
    ['7K4PXWQ2M9LT'],
    [' 7K4P－XWQ2－M9LT '],
    ['７Ｋ４Ｐ－ＸＷＱ２－Ｍ９ＬＴ'],
    ['绑定 7k4p-xwq2-m9lt'],
    ['绑定7K4PXWQ2M9LT'],
    ['/start 7K4P-XWQ2-M9LT'],
    ['code: 7K4P XWQ2 M9LT'],
    ['“7K4P-XWQ2-M9LT”'],
    ['7K4P-XWQ2-M9LT.'],
    ['7K4P-XW02-M91T'],
    ['7k4p xwo2 m9it'],
  ])('%s', (text) => {
    expect(readCode(text)?.code).toBe('7K4P-XWQ2-M9LT');
  });

  test.each([['hello'], ['7K4P-XWQ2'], ['7K4P-XWQ2-M9LT-7K4P'], ['please send 7K4P-XWQ2-M9LT'], ['']])(
    'not %s',
    (text) => expect(readCode(text)).toBeUndefined(),
  );

  test('words that look like one are no sure sign, what we made is', () => {
    for (const text of ['need some milk', 'HELP HELP HELP', 'code need more milk', 'room 1203 milk'])
      expect(readCode(text)?.isSure ?? false, text).toBe(false);
    expect(readCode('7K4P-XWQ2-M9LT')?.isSure).toBe(true);
    for (let at = 0; at < 200; at += 1) {
      const code = newCode(3);
      expect(readCode(code.toLowerCase().replaceAll('-', ' '))?.code).toBe(code);
    }
  });
});

describe('names', () => {
  test.each([
    ['Ana Lima', 'Lima, Ana'],
    ['ANA LIMA', 'Ana Líma'],
    ['Nguyễn Văn An', 'Nguyen Van An'],
    ['王小明', '王小明'],
    ['張 偉', '张伟'],
    ['Aleksandr Petrov', 'Alexander Petrov'],
  ])('%s and %s are one', (one, two) => expect(nameLikeness(one, two)).toBeGreaterThanOrEqual(SAME_NAME));

  test.each([
    ['Ana', 'Ana Lima'],
    ['Ana Lima', 'Ana Maria Lima'],
    ['Wang Wei', 'Wang Li'],
  ])('%s and %s are alike', (one, two) => {
    expect(nameLikeness(one, two)).toBeGreaterThanOrEqual(0.5);
    expect(nameLikeness(one, two)).toBeLessThan(SAME_NAME);
  });

  test.each([
    ['Ana Lima', 'Boris Petrov'],
    ['王小明', 'Wang Xiaoming'],
    ['', 'Ana'],
    ['Li', 'Lu'],
  ])('%s and %s are two', (one, two) => expect(nameLikeness(one, two)).toBeLessThan(0.5));
});

describe('who may be meant', () => {
  const said = { name: 'Ana Lima', room: '1203', siteId: 'sun' };
  const one = (personId: string, name: string, room: string | null, more = {}) => ({
    personId,
    name,
    room,
    siteId: 'sun',
    ...more,
  });

  test('the likeliest first, a neighbour not at all, three at most', () => {
    const found = likelyPeople(said, [
      one('neighbour', 'Boris Petrov', '1203'),
      one('namesake', 'Ana Lima', '900'),
      one('sister', 'Rosa Lima', '1203'),
      one('ana', 'Lima Ana', '1203'),
      one('number', 'Somebody Else', '900', { number: 'document' }),
      one('phone', 'Ana Lima', '12-03', { number: 'phone' }),
    ]);
    expect(found.map(({ personId }) => personId)).toEqual(['phone', 'number', 'ana']);
    expect(found[0]?.why).toEqual(['phone', 'name', 'room']);
    expect(found[2]?.why).toEqual(['name', 'room']);
  });

  test('the same room of another house is another room', () => {
    expect(likelyPeople(said, [one('x', 'Ana', '1203', { siteId: 'moon' })])).toEqual([]);
    expect(likelyPeople({ ...said, siteId: null }, [one('x', 'Ana', '1203')])).toHaveLength(1);
  });
});

describe('a number by itself', () => {
  test.each([
    ['E12345678', 'E12345678'],
    ['e 1234 5678', 'E12345678'],
    ['C01X00T47', 'C01X00T47'],
    ['+86 138-0013-8000', '+8613800138000'],
    ['１３８００１３８０００', '13800138000'],
    ['11010119900403123X', '11010119900403123X'],
  ])('%s', (text, number) => expect(readNumber(text)).toBe(number));

  test.each([
    ['2 bottles of water'],
    ['1203'],
    ['fever 39.5 since 2000'],
    ['my passport is E12345678'],
    ['room 120345'],
    ['yes'],
    [''],
  ])('not %s', (text) => expect(readNumber(text)).toBeUndefined());
});
