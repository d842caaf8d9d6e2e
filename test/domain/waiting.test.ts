import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LONGEST_WAIT_DAYS, parseUntil, readUntil } from '../../src/domain/wait-until.ts';
import { chaseGapMinutes, closesByItself, readWait } from '../../src/domain/waiting.ts';
import { UserError } from '../../src/errors.ts';

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Yangon', 'Australia/Lord_Howe'];
const SHANGHAI = 'Asia/Shanghai';
/** Sunday, ten in the morning in Shanghai. */
const NOW = Temporal.Instant.from('2026-11-22T02:00Z');

const local = (words: string, now = NOW, zone = SHANGHAI): string | undefined =>
  readUntil(words, now, zone)
    ?.toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });

describe('until when', () => {
  test.each([
    ['18:00', '2026-11-22T18:00'],
    ['９：３０', '2026-11-22T09:30'],
    ['today 18.30', '2026-11-22T18:30'],
    ['6pm', '2026-11-22T18:00'],
    ['12am', '2026-11-22T00:00'],
    ['12pm', '2026-11-22T12:00'],
    ['2h', '2026-11-22T12:00'],
    ['2 hours', '2026-11-22T12:00'],
    ['1h30m', '2026-11-22T11:30'],
    ['1.5h', '2026-11-22T11:30'],
    ['30m', '2026-11-22T10:30'],
    ['3d', '2026-11-25T10:00'],
    ['tomorrow', '2026-11-23T09:00'],
    ['tomorrow at 9:30', '2026-11-23T09:30'],
    ['2026-12-04', '2026-12-04T09:00'],
    ['2026-12-04 18:00', '2026-12-04T18:00'],
    ['2026-12-04T18:00', '2026-12-04T18:00'],
    ['2026/12/4 6pm', '2026-12-04T18:00'],
    ['2小时', '2026-11-22T12:00'],
    ['两', undefined],
    ['半小时后', '2026-11-22T10:30'],
    ['1小时30分钟', '2026-11-22T11:30'],
    ['明天', '2026-11-23T09:00'],
    ['明天下午3点半', '2026-11-23T15:30'],
    ['後天 8:15', '2026-11-24T08:15'],
    ['今晚8点', '2026-11-22T20:00'],
    ['今晚 20:00', '2026-11-22T20:00'],
    ['中午12点', '2026-11-22T12:00'],
    ['12月4日 18:00', '2026-12-04T18:00'],
    ['1月2号', '2027-01-02T09:00'],
  ])('“%s” is %s', (words, wanted) => {
    expect(local(words)).toBe(wanted);
  });

  test.each([
    ...['', '18', 'later', '24:00', '99:00', '13pm', '18:60', '2026-02-30', '2026-13-01', '18:00 or so'],
    ...['2h ago', '2x', '晚上12点', '2026-12-04 09', '1.5d', '-2h', 'tomorrow maybe'],
  ])('“%s” is no time', (words) => {
    expect(local(words)).toBeUndefined();
    expect(() => parseUntil(words, NOW, SHANGHAI)).toThrow('staff-waiting:error.time');
  });

  const refusal = (words: string): unknown => {
    try {
      return parseUntil(words, NOW, SHANGHAI);
    } catch (error) {
      return error instanceof UserError ? [error.code, error.params] : error;
    }
  };

  test('what is over, or too far away, is refused by name', () => {
    expect(refusal('9:00')).toEqual(['staff-waiting:error.past', { time: '09:00' }]);
    expect(refusal('10:00')).toEqual(['staff-waiting:error.past', { time: '10:00' }]);
    expect(refusal('0m')).toEqual(['staff-waiting:error.past', { time: '10:00' }]);
    expect(refusal('2026-05-04')).toEqual(['staff-waiting:error.past', { time: '2026-05-04 09:00' }]);
    const far = { time: '2027-05-04 09:00', days: LONGEST_WAIT_DAYS };
    expect(refusal('2027-05-04')).toEqual(['staff-waiting:error.too-far', far]);
    expect(parseUntil('10:01', NOW, SHANGHAI).toString()).toBe('2026-11-22T02:01:00Z');
  });

  test.each([
    ['left out: the time the clocks show instead', '2026-03-29 02:30', '2026-03-29T01:30:00Z'],
    ['shown twice: the first', '2026-10-25 02:30', '2026-10-25T00:30:00Z'],
  ])('a time that is %s', (_name, words, wanted) => {
    const before = Temporal.Instant.from('2026-03-28T12:00Z');
    expect(readUntil(words, before, 'Europe/Berlin')?.toString()).toBe(wanted);
  });

  test('days are days of the calendar and hours are hours, when the clocks change', () => {
    const saturday = Temporal.Instant.from('2026-10-24T10:00Z');
    expect(readUntil('1d', saturday, 'Europe/Berlin')?.toString()).toBe('2026-10-25T11:00:00Z');
    expect(readUntil('24h', saturday, 'Europe/Berlin')?.toString()).toBe('2026-10-25T10:00:00Z');
  });

  const moments = fc
    .integer({ min: 0, max: 366 * 24 * 60 })
    .map((minutes) => Temporal.Instant.from('2026-01-01T00:00Z').add({ minutes }));
  const zones = fc.constantFrom(...ZONES);

  test('a date and time as a clock shows it is that moment, in every zone', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 30 * 24 * 60 }), zones, (now, ahead, zone) => {
        const then = now.add({ minutes: ahead }).toZonedDateTimeISO(zone);
        const words = `${then.toPlainDate()} ${then.toPlainTime().toString({ smallestUnit: 'minute' })}`;
        const read = parseUntilOrPast(words, now, zone);
        // Only where a clock shows a time twice is the other moment meant.
        const shown = read?.toZonedDateTimeISO(zone).toPlainDateTime();
        if (shown) expect(shown.equals(then.toPlainDateTime().round('minute'))).toBe(true);
        if (read && ms(read) !== then.epochMilliseconds) {
          expect(Math.abs(ms(read) - then.epochMilliseconds)).toBeLessThanOrEqual(3_600_000);
        }
      }),
    );
  });

  test('a length of time is exactly that long', () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 1, max: 700 }),
        fc.boolean(),
        zones,
        (now, count, isHours, zone) => {
          const read = parseUntil(`${count}${isHours ? 'h' : 'm'}`, now, zone);
          expect(ms(read) - ms(now)).toBe(count * (isHours ? 3_600_000 : 60_000));
        },
      ),
    );
  });

  test('whatever is written, it is a moment to come or a refusal', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[0-9:.dhm点月日半 -]{1,12}$/),
      fc.string({ unit: fc.constantFrom(...'0123456789:-/.T 年月日号点分半小时后天今明晚上下午pmhd') }),
    );
    fc.assert(
      fc.property(odd, moments, zones, (words, now, zone) => {
        const read = parseUntilOrPast(words, now, zone);
        if (read) expect(ms(read)).toBeGreaterThan(ms(now));
      }),
      { numRuns: 2000 },
    );
  });
});

