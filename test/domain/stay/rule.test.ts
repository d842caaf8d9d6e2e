import { describe, expect, test } from 'vitest';
import { PRESETS, parseRules } from '../../../src/domain/stay/rule.ts';

const refused = (...rules: object[]): string => {
  try {
    parseRules(rules);
  } catch (error) {
    return String(error);
  }
  return 'accepted';
};

describe('a rule', () => {
  test('is a preset and what is said besides', () => {
    const [rule] = parseRules([{ version: 1, preset: '14+7', start: 'arrival', minimum: 10 }]);
    expect(rule).toEqual({
      version: 1,
      name: '14+7',
      start: 'arrival',
      days: 14,
      minimum: 10,
      homeDays: 7,
      tests: [1, 4, 7, 14],
      testsEarly: 0,
      onPositive: 'hold',
      validFrom: null,
      validTo: null,
      siteId: null,
      jurisdiction: null,
    });
  });

  test('without a preset needs its days, is not shortened and asks for no test', () => {
    expect(parseRules([{ version: 1, days: 10, homeDays: 4 }])[0]).toMatchObject({
      name: '10+4',
      minimum: 10,
      tests: [],
    });
    expect(refused({ version: 1, homeDays: 4 })).toContain('0.days: is needed where there is no preset');
  });

  test('is the same when it was stored and is read again', () => {
    const rules = parseRules(Object.keys(PRESETS).map((preset, index) => ({ version: index + 1, preset })));
    expect(parseRules(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
  });

  test('has its tests in order', () => {
    expect(parseRules([{ version: 1, days: 9, tests: [9, 2, 5] }])[0]?.tests).toEqual([2, 5, 9]);
  });

  test.each([
    ['an unknown preset', { preset: '15' }, 'preset'],
    ['an unknown field', { days: 14, day: 3 }, 'day'],
    ['half a day', { days: 1.5 }, 'days'],
    ['negative days', { days: -1 }, 'days'],
    ['more than a year', { days: 1400 }, 'days'],
    ['a start that is none', { days: 14, start: 'birth' }, 'start'],
    ['a minimum above the days', { days: 14, minimum: 15 }, 'minimum: is more than the days'],
    ['a test after the last day', { preset: '14+7', tests: [22] }, 'tests: has a day after the last one, 21'],
    ['a test twice', { days: 14, tests: [7, 7] }, 'tests: names a day twice'],
    ['a date that does not exist', { days: 14, validFrom: '2026-02-30' }, 'validFrom'],
    [
      'an end before the beginning',
      { days: 14, validFrom: '2026-05-02', validTo: '2026-05-01' },
      'validTo: is before',
    ],
    ['an empty home', { days: 14, jurisdiction: ' ' }, 'jurisdiction'],
  ])('%s is refused by name', (_name, rule, reason) => {
    expect(refused({ version: 1, ...rule })).toContain(reason);
  });

  test('every wrong place is named at once', () => {
    const message = refused({ version: 0, days: 14 }, { version: 2, days: 14, minimum: 20, tests: [30] });
    expect(message).toContain('0.version');
    expect(message).toContain('1.minimum');
    expect(message).toContain('1.tests');
  });

  test('a version is there once', () => {
    expect(refused({ version: 1, days: 14 }, { version: 1, days: 21 })).toContain(
      '1.version: 1 is there twice',
    );
    expect(() => parseRules({ version: 1 })).toThrow('Not rules for stays. (root)');
  });
});
