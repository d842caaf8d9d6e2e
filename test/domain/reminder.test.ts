import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterQuiet } from '../../src/domain/reminder/quiet-hours.ts';
import { heldBy, releaseChecks } from '../../src/domain/reminder/release-check.ts';
import { fateOf, leavingTime, planReminders, type RemindedStay } from '../../src/domain/reminder.ts';
import { book, plan as planOf, stay, tests, when } from './stay/example.ts';

const SHANGHAI = 'Asia/Shanghai';
const plan = (rules: object[], facts: ReturnType<typeof stay>, now: string) =>
  planOf(facts, book(...rules), now);
const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/** Day 0 is 3 May, the release the 17th; tests on days 1, 4, 7 and 14. */
const reminded = (more: Partial<RemindedStay> = {}, taken: string[] = []): RemindedStay => ({
  id: 's',
  state: 'here',
  zone: SHANGHAI,
  leavesAt: leavingTime(null),
  plan: plan([{ preset: '14' }], stay({ tests: tests(...taken) }), '2026-05-10T08:00+08:00'),
  ...more,
});

const brief = (stayOf: RemindedStay, now: string): string[] =>
  planReminders(stayOf, instant(now)).map(({ kind, dueAt, expiresAt, state, onlyIfKnown }) => {
    const local = (at: Temporal.Instant) =>
      at.toZonedDateTimeISO(stayOf.zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
    return `${kind} ${local(dueAt)} until ${local(expiresAt)} ${state}${onlyIfKnown ? ' if known' : ''}`;
  });

describe('what is planned', () => {
  it('is three reminders of the release and one for every test that is to come', () => {
    const done = ['negative 2026-05-04', 'negative 2026-05-07', 'negative 2026-05-10'];
    expect(brief(reminded({}, done), '2026-05-10T08:00+08:00')).toEqual([
      'release-3 2026-05-14T10:00 until 2026-05-16T10:00 planned',
      'release-1 2026-05-16T10:00 until 2026-05-17T08:00 planned',
      'release-0 2026-05-17T08:00 until 2026-05-17T12:00 planned',
      'test-14 2026-05-16T19:00 until 2026-05-17T00:00 planned',
    ]);
  });

  it('says the day in the evening before to those who leave early', () => {
    const early = reminded({ leavesAt: leavingTime('06:30 at the gate') });
    expect(brief(early, '2026-05-10T08:00+08:00').slice(0, 3)).toEqual([
      'release-3 2026-05-14T10:00 until 2026-05-16T10:00 planned',
      'release-1 2026-05-16T10:00 until 2026-05-16T20:00 planned',
      'release-0 2026-05-16T20:00 until 2026-05-17T06:30 planned',
    ]);
  });

  it('is dropped where its moment has passed, and left out where it is history', () => {
    const missed = planReminders(reminded(), instant('2026-05-11T01:00+08:00'));
    const test7 = missed.find(({ kind }) => kind === 'test-7');
    const test1 = missed.find(({ kind }) => kind === 'test-1');
    expect([test7?.state, test7?.onlyIfKnown]).toEqual(['dropped', false]);
    expect([test1?.state, test1?.onlyIfKnown]).toEqual(['dropped', true]);
  });

  it('is nothing of the release without a date, in hospital, or after it', () => {
    const noDate = reminded({
      plan: plan([{ preset: '14' }], stay({ entry: null }), '2026-05-10T08:00+08:00'),
    });
    expect(brief(noDate, '2026-05-10T08:00+08:00')).toEqual([]);
    for (const state of ['hospital', 'home', 'released', 'left'] as const) {
      expect(brief(reminded({ state }), '2026-05-10T08:00+08:00')).toEqual([]);
    }
  });

  it('is the tests at home for those who are at home', () => {
    const rules = [{ days: 14, homeDays: 7, tests: [14, 21] }];
    const home = plan(rules, stay({ tests: tests('negative 2026-05-17') }), '2026-05-18T08:00+08:00');
    expect(brief(reminded({ state: 'home', plan: home }), '2026-05-18T08:00+08:00')).toEqual([
      'test-21 2026-05-23T19:00 until 2026-05-24T00:00 planned',
    ]);
  });

  it('has a key of stay, day and kind', () => {
    const [first] = planReminders(reminded(), instant('2026-05-10T08:00+08:00'));
    expect(first?.key).toBe('release:s:2026-05-17:release-3');
  });
});

describe('the hour of leaving', () => {
  it.each([
    ['10:30, main gate, bus to the airport', '10:30'],
    ['上午9：05 正门', '09:05'],
    ['Gate B at 2:30 pm', '14:30'],
    ['12:15 a.m.', '00:15'],
    ['Room 12:345', '12:00'],
    ['29:00', '12:00'],
    ['after breakfast', '12:00'],
    [null, '12:00'],
  ])('of %s is %s', (note, expected) => {
    expect(leavingTime(note).toString({ smallestUnit: 'minute' })).toBe(expected);
  });
});

describe('a reminder that is due', () => {
  const expiresAt = instant('2026-05-17T12:00+08:00');

  it.each([
    ['2026-05-17T09:00+08:00', 'send'],
    ['2026-05-17T12:00+08:00', 'drop'],
    ['2026-05-16T23:00+08:00', '2026-05-16T23:00:00Z'],
    ['2026-05-17T06:59+08:00', '2026-05-16T23:00:00Z'],
  ])('at %s: %s', (now, expected) => {
    expect(String(fateOf({ expiresAt }, SHANGHAI, instant(now)))).toBe(expected);
  });

  it('is given up at night when its moment passes until the morning', () => {
    const midnight = instant('2026-05-17T00:00+08:00');
    expect(fateOf({ expiresAt: midnight }, SHANGHAI, instant('2026-05-16T22:30+08:00'))).toBe('drop');
  });
});

describe('what has to be so before somebody leaves', () => {
  const RULES = [{ preset: '14' }];
  const negative = ['2026-05-04', '2026-05-07', '2026-05-10', '2026-05-17'].map((on) => `negative ${on}`);
  const standing = (now: string, taken: string[], more: object = {}) => ({
    state: 'here' as const,
    plan: plan(RULES, stay({ tests: tests(...taken) }), now),
    ticked: ['transport', 'documents'] as const,
    name: 'Ana',
    ...more,
  });
  const missing = (one: ReturnType<typeof standing>) =>
    releaseChecks(one).flatMap(({ check, isMet }) => (isMet ? [] : [check]));

  it('is everything', () => {
    expect(missing(standing('2026-05-17T09:00+08:00', negative))).toEqual([]);
    expect(missing(standing('2026-05-16T09:00+08:00', negative.slice(0, 3)))).toEqual(['days']);
    expect(missing(standing('2026-05-17T09:00+08:00', negative.slice(0, 3)))).toEqual(['tests']);
    expect(
      missing(standing('2026-05-17T09:00+08:00', [...negative.slice(0, 3), 'pending 2026-05-17'])),
    ).toEqual(['results']);
    const bare = { ticked: [], name: null, state: 'hospital' };
    expect(missing(standing('2026-05-17T09:00+08:00', negative, bare))).toEqual([
      'place',
      'transport',
      'documents',
      'certificate',
    ]);
  });

  it('holds somebody the evening before for a test that is still to come', () => {
    const one = standing('2026-05-16T19:00+08:00', negative.slice(0, 3));
    expect(heldBy(one, day('2026-05-17'))).toEqual(['coming']);
    expect(heldBy(standing('2026-05-17T09:00+08:00', negative), day('2026-05-17'))).toEqual([]);
  });
});

describe('always', () => {
  const ZONES = [
    SHANGHAI,
    'Europe/Berlin',
    'America/St_Johns',
    'America/Asuncion',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'Pacific/Kiritimati',
    'Asia/Beirut',
  ];
  const dates = fc
    .integer({ min: 0, max: 400 })
    .map((days) => Temporal.PlainDate.from('2026-01-01').add({ days }));
  // The year in which Samoa left out the 30th of December.
  const samoa = fc.integer({ min: 0, max: 20 }).map((days) => day('2011-12-20').add({ days }));
  const stays = fc.record({
    entry: fc.oneof(dates, samoa),
    zone: fc.constantFrom(...ZONES),
    hour: fc.integer({ min: 0, max: 23 }),
    offset: fc.integer({ min: -2, max: 25 }),
    minutes: fc.integer({ min: 0, max: 24 * 60 }),
  });
  const made = fc.record({ of: stays }).map(({ of: { entry, zone, hour, offset, minutes } }) => {
    const now = entry.add({ days: offset }).toZonedDateTime(zone).add({ minutes }).toInstant();
    const made = plan([{ preset: '14+7' }], stay({ entry, zone }), now.toString());
    const leavesAt = new Temporal.PlainTime(hour);
    return { now, zone, stay: { id: 's', state: 'here', zone, leavesAt, plan: made } as RemindedStay };
  });

  it('never at night, never after its moment, and in order', () => {
    fc.assert(
      fc.property(made, ({ now, zone, stay: one }) => {
        const wanted = planReminders(one, now);
        for (const { dueAt, expiresAt, state } of wanted) {
          const { hour } = dueAt.toZonedDateTimeISO(zone);
          expect(hour).toBeGreaterThanOrEqual(7);
          expect(hour).toBeLessThan(22);
          expect(Temporal.Instant.compare(dueAt, expiresAt)).toBe(-1);
          expect(state === 'planned').toBe(Temporal.Instant.compare(now, expiresAt) < 0);
        }
        const release = wanted.filter(({ kind }) => kind.startsWith('release'));
        for (const [index, next] of release.slice(1).entries()) {
          const before = release[index];
          if (before) expect(Temporal.Instant.compare(before.expiresAt, next.dueAt)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('the same keys for the same days, whenever they are planned, and other keys for other days', () => {
    fc.assert(
      fc.property(made, fc.integer({ min: 0, max: 20_000 }), ({ now, stay: one }, minutes) => {
        const keys = (at: Temporal.Instant) => planReminders(one, at).map(({ key }) => key);
        expect(keys(now.add({ minutes }))).toEqual(keys(now));
        expect(new Set(keys(now)).size).toBe(keys(now).length);
        const { release } = one.plan;
        if (!release) return;
        const later = { ...one, plan: { ...one.plan, tests: [], release: release.add({ days: 1 }) } };
        const moved = planReminders(later, now).map(({ key }) => key);
        expect(moved.filter((key) => keys(now).includes(key))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('said in the daytime and before its moment, whatever was down', () => {
    fc.assert(
      fc.property(made, fc.integer({ min: 0, max: 60 * 24 }), ({ now, zone, stay: one }, late) => {
        for (const reminder of planReminders(one, now)) {
          let at = reminder.dueAt.add({ minutes: late });
          const fate = fateOf(reminder, zone, at);
          if (fate === 'drop') continue;
          if (fate !== 'send') at = fate;
          expect(Temporal.Instant.compare(at, reminder.expiresAt)).toBe(-1);
          expect(afterQuiet(at, zone).equals(at)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('counts the day of the site, not of the server', () => {
    const kiritimati = reminded({
      zone: 'Pacific/Kiritimati',
      plan: plan(
        [{ preset: '14' }],
        stay({ zone: 'Pacific/Kiritimati', entry: when('2026-05-03') }),
        '2026-05-10T08:00Z',
      ),
    });
    const [first] = planReminders(kiritimati, instant('2026-05-10T08:00Z'));
    expect(first?.dueAt.toString()).toBe('2026-05-13T20:00:00Z');
  });
});
