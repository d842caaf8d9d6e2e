import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  crewsOf,
  PRESETS,
  type Preset,
  type Rota,
  rotaOf,
  shiftsBetween,
} from '../../src/domain/shift-plan.ts';

const preset = (name: string): Preset => {
  const found = PRESETS.find(({ names }) => names.includes(name));
  if (!found) throw new Error(name);
  return found;
};

const crews = (...leads: string[]) => leads.map((lead) => ({ lead, members: [lead] }));

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);

/** `date lead-of-slot lead-of-slot`, as the walls of offices show it. */
function wall(rota: Rota, from: string, days: number): string[] {
  const start = at(`${from}T00:00:00Z`);
  const byDate = Map.groupBy(shiftsBetween(rota, start, start.add({ hours: days * 24 })), (shift) =>
    shift.startsAt.toZonedDateTimeISO(rota.zone).toPlainDate().toString(),
  );
  return [...byDate].map(([date, shifts]) => `${date} ${shifts.map(({ crew }) => crew.lead).join(' ')}`);
}

describe('presets', () => {
  test('three crews on two shifts: each works a day, then a night, then rests', () => {
    const rota = rotaOf(preset('三班两运转'), {
      zone: 'UTC',
      from: '2026-12-01',
      starts: '08:00',
      crews: crews('A', 'B', 'C'),
    });
    expect(wall(rota, '2026-12-01', 6)).toEqual([
      '2026-12-01 A C',
      '2026-12-02 B A',
      '2026-12-03 C B',
      '2026-12-04 A C',
      '2026-12-05 B A',
      '2026-12-06 C B',
    ]);
  });

  test('three shifts of eight hours and two of twelve stay with the same crews', () => {
    const base = { zone: 'UTC', from: '2026-12-01', starts: '08:00' };
    const three = rotaOf(preset('三班'), { ...base, crews: crews('A', 'B', 'C') });
    expect(three.slots.map(({ starts, hours }) => `${starts}+${hours}`)).toEqual([
      '08:00+8',
      '16:00+8',
      '00:00+8',
    ]);
    expect(wall(three, '2026-12-01', 2)).toEqual(['2026-12-01 A B', '2026-12-02 C A B']);
    const two = rotaOf(preset('two'), { ...base, starts: '19:30', crews: crews('A', 'B') });
    expect(two.slots.map(({ starts }) => starts)).toEqual(['19:30', '07:30']);
    expect(wall(two, '2026-12-01', 2)).toEqual(['2026-12-01 A', '2026-12-02 B A']);
  });

  test('each says how many crews it needs', () => {
    expect(PRESETS.map(crewsOf)).toEqual([3, 3, 2]);
  });
});

describe('shifts of a rota', () => {
  const rota = rotaOf(preset('two'), {
    zone: 'Europe/Berlin',
    from: '2026-10-20',
    starts: '20:00',
    crews: crews('night', 'day'),
  });

  test('keep their local times when clocks change; the night of the change is longer or shorter', () => {
    const nights = (from: string) =>
      shiftsBetween(rota, at(from), at(from).add({ hours: 72 }))
        .filter(({ crew }) => crew.lead === 'night')
        .map(({ startsAt, endsAt }) => {
          const local = (moment: Temporal.Instant) =>
            moment.toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString({ smallestUnit: 'minute' });
          return `${local(startsAt)}-${local(endsAt)} ${endsAt.since(startsAt).total('hours')}h`;
        });
    expect(nights('2026-10-23T12:00Z')).toEqual(['20:00-08:00 12h', '20:00-08:00 13h', '20:00-08:00 12h']);
    expect(nights('2027-03-26T12:00Z')).toEqual(['20:00-08:00 12h', '20:00-08:00 11h', '20:00-08:00 12h']);
  });

  test('begin with the first day of the cycle, and include the one that runs', () => {
    expect(shiftsBetween(rota, at('2026-10-19T00:00Z'), at('2026-10-20T18:00Z'))).toEqual([]);
    const [running] = shiftsBetween(rota, at('2026-10-21T03:00Z'), at('2026-10-21T03:01Z'));
    expect(running?.startsAt.toString()).toBe('2026-10-20T18:00:00Z');
  });

  test('follow each other without gap or overlap, whatever the zone and however the days are asked for', () => {
    const zones = [
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...PRESETS),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 1, max: 240 }),
        (zone, kind, hour, day, hours) => {
          const plan = rotaOf(kind, {
            zone,
            from: '2026-01-01',
            starts: `${String(hour).padStart(2, '0')}:30`,
            crews: crews('A', 'B', 'C'),
          });
          const from = at('2026-01-05T00:00Z').add({ hours: day * 24 });
          const to = from.add({ hours });
          const shifts = shiftsBetween(plan, from, to);
          expect(shifts[0]?.startsAt.epochMilliseconds).toBeLessThanOrEqual(from.epochMilliseconds);
          expect(shifts.at(-1)?.endsAt.epochMilliseconds).toBeGreaterThanOrEqual(to.epochMilliseconds);
          for (const [index, shift] of shifts.entries()) {
            const next = shifts[index + 1];
            if (next) expect(next.startsAt.equals(shift.endsAt)).toBe(true);
          }
          const middle = from.add({ milliseconds: hours * 1_800_000 });
          const halves = [...shiftsBetween(plan, from, middle), ...shiftsBetween(plan, middle, to)];
          const starts = new Set(halves.map(({ startsAt }) => startsAt.toString()));
          expect(starts.size).toBe(shifts.length);
        },
      ),
    );
  });
});
