/** Results as they are written, and the days they can be of. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayProblem, readResult, readResultWords, readTestDay } from '../../src/domain/test-result.ts';

const TODAY = Temporal.PlainDate.from('2026-11-22');
const NOW = Temporal.Instant.from('2026-11-21T18:00:00Z');

test.each([
  ['negative', 'negative'],
  ['NEG', 'negative'],
  ['-', 'negative'],
  ['（－）', 'negative'],
  ['陰性', 'negative'],
  ['Not detected', 'negative'],
  ['未检出', 'negative'],
  ['Positive', 'positive'],
  ['+', 'positive'],
  ['陽性', 'positive'],
  ['無效', 'invalid'],
  ['inconclusive', 'invalid'],
  ['待出', 'pending'],
  ['', undefined],
  ['maybe', undefined],
  ['negative?positive', undefined],
])('%s is %s', (written, result) => {
  expect(readResult(written)).toBe(result);
});

test.each([
  ['Ana Lima negative', 'Ana Lima', 'negative', ''],
  ['Ana Lima: Positive 2026-05-03', 'Ana Lima', 'positive', '2026-05-03'],
  ['1203 invalid yesterday', '1203', 'invalid', 'yesterday'],
  ['Sun Hotel 1203 pending', 'Sun Hotel 1203', 'pending', ''],
  ['张三阴性 2026年5月3日', '张三', 'negative', '2026年5月3日'],
  ['1203陽性', '1203', 'positive', ''],
  ['Positive Ndlovu negative', 'Positive Ndlovu', 'negative', ''],
  ['#12 待出', '#12', 'pending', ''],
])('%s is read', (written, who, result, day) => {
  expect(readResultWords(written)).toEqual({ who, result, day });
});

test.each(['negative', 'Ana Lima', '', 'Ana nonnegative', '阴性 Ana'])(
  '“%s” says not all of it',
  (written) => {
    expect(readResultWords(written)).toBeUndefined();
  },
);

test.each([
  ['', '2026-11-22'],
  ['Today', '2026-11-22'],
  ['昨天', '2026-11-21'],
  ['2026/5/3', '2026-05-03'],
  ['２０２６年5月3日', '2026-05-03'],
  ['03/05/2026', undefined],
  ['5月3日', undefined],
  ['2026-02-30', undefined],
])('the day “%s” is %s', (written, day) => {
  expect(readTestDay(written, TODAY)?.toString()).toBe(day);
});

describe('a day', () => {
  const stay = { zone: 'Asia/Shanghai', entryOn: null, arrivedAt: null, endedAt: null };
  const on = (day: string, more: object = {}) =>
    dayProblem(Temporal.PlainDate.from(day), { ...stay, ...more }, NOW)?.problem;

  test('is held against the calendar of the site', () => {
    expect(on('2026-11-22')).toBeUndefined();
    expect(on('2026-11-23')).toBe('future');
    expect(on('2026-11-22', { zone: 'America/New_York' })).toBe('future');
  });

  test('is held against the stay', () => {
    const entryOn = Temporal.PlainDate.from('2026-11-10');
    const arrivedAt = Temporal.Instant.from('2026-11-10T16:30:00Z');
    const endedAt = Temporal.Instant.from('2026-09-01T00:00:00Z');
    expect(on('2026-11-10', { entryOn })).toBeUndefined();
    expect(on('2026-11-09', { entryOn })).toBe('before-entry');
    expect(on('2026-10-28', { arrivedAt })).toBeUndefined();
    expect(on('2026-10-27', { arrivedAt })).toBe('long-before');
    expect(on('2026-10-27', { arrivedAt, zone: 'America/New_York' })).toBeUndefined();
    expect(on('2026-09-22')).toBe('long-before');
    expect(on('2026-10-01', { endedAt })).toBeUndefined();
    expect(on('2026-10-02', { endedAt })).toBe('after');
  });

  test('of the future is never taken, in whatever zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'America/New_York',
      'Asia/Kolkata',
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 * 86_400 }),
        zones,
        fc.integer({ min: -3, max: 3 }),
        (at, zone, days) => {
          const now = NOW.add({ seconds: at });
          const today = now.toZonedDateTimeISO(zone).toPlainDate();
          const found = dayProblem(today.add({ days }), { ...stay, zone }, now);
          expect(found?.problem === 'future').toBe(days > 0);
        },
      ),
    );
  });
});
