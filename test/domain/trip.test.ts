import { describe, expect, it } from 'vitest';
import {
  isForm,
  readForm,
  readHappened,
  readKilometres,
  readPlanned,
  readPurpose,
} from '../../src/domain/trip/form.ts';
import { readRider, readRidersAndReason } from '../../src/domain/trip/riders.ts';
import { type CountedTrip, totalsByDay, totalsOf } from '../../src/domain/trip/totals.ts';
import {
  expectedArrival,
  isSameTime,
  lookAtOf,
  OPEN_TRIPS,
  TICKS,
  TRIP_TRANSITIONS,
  type TripTimes,
} from '../../src/domain/trip.ts';
import { seededRandom } from '../support/random.ts';

const at = (time: string): Temporal.Instant => Temporal.Instant.from(`2026-11-22T${time}Z`);
const NOWHERE: TripTimes = { plannedFor: null, plannedArrivalAt: null, departedAt: null, kilometres: null };

describe('the states of a trip', () => {
  it('end only closed or cancelled, and nothing is ticked then', () => {
    expect(TRIP_TRANSITIONS.closed).toEqual([]);
    expect(TRIP_TRANSITIONS.cancelled).toEqual([]);
    for (const { trip } of Object.values(TICKS))
      for (const state of trip) expect(OPEN_TRIPS).toContain(state);
    for (const state of OPEN_TRIPS) expect(TRIP_TRANSITIONS[state].length).toBeGreaterThan(0);
  });
});

describe('when a trip is there', () => {
  it.each<[string, Partial<TripTimes>, string | null]>([
    ['nothing is known', {}, null],
    ['as planned', { plannedFor: at('08:00'), plannedArrivalAt: at('09:30') }, '09:30'],
    [
      'later by as much as it left later',
      { plannedFor: at('08:00'), plannedArrivalAt: at('09:30'), departedAt: at('08:20') },
      '09:50',
    ],
    ['by the length of the way', { departedAt: at('08:00'), kilometres: 80 }, '10:00'],
    [
      'a short way takes an hour with everybody on and off',
      { departedAt: at('08:00'), kilometres: 5 },
      '09:00',
    ],
    ['two hours where nobody knows', { departedAt: at('08:00') }, '10:00'],
    ['by the arrival alone', { plannedArrivalAt: at('09:10'), departedAt: at('08:00') }, '09:10'],
    [
      'an arrival that was over before it left says nothing',
      { plannedArrivalAt: at('07:10'), departedAt: at('08:00') },
      '10:00',
    ],
  ])('%s', (_name, times, expected) => {
    const trip = { ...NOWHERE, ...times };
    expect(expectedArrival(trip)?.toString() ?? null).toBe(expected && at(expected).toString());
    expect(lookAtOf(trip)?.toString() ?? null).toBe(expected && at(expected).add({ minutes: 30 }).toString());
  });

  it('overlaps with another, or may, where a time is not known', () => {
    const early = { ...NOWHERE, plannedFor: at('08:00'), plannedArrivalAt: at('09:00') };
    const next = { ...NOWHERE, plannedFor: at('09:00'), plannedArrivalAt: at('10:00') };
    const across = { ...NOWHERE, plannedFor: at('08:30'), plannedArrivalAt: at('09:30') };
    expect(isSameTime(early, next)).toBe(false);
    expect(isSameTime(next, early)).toBe(false);
    expect(isSameTime(early, across)).toBe(true);
    expect(isSameTime(across, next)).toBe(true);
    expect(isSameTime(early, NOWHERE)).toBe(true);
  });
});

