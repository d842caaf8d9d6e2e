import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from '../../src/domain/figures/definitions.ts';
import { type Period, periodOf, readPeriod, stepsOf } from '../../src/domain/figures/period.ts';
import { addUp, figuresOf, quantile } from '../../src/domain/figures/tally.ts';
import { writeDifference, writeFigure } from '../../src/domain/figures/wording.ts';
import { UserError } from '../../src/errors.ts';

const now = Temporal.Instant.from('2026-05-10T06:30:00Z');
const SHANGHAI = 'Asia/Shanghai';
const spanOf = ({ from, to, before }: Period): string[] => [from, to, before.from, before.to].map(String);

describe('a period', () => {
  it('that runs is compared with as much of the days before', () => {
    expect(spanOf(readPeriod('today', SHANGHAI, now))).toEqual([
      '2026-05-09T16:00:00Z',
      '2026-05-10T16:00:00Z',
      '2026-05-08T16:00:00Z',
      '2026-05-09T06:30:00Z',
    ]);
    const week = readPeriod('7d', SHANGHAI, now);
    expect(week).toMatchObject({ days: 7, isRunning: true });
    expect([week.first, week.last].map(String)).toEqual(['2026-05-04', '2026-05-10']);
    expect(String(week.before.to)).toBe('2026-05-03T06:30:00Z');
  });

  it.each(['yesterday', '昨天', '2026-05-09', '2026-05-09..2026-05-09'])(
    'that is over (%s) with all of them',
    (word) => {
      const period = readPeriod(word, SHANGHAI, now);
      expect(period.isRunning).toBe(false);
      expect(spanOf(period)).toEqual([
        '2026-05-08T16:00:00Z',
        '2026-05-09T16:00:00Z',
        '2026-05-07T16:00:00Z',
        '2026-05-08T16:00:00Z',
      ]);
    },
  );

  it('of a day on which the clocks change has 23 or 25 hours, and as many steps', () => {
    const spring = readPeriod('2026-03-29', 'Europe/Paris', now);
    expect(stepsOf(spring)).toHaveLength(24);
    expect(spanOf(spring).slice(0, 2)).toEqual(['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z']);
    expect(stepsOf(readPeriod('2025-10-26', 'Europe/Paris', now))).toHaveLength(26);
    // The week around it is seven days, and the one before begins at midnight as well.
    const week = readPeriod('2026-03-26..2026-04-01', 'Europe/Paris', now);
    expect(stepsOf(week).map(String).slice(3, 5)).toEqual(['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z']);
    expect(String(week.before.from)).toBe('2026-03-18T23:00:00Z');
    expect(week.before.to.equals(week.from)).toBe(true);
  });

  it('is the same in steps as in whole, and follows the one before it', () => {
    const zones = fc.constantFrom(
      'Asia/Kathmandu',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'UTC',
    );
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 0, max: 8000 }),
        fc.integer({ min: 1, max: 366 }),
        (zone, day, days) => {
          const first = Temporal.PlainDate.from('2005-01-01').add({ days: day });
          const period = periodOf(first, days, zone, Temporal.Instant.from('2030-01-01T00:00:00Z'));
          const steps = stepsOf(period);
          expect(steps[0]?.equals(period.from) && steps.at(-1)?.equals(period.to)).toBe(true);
          expect(
            steps.every(
              (step, index) => index === 0 || Temporal.Instant.compare(step, steps[index - 1] ?? step) >= 0,
            ),
          ).toBe(true);
          expect(period.before.to.equals(period.from)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['tomorrow', 'period'],
    ['constructor', 'period'],
    ['5/6', 'period'],
    ['2026-05-01..', 'period'],
    ['2026-02-30', 'date'],
    ['2026-05-02..2026-05-01', 'backwards'],
    ['2026-05-11', 'to-come'],
    ['0d', 'length'],
    ['367d', 'length'],
    ['2020-01-01..2026-01-01', 'length'],
  ])('%s is refused: %s', (word, error) => {
    expect(() => readPeriod(word, SHANGHAI, now)).toThrow(UserError);
    expect(() => readPeriod(word, SHANGHAI, now)).toThrow(`staff-figures:error.${error}`);
  });
});

describe('figures', () => {
  const known = { overdue: true, people: true };

  it('take medians between two values, and nothing from nothing', () => {
    expect(quantile(Int32Array.of(), 0.5)).toBeNull();
    expect(quantile(Int32Array.of(7), 0.9)).toBe(7);
    expect(quantile(Int32Array.of(1, 2, 3, 10), 0.5)).toBe(2.5);
    expect(quantile(Int32Array.of(0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100), 0.9)).toBe(90);
  });

  it('of several groups are those of all their tickets, not the mean of their figures', () => {
    const one = { opened: 3, responses: Int32Array.of(300, 60, 120), responsesInTime: 3, responsesDue: 3 };
    const other = {
      opened: 1,
      responses: Int32Array.of(6000),
      responsesInTime: 0,
      responsesDue: 1,
      stars: 9,
      ratings: 2,
    };
    expect(figuresOf(addUp([one, other, {}]), known)).toMatchObject({
      opened: 4,
      responseMedian: 210,
      responseKept: 0.75,
      rating: 4.5,
      resolutionMedian: null,
      resolutionKept: null,
      inQuarantine: 0,
    });
    expect(figuresOf({}, { overdue: false, people: false })).toMatchObject({
      overdue: null,
      inQuarantine: null,
      rating: null,
    });
  });

  it('are read in the language of the reader', () => {
    expect(writeFigure('responseMedian', 45, 'en')).toBe('45 sec');
    expect(writeFigure('responseMedian', 7505, 'en')).toBe('2 hr, 5 min');
    expect(writeFigure('responseMedian', 7505, 'zh-CN')).toBe('2小时5分钟');
    expect(writeFigure('resolutionMedian', 180_000, 'en')).toBe('2 days, 2 hr');
    expect(writeFigure('resolutionMedian', 0, 'en')).toBe('0 sec');
    expect(writeFigure('responseKept', 0.926, 'en')).toBe('93%');
    expect(writeFigure('rating', 4.25, 'en')).toBe('4.3');
    expect(writeFigure('overdue', null, 'en')).toBe('–');
  });

  it('are compared where both are known and something changed', () => {
    const difference = (
      ...[name, value, before]: [Parameters<typeof writeDifference>[0], number | null, number | null]
    ) => writeDifference(name, value, before, 'en')?.text;
    expect(difference('opened', 12, 10)).toBe('+2');
    expect(difference('opened', 10, 12)).toBe('−2');
    expect(difference('opened', 10, 10)).toBeUndefined();
    expect(difference('responseMedian', 60, 360)).toBe('−5 min');
    expect(difference('responseKept', 0.95, 0.9)).toBe('+5');
    expect(difference('responseKept', 0.951, 0.95)).toBeUndefined();
    expect(difference('rating', 4.02, 4)).toBeUndefined();
    expect(difference('overdue', 3, null)).toBeUndefined();
  });

  it('are each defined once', () => {
    expect(DEFINITIONS.map(({ name }) => name).sort()).toEqual(Object.keys(figuresOf({}, known)).sort());
  });
});