const ms = (moment: Temporal.Instant): number => moment.epochMilliseconds;

function parseUntilOrPast(words: string, now: Temporal.Instant, zone: string): Temporal.Instant | undefined {
  try {
    return parseUntil(words, now, zone);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

describe('whom a wait is for', () => {
  test.each(['traveller', 'Traveler', 'the guest', 'for the traveller', '旅客', '等客人', '客人回复'])(
    '“%s” is the traveller',
    (words) => expect(readWait(words, NOW, SHANGHAI)).toEqual({ on: 'traveller' }),
  );

  test.each([
    ['on the pharmacy until 18:00', 'the pharmacy', '18:00'],
    [
      'on transfer form from airport clinic until 2026-12-04 18:00',
      'transfer form from airport clinic',
      '2026-12-04 18:00',
    ],
    ['reception till 2h', 'reception', '2h'],
    ['on the guest of room 5 until tomorrow', 'the guest of room 5', 'tomorrow'],
    ['民政局 到 18:00', '民政局', '18:00'],
    ['民政局到明天9点', '民政局', '明天9点'],
    ['快递到货，直到 2小时', '快递到货', '2小时'],
    ['快递到货', '快递到货', undefined],
    ['on the pharmacy', 'the pharmacy', undefined],
    ['on the pharmacy until they call', 'the pharmacy', 'they call'],
    ['on until further notice until 18:00', 'until further notice', '18:00'],
  ])('“%s”: %s until %s', (words, who, until) => {
    expect(readWait(words, NOW, SHANGHAI)).toEqual({ on: 'third', who, ...(until ? { until } : {}) });
  });

  test.each(['', 'on ', 'on until 18:00', 'until 18:00', '到18:00'])('“%s” names nobody', (words) => {
    expect(readWait(words, NOW, SHANGHAI)).toBeUndefined();
  });
});

describe('how a wait goes on', () => {
  test('reminders come less often, but never stop, and those of an emergency come as often as at first', () => {
    expect([1, 2, 3, 4, 5, 50].map((n) => chaseGapMinutes('normal', n))).toEqual([
      60, 120, 240, 480, 480, 480,
    ]);
    expect([1, 2, 9].map((n) => chaseGapMinutes('emergency', n))).toEqual([10, 10, 10]);
  });

  test('nobody in danger or distress is left alone', () => {
    const ticket = { need: 'supplies', urgency: 'normal', restricted: false } as const;
    expect(closesByItself(ticket)).toBe(true);
    expect(closesByItself({ ...ticket, urgency: 'emergency' })).toBe(false);
    expect(closesByItself({ ...ticket, need: 'medical' })).toBe(false);
    expect(closesByItself({ ...ticket, need: 'psychological' })).toBe(false);
    expect(closesByItself({ ...ticket, restricted: true })).toBe(false);
  });
});
