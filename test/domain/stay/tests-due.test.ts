import { describe, expect, test } from 'vitest';
import type { StayFacts } from '../../../src/domain/stay/facts.ts';
import { book, extended, obstacleBrief, plan, shortened, stay, testBrief, tests } from './example.ts';

type Known = Partial<StayFacts>;

const P14 = { preset: '14' };
const P14H7 = { preset: '14+7' };
const POSITIVE = { days: 10, start: 'positive' };
const SOFT = { ...P14, minimum: 10 };
const RESTART = { ...P14, onPositive: 'restart' };

describe('tests', () => {
  type TestRow = readonly [string, object, Known, today: string, expected: string, obstacles: string];
  const NEGATIVES = tests('negative 2026-05-04', 'negative 2026-05-07', 'negative 2026-05-10');
  const ROWS_OF_TESTS: readonly TestRow[] = [
    ['before the first', P14, {}, '2026-05-03', '1 not-yet, 4 not-yet, 7 not-yet, 14 not-yet', ''],
    ['today', P14, {}, '2026-05-04', '1 missing, 4 not-yet, 7 not-yet, 14 not-yet', 'test 1 2026-05-04'],
    ['past', P14, {}, '2026-05-06', '1 overdue, 4 not-yet, 7 not-yet, 14 not-yet', 'test 1 2026-05-04'],
    ['done on their days', P14, { tests: NEGATIVES }, '2026-05-12', '1 done, 4 done, 7 done, 14 not-yet', ''],
    [
      'a late one makes up for the missed one',
      P14,
      { tests: tests('negative 2026-05-06') },
      '2026-05-07',
      '1 done, 4 missing, 7 not-yet, 14 not-yet',
      'test 4 2026-05-07',
    ],
    [
      'one test is not two',
      P14,
      { tests: tests('negative 2026-05-07') },
      '2026-05-08',
      '1 overdue, 4 done, 7 not-yet, 14 not-yet',
      'test 1 2026-05-04',
    ],
    [
      'two on later days are',
      P14,
      { tests: tests('negative 2026-05-08', 'negative 2026-05-07') },
      '2026-05-08',
      '1 done, 4 done, 7 not-yet, 14 not-yet',
      '',
    ],
    [
      'one before its day counts where the rule lets it',
      { ...P14, testsEarly: 1 },
      { tests: tests('negative 2026-05-04', 'negative 2026-05-06') },
      '2026-05-07',
      '1 done, 4 done, 7 not-yet, 14 not-yet',
      '',
    ],
    [
      'and not otherwise',
      P14,
      { tests: tests('negative 2026-05-04', 'negative 2026-05-06') },
      '2026-05-07',
      '1 done, 4 missing, 7 not-yet, 14 not-yet',
      'test 4 2026-05-07',
    ],
    [
      'one before the start counts for nothing',
      { ...P14, tests: [0, 1] },
      { tests: tests('negative 2026-05-02') },
      '2026-05-03',
      '0 missing, 1 not-yet',
      'test 0 2026-05-03',
    ],
    [
      'a result that is out',
      P14,
      { tests: tests('pending 2026-05-04') },
      '2026-05-05',
      '1 pending, 4 not-yet, 7 not-yet, 14 not-yet',
      'result 2026-05-04',
    ],
    [
      'a negative counts before one that is out, which stands in the way all the same',
      P14,
      { tests: tests('pending 2026-05-04', 'negative 2026-05-05') },
      '2026-05-05',
      '1 done, 4 not-yet, 7 not-yet, 14 not-yet',
      'result 2026-05-04',
    ],
    [
      'an invalid one is none',
      P14,
      { tests: tests('invalid 2026-05-04') },
      '2026-05-05',
      '1 overdue, 4 not-yet, 7 not-yet, 14 not-yet',
      'test 1 2026-05-04',
    ],
    [
      'a positive stands in the way',
      { ...P14, tests: [1] },
      { tests: tests('negative 2026-05-04', 'positive 2026-05-06') },
      '2026-05-18',
      '1 done',
      'positive 2026-05-06',
    ],
    [
      'a negative on the same day does not settle it',
      { ...P14, tests: [] },
      { tests: tests('negative 2026-05-06', 'positive 2026-05-06') },
      '2026-05-18',
      '',
      'positive 2026-05-06',
    ],
    [
      'a later one does',
      { ...P14, tests: [] },
      { tests: tests('positive 2026-05-06', 'negative 2026-05-07') },
      '2026-05-18',
      '',
      '',
    ],
    [
      'after a restart the tests begin anew, without day 0',
      { ...RESTART, tests: [0, 1, 14] },
      { tests: tests('negative 2026-05-03', 'negative 2026-05-04', 'positive 2026-05-09') },
      '2026-05-10',
      '1 missing, 14 not-yet',
      'test 1 2026-05-10',
    ],
    [
      'an extension moves no test',
      P14,
      { changes: [extended(2)], tests: NEGATIVES },
      '2026-05-18',
      '1 done, 4 done, 7 done, 14 overdue',
      'test 14 2026-05-17',
    ],
    [
      'a shortened stay has its last test on its last day',
      SOFT,
      { changes: [shortened(3)], tests: NEGATIVES },
      '2026-05-12',
      '1 done, 4 done, 7 done, 11 not-yet',
      '',
    ],
    [
      'what a short stay has no days for falls on one day',
      { ...P14, minimum: 5 },
      { changes: [shortened(8)] },
      '2026-05-03',
      '1 not-yet, 4 not-yet, 6 not-yet',
      '',
    ],
    [
      'the site’s on the last day there, those at home on the last day at home',
      { ...P14H7, minimum: 10, tests: [14, 21] },
      { changes: [shortened(3)] },
      '2026-05-03',
      '11 not-yet, 18+ not-yet',
      '',
    ],
    [
      'day 0 is the day of the start',
      { ...P14, tests: [0, 1] },
      { tests: tests('negative 2026-05-03') },
      '2026-05-03',
      '0 done, 1 not-yet',
      '',
    ],
    [
      'tests at home keep nobody at the site',
      { ...P14H7, tests: [14, 21] },
      { tests: tests('negative 2026-05-17') },
      '2026-05-25',
      '14 done, 21+ overdue',
      '',
    ],
    [
      'unless the stay was extended so far',
      { ...P14H7, tests: [14, 16, 21] },
      { changes: [extended(3)] },
      '2026-05-05',
      '14 not-yet, 16 not-yet, 21+ not-yet',
      '',
    ],
    [
      'without a start there is none, but what is out stands in the way',
      P14,
      { entry: null, tests: tests('pending 2026-05-04', 'positive 2026-05-03') },
      '2026-05-05',
      '',
      'result 2026-05-04, positive 2026-05-03',
    ],
  ];

  test.each(ROWS_OF_TESTS)('%s', (_name, rule, known, today, expected, inTheWay) => {
    const made = plan(stay(known), book(rule), `${today}T04:00Z`);
    expect([testBrief(made), obstacleBrief(made)]).toEqual([expected, inTheWay]);
  });

  test('a day is due by the site’s calendar, not by UTC', () => {
    const rules = book({ ...P14, tests: [1] });
    expect(testBrief(plan(stay(), rules, '2026-05-03T15:59Z'))).toBe('1 not-yet');
    expect(testBrief(plan(stay(), rules, '2026-05-03T16:00Z'))).toBe('1 missing');
    expect(testBrief(plan(stay(), rules, '2026-05-04T16:00Z'))).toBe('1 overdue');
  });

  test('says when the test was taken that counts', () => {
    const made = plan(stay({ tests: tests('negative 2026-05-06') }), book(P14));
    expect(made.tests.map(({ taken }) => taken?.toString() ?? null)).toEqual([
      '2026-05-06',
      null,
      null,
      null,
    ]);
  });

  test('a positive is no obstacle where a rule says what follows it', () => {
    const known = stay({ tests: tests('positive 2026-05-06') });
    expect(obstacleBrief(plan(known, book({ ...P14, tests: [] }, POSITIVE)))).toBe('');
    expect(obstacleBrief(plan(known, book({ ...RESTART, tests: [] })))).toBe('');
  });
});

describe('leaving', () => {
  const rules = book({ ...P14, tests: [14] });
  const done = stay({ tests: tests('negative 2026-05-17') });

  test('takes the day and the tests', () => {
    expect(plan(done, rules, '2026-05-16T15:59Z').mayLeave).toBe(false);
    expect(plan(done, rules, '2026-05-16T16:00Z').mayLeave).toBe(true);
    expect(plan(stay(), rules, '2026-05-20T00:00Z').mayLeave).toBe(false);
    expect(plan({ ...done, tests: tests('pending 2026-05-17') }, rules, '2026-05-20T00:00Z').mayLeave).toBe(
      false,
    );
  });

  test('is nothing that can be said without a date', () => {
    expect(plan({ ...done, entry: null }, rules, '2027-01-01T00:00Z').mayLeave).toBe(false);
  });
});