describe('a line about a trip', () => {
  it('is read in two languages, quoted or not', () => {
    expect(readForm('from="Airport T2" to=Sun Hotel at="2026-11-23 08:30" vehicle="沪A12345" km=42')).toEqual(
      {
        from: 'Airport T2',
        to: 'Sun Hotel',
        at: '2026-11-23 08:30',
        vehicle: '沪A12345',
        km: '42',
      },
    );
    expect(readForm('从＝“T2航站楼” 到=阳光酒店 司机=王师傅 用途=送医')).toEqual({
      from: 'T2航站楼',
      to: '阳光酒店',
      driver: '王师傅',
      purpose: '送医',
    });
    expect(readForm('driver=')).toEqual({ driver: '' });
    expect([isForm('at=08:30'), isForm('add Ana')]).toEqual([true, false]);
    expect(() => readForm('somewhere from=Sun')).toThrow('staff:error.usage');
    expect(() => readForm('wheels=4')).toThrow('staff-trips:error.field');
  });

  it('names purposes, kilometres and times, or is refused', () => {
    expect([readPurpose('送醫'), readPurpose('Transfer')]).toEqual(['hospital', 'transfer']);
    expect([readKilometres('42'), readKilometres('42,5 km'), readKilometres('１２公里')]).toEqual([
      42, 42.5, 12,
    ]);
    for (const wrong of ['', '-3', 'far', '1e9', '123456'])
      expect(() => readKilometres(wrong)).toThrow('error.km');
    expect(() => readPurpose('')).toThrow('error.purpose');
    const now = at('16:10');
    expect(readPlanned('2026-11-23 08:30', now, 'Asia/Shanghai').toString()).toBe('2026-11-23T00:30:00Z');
    expect(() => readPlanned('2028-01-01 08:30', now, 'UTC')).toThrow('error.far');
    expect(readHappened('', now, 'UTC')).toBe(now);
    // Ten past midnight in Shanghai: ten to twelve was yesterday.
    expect(readHappened('23:50', now, 'Asia/Shanghai').toString()).toBe('2026-11-22T15:50:00Z');
    expect(() => readHappened('2026-11-20 10:00', now, 'UTC')).toThrow('error.happened');
    expect(() => readHappened('tomorrow 10:00', now, 'UTC')).toThrow('error.happened');
  });
});

describe('people of a manifest', () => {
  const riders = [
    { personId: 'a', name: 'Ana Lima', room: '1203' },
    { personId: 'b', name: 'Ana Lopez', room: '1204' },
    { personId: 'c', name: '王丽', room: '1204' },
    { personId: 'd', name: null, room: 'A 7' },
  ];
  const ids = (found: readonly { personId: string }[] | undefined) => found?.map(({ personId }) => personId);

  it('are meant by the longest beginning that is a name or a room', () => {
    const meant = (words: string) => {
      const read = readRider(riders, words);
      return read && [ids(read.found), read.rest];
    };
    expect(meant('Ana Lima')).toEqual([['a'], '']);
    expect(meant('ana lima 808')).toEqual([['a'], '808']);
    expect(meant('1203 808')).toEqual([['a'], '808']);
    expect(meant('Ana')).toEqual([['a', 'b'], '']);
    expect(meant('1204')).toEqual([['b', 'c'], '']);
    expect(meant('王丽: 不肯走')).toEqual([['c'], '不肯走']);
    expect(meant('a 7')).toEqual([['d'], '']);
    expect(meant('Leo')).toBeUndefined();
    expect(readRider(riders, '1204', ({ personId }) => personId === 'c')?.found).toHaveLength(1);
  });

  it('come before the reason', () => {
    const read = (words: string) => {
      const { riders: found, reason } = readRidersAndReason(riders, words);
      return [found.flatMap((one) => ids(one.found) ?? []), reason];
    };
    expect(read('Ana Lima, 王丽 refused, and cried')).toEqual([['a', 'c'], 'refused, and cried']);
    expect(read('Ana Lima, was ill')).toEqual([['a'], 'was ill']);
    expect(read('Ana Lima')).toEqual([['a'], '']);
    expect(read('Leo was ill')).toEqual([[], 'Leo was ill']);
  });
});

describe('totals', () => {
  it('of the days add up to the total, whatever was driven', () => {
    const { between } = seededRandom('trip totals');
    for (let round = 0; round < 200; round += 1) {
      const trips = Array.from(
        { length: between(0, 30) },
        (): CountedTrip => ({
          day: `2026-11-${between(10, 18)}`,
          people: between(0, 60),
          kilometres: between(0, 9) === 0 ? null : between(0, 3000) / 10,
        }),
      );
      const total = totalsOf(trips);
      const days = totalsByDay(trips);
      for (const part of ['all', 'long'] as const) {
        const sum = (of: 'trips' | 'people' | 'kilometres') =>
          days.reduce((all, { totals }) => all + Math.round(totals[part][of] * 10), 0) / 10;
        expect([sum('trips'), sum('people'), sum('kilometres')]).toEqual([
          total[part].trips,
          total[part].people,
          total[part].kilometres,
        ]);
      }
      expect(total.long.kilometres).toBeLessThanOrEqual(total.all.kilometres);
      expect(days.map(({ day }) => day)).toEqual([...new Set(trips.map(({ day }) => day))].sort());
    }
  });

  it('count a way as long above a hundred kilometres, and name what nobody said', () => {
    const trips = [100, 100.1, null].map((kilometres) => ({ day: '2026-11-22', people: 2, kilometres }));
    expect(totalsOf(trips)).toEqual({
      all: { trips: 3, people: 6, kilometres: 200.1 },
      long: { trips: 1, people: 2, kilometres: 100.1 },
      withoutKilometres: 1,
    });
  });
});
