import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorking, type WorkingHours, workingBetween } from '../../src/domain/working-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);
const OFFICE = [['09:00', '18:00']] as const;
const WEEK = { 1: OFFICE, 2: OFFICE, 3: OFFICE, 4: OFFICE, 5: OFFICE };
const BERLIN: WorkingHours = { zone: 'Europe/Berlin', days: WEEK };

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

/** Local times at which no clock here is ever changed. */
const times = fc
  .uniqueArray(fc.constantFrom(0, 4, 5, 8, 9, 12, 13, 17, 18, 22, 23, 24), { minLength: 2, maxLength: 4 })
  .map((list) => list.sort((a, b) => a - b).map((hour) => `${String(hour).padStart(2, '0')}:00`))
  .map((list) =>
    Array.from({ length: Math.floor(list.length / 2) }, (_, at): [string, string] => [
      list[at * 2] ?? '',
      list[at * 2 + 1] ?? '',
    ]),
  );

/** Some days around the changes of clocks in 2026, to the minute. */
const moments = fc
  .tuple(
    fc.constantFrom('2026-03-06', '2026-03-27', '2026-04-03', '2026-10-02', '2026-10-23', '2026-10-30'),
    fc.integer({ min: 0, max: 5 * 24 * 60 }),
  )
  .map(([day, minutes]) => instant(`${day}T00:00Z`).add({ minutes }));

const calendars: fc.Arbitrary<WorkingHours> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    days: fc
      .array(fc.tuple(fc.integer({ min: 1, max: 7 }), times), { minLength: 1, maxLength: 7 })
      .map((days) => Object.fromEntries(days)),
    holidays: fc.uniqueArray(
      fc.constantFrom('2026-03-08', '2026-03-29', '2026-03-30', '2026-10-25', '2026-10-26', '2026-11-01'),
    ),
  })
  .filter(({ days }) => Object.values(days).some((spans) => spans.length > 0));

/** Counts the working minutes one by one, by what a clock on the wall shows. */
function countedByTheWall(from: Temporal.Instant, to: Temporal.Instant, hours: WorkingHours): number {
  let minutes = 0;
  for (let at = from; Temporal.Instant.compare(at, to) < 0; at = at.add({ minutes: 1 })) {
    const local = at.toZonedDateTimeISO(hours.zone);
    if (hours.holidays?.includes(local.toPlainDate().toString())) continue;
    const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
    if (hours.days[local.dayOfWeek]?.some(([start, end]) => start <= time && time < end)) minutes += 1;
  }
  return minutes * MINUTE;
}

