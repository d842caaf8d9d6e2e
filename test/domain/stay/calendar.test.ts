import { describe, expect, test } from 'vitest';
import type { StayFacts } from '../../../src/domain/stay/facts.ts';
import { book, brief, plan, stay, when } from './example.ts';

type Row = readonly [name: string, rules: readonly object[], known: Partial<StayFacts>, expected: string];

const P14 = { preset: '14' };
const P14H7 = { preset: '14+7' };
const P21 = { preset: '21' };
const NEW_YORK = 'America/New_York';

const ROWS: readonly Row[] = [
  // The calendar.
  ['over the end of a month', [P14], { entry: when('2026-04-25') }, 'entry 2026-04-25 > 2026-05-09 by 1'],
  [
    'over the end of a year',
    [P14H7],
    { entry: when('2026-12-20') },
    'entry 2026-12-20 > 2027-01-03 > 2027-01-10 by 1',
  ],
  ['over a leap day', [P14], { entry: when('2028-02-20') }, 'entry 2028-02-20 > 2028-03-05 by 1'],
  [
    'over the end of February in a common year',
    [P14],
    { entry: when('2027-02-20') },
    'entry 2027-02-20 > 2027-03-06 by 1',
  ],
  ['from a leap day', [P21], { entry: when('2028-02-29') }, 'entry 2028-02-29 > 2028-03-21 by 1'],
  ['onto a leap day', [P14], { entry: when('2028-02-15') }, 'entry 2028-02-15 > 2028-02-29 by 1'],
  ['2100 is no leap year', [P14], { entry: when('2100-02-20') }, 'entry 2100-02-20 > 2100-03-06 by 1'],
  [
    'a date written in another calendar is the same day',
    [P14],
    { entry: Temporal.PlainDate.from('2026-05-03').withCalendar('buddhist') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  // Moments and zones.
  [
    'a moment before midnight at the site is that day, although UTC is on the same',
    [P14],
    { entry: when('2026-05-03T23:50+08:00') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'a moment after midnight at the site is the new day, although UTC is on the old',
    [P14],
    { entry: when('2026-05-03T16:10Z') },
    'entry 2026-05-04 > 2026-05-18 by 1',
  ],
  [
    'the evening in New York is that day, although UTC is on the next',
    [P14],
    { zone: NEW_YORK, entry: when('2026-05-04T03:30Z') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'midnight itself begins the day',
    [P14],
    { entry: when('2026-05-03T00:00+08:00') },
    'entry 2026-05-03 > 2026-05-17 by 1',
  ],
  [
    'clocks go forward during the stay',
    [P14],
    { zone: NEW_YORK, entry: when('2026-03-01T23:30-05:00') },
    'entry 2026-03-01 > 2026-03-15 by 1',
  ],
  [
    'clocks go back during the stay',
    [P14],
    { zone: NEW_YORK, entry: when('2026-10-25T23:30-04:00') },
    'entry 2026-10-25 > 2026-11-08 by 1',
  ],
  [
    'entry in the hour that comes twice',
    [P14],
    { zone: 'Europe/Berlin', entry: when('2026-10-25T02:30+01:00') },
    'entry 2026-10-25 > 2026-11-08 by 1',
  ],
  [
    'entry at the moment when clocks go forward',
    [P14],
    { zone: 'Europe/Berlin', entry: when('2026-03-29T01:00Z') },
    'entry 2026-03-29 > 2026-04-12 by 1',
  ],
  [
    'a day that begins at one because clocks go forward at midnight',
    [P14],
    { zone: 'Africa/Cairo', entry: when('2026-04-23T22:00Z') },
    'entry 2026-04-24 > 2026-05-08 by 1',
  ],
  [
    'a zone of three quarters of an hour',
    [P14],
    { zone: 'Asia/Kathmandu', entry: when('2026-05-03T18:15Z') },
    'entry 2026-05-04 > 2026-05-18 by 1',
  ],
  [
    'west of the date line',
    [P14],
    { zone: 'Pacific/Kiritimati', entry: when('2026-05-03T10:30Z') },
    'entry 2026-05-04 > 2026-05-18 by 1',
  ],
  [
    'east of the date line, at the same moment',
    [P14],
    { zone: 'Pacific/Pago_Pago', entry: when('2026-05-03T10:30Z') },
    'entry 2026-05-02 > 2026-05-16 by 1',
  ],
  [
    'Samoa left out 30 December 2011: fourteen dates on all the same',
    [P14],
    { zone: 'Pacific/Apia', entry: when('2011-12-29T23:30-10:00') },
    'entry 2011-12-29 > 2012-01-12 by 1',
  ],
];

describe('days of the site', () => {
  test.each(ROWS)('%s', (_name, rules, known, expected) => {
    expect(brief(plan(stay(known), book(...rules)))).toBe(expected);
  });

  test('a zone that does not exist is an error, not a date', () => {
    expect(() => plan(stay({ zone: 'Mars/Phobos' }), book(P14))).toThrow(RangeError);
  });
});