describe('working time, case by case', () => {
  test.each([
    ['around the clock', '2026-05-01T22:00Z', 3 * HOUR, '2026-05-02T01:00Z', undefined],
    ['within a day', '2026-05-04T07:00Z', 2 * HOUR, '2026-05-04T09:00Z', BERLIN],
    ['before opening', '2026-05-04T03:00Z', HOUR, '2026-05-04T08:00Z', BERLIN],
    ['over a night', '2026-05-04T15:30Z', HOUR, '2026-05-05T07:30Z', BERLIN],
    ['over a weekend', '2026-05-08T15:30Z', HOUR, '2026-05-11T07:30Z', BERLIN],
    ['to the last minute', '2026-05-04T15:00Z', HOUR, '2026-05-04T16:00Z', BERLIN],
    ['no time at all, at night', '2026-05-04T22:00Z', 0, '2026-05-04T22:00Z', BERLIN],
    ['backwards over a night', '2026-05-05T07:30Z', -HOUR, '2026-05-04T15:30Z', BERLIN],
    ['backwards from the night', '2026-05-04T22:00Z', -HOUR, '2026-05-04T15:00Z', BERLIN],
  ])('%s', (_name, from, ms, to, hours) => {
    expect(addWorking(instant(from), ms, hours).toString()).toBe(instant(to).toString());
  });

  test('days on which clocks change have 23 and 25 hours', () => {
    const all: WorkingHours = { zone: 'Europe/Berlin', days: { 7: [['00:00', '24:00']] } };
    const sunday = (day: string) =>
      workingBetween(instant(`${day}T12:00Z`).subtract({ hours: 24 }), instant(`${day}T23:59Z`), all);
    expect(sunday('2026-03-29')).toBe(23 * HOUR);
    expect(sunday('2026-10-25')).toBe(25 * HOUR);
    expect(sunday('2026-11-01')).toBe(24 * HOUR);
  });

  test('a working day begins at the same local time before and after the clocks change', () => {
    const friday = instant('2026-03-27T16:30Z');
    expect(addWorking(friday, HOUR, BERLIN).toString()).toBe('2026-03-30T07:30:00Z');
    const home: WorkingHours = { zone: 'America/New_York', days: WEEK };
    expect(addWorking(instant('2026-10-30T21:30Z'), HOUR, home).toString()).toBe('2026-11-02T14:30:00Z');
  });

  test('times that the clock leaves out or that overlap are counted once', () => {
    const odd: WorkingHours = {
      zone: 'Europe/Berlin',
      days: {
        7: [
          ['01:00', '02:30'],
          ['03:00', '05:00'],
          ['04:00', '04:30'],
        ],
      },
    };
    const day = (start: string) =>
      workingBetween(instant(`${start}T00:00+01:00`), instant(`${start}T20:00Z`), odd);
    expect(day('2026-03-22')).toBe(3.5 * HOUR);
    // 01:00 to 05:00 with the hour from two to three missing.
    expect(day('2026-03-29')).toBe(3 * HOUR);
  });

  test('holidays are nobody’s time', () => {
    const hours: WorkingHours = { ...BERLIN, holidays: ['2026-05-01', '2026-05-04'] };
    expect(addWorking(instant('2026-04-30T15:30Z'), HOUR, hours).toString()).toBe('2026-05-05T07:30:00Z');
    expect(workingBetween(instant('2026-04-30T15:30Z'), instant('2026-05-05T07:30Z'), hours)).toBe(HOUR);
  });

  test('a calendar without any hours stops no clock', () => {
    const none: WorkingHours = { zone: 'Asia/Shanghai', days: { 1: [] } };
    const now = instant('2026-05-04T00:00Z');
    expect(addWorking(now, HOUR, none).toString()).toBe('2026-05-04T01:00:00Z');
    expect(workingBetween(now, now.add({ hours: 1 }), none)).toBe(HOUR);
  });
});

describe('working time, whatever the calendar', () => {
  test('is what a clock on the wall counts', () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 0, max: 4 * 24 * 60 }), (hours, from, minutes) => {
        const to = from.add({ minutes });
        expect(workingBetween(from, to, hours)).toBe(countedByTheWall(from, to, hours));
      }),
      { numRuns: 60 },
    );
  });

  test('so much time later, so much time has been worked', () => {
    fc.assert(
      fc.property(
        calendars,
        moments,
        fc.integer({ min: -20 * 24 * 60, max: 20 * 24 * 60 }),
        (hours, at, n) => {
          const ms = n * MINUTE;
          expect(workingBetween(at, addWorking(at, ms, hours), hours)).toBe(ms);
        },
      ),
    );
  });

  test('is never sooner than the same time around the clock, and adds up', () => {
    const span = fc.integer({ min: 0, max: 6000 }).map((minutes) => minutes * MINUTE);
    fc.assert(
      fc.property(calendars, moments, span, span, (hours, from, a, b) => {
        const first = addWorking(from, a, hours);
        expect(first.epochMilliseconds).toBeGreaterThanOrEqual(from.epochMilliseconds + a);
        const whole = addWorking(from, a + b, hours);
        if (b > 0) expect(addWorking(first, b, hours).toString()).toBe(whole.toString());
        expect(workingBetween(from, first, hours) + workingBetween(first, whole, hours)).toBe(a + b);
        expect(workingBetween(whole, from, hours)).toBe(-(a + b) || 0);
      }),
    );
  });
});
