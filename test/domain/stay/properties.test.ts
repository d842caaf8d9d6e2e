import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayInZone, dayOf } from '../../../src/domain/stay/days.ts';
import type { DateChange, StayFacts, TestTaken } from '../../../src/domain/stay/facts.ts';
import { parseRules, START_EVENTS } from '../../../src/domain/stay/rule.ts';
import { type RuleBook, ruleBook } from '../../../src/domain/stay/rule-book.ts';
import { planStay, type StayPlan } from '../../../src/domain/stay.ts';
import { brief, extended, obstacleBrief, stay, testBrief } from './example.ts';

type PlainDate = Temporal.PlainDate;

const ZONES = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Pacific/Apia',
];
const FIRST = Temporal.PlainDate.from('2027-11-01');

/** Half a year with a leap day and changes of clocks on both halves of the globe. */
const dates: fc.Arbitrary<PlainDate> = fc.integer({ min: 0, max: 180 }).map((days) => FIRST.add({ days }));
const zones = fc.constantFrom(...ZONES);
const now = dates.map((date) => date.toZonedDateTime('UTC').toInstant());

const lengths = fc
  .record({
    days: fc.integer({ min: 0, max: 30 }),
    homeDays: fc.integer({ min: 0, max: 14 }),
    less: fc.integer({ min: 0, max: 30 }),
    tests: fc.uniqueArray(fc.integer({ min: 0, max: 44 }), { maxLength: 6 }),
    testsEarly: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ days, homeDays, less, tests, testsEarly }) => ({
    days,
    homeDays,
    testsEarly,
    minimum: Math.max(0, days - less),
    tests: tests.filter((day) => day <= days + homeDays),
  }));
const rules = fc
  .tuple(lengths, fc.constantFrom(...START_EVENTS), fc.constantFrom('hold', 'restart'))
  .map(([length, start, onPositive]) => ({ ...length, start, onPositive }));
const bookOf = (some: readonly object[]): RuleBook =>
  ruleBook(parseRules(some.map((rule, index) => ({ version: index + 1, ...rule }))));
const books = fc.array(rules, { minLength: 1, maxLength: 5 }).map(bookOf);

const changes: fc.Arbitrary<DateChange[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('extension', 'shortening'),
    days: fc.integer({ min: 1, max: 20 }),
    reason: fc.constant('a reason'),
    approval: fc.constantFrom('asked', 'approved', 'refused'),
  }),
  { maxLength: 5 },
);
const taken: fc.Arbitrary<TestTaken[]> = fc.array(
  fc.record({ on: dates, result: fc.constantFrom('negative', 'positive', 'invalid', 'pending') }),
  { maxLength: 8 },
);
const maybe = fc.option(dates, { freq: 3 });
const stays: fc.Arbitrary<StayFacts> = fc
  .record({
    zone: zones,
    entry: maybe,
    arrival: maybe,
    contact: maybe,
    positive: maybe,
    tests: taken,
    changes,
  })
  .map(stay);

const dayOfText = (text: string): number => dayOf(Temporal.PlainDate.from(text));

/** Everything a plan says, as one text. */
const all = (plan: StayPlan): string =>
  [brief(plan), testBrief(plan), obstacleBrief(plan), plan.mayLeave, plan.ruleVersions].join(' | ');

describe('whatever the rules and facts', () => {
  test('nobody leaves before the minimum, or the other rules’ dates, and home days come after', () => {
    fc.assert(
      fc.property(stays, books, now, (facts, book, at) => {
        const plan = planStay(facts, book, at);
        expect(plan.release === null).toBe(plan.unknown !== null);
        if (!plan.release || !plan.start || !plan.rule) return;
        const least = plan.start.date.add({ days: plan.rule.minimum });
        expect(Temporal.PlainDate.compare(plan.release, least)).toBeGreaterThanOrEqual(0);
        if (plan.homeUntil) expect(Temporal.PlainDate.compare(plan.homeUntil, plan.release)).toBe(1);
        for (const step of plan.steps) {
          if (step.step !== 'also') continue;
          expect(Temporal.PlainDate.compare(step.date, plan.release)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('who begins later leaves no earlier', () => {
    const later = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(stays, rules, dates, later, now, (facts, rule, start, days, at) => {
        const book = bookOf([rule]);
        const from = (date: PlainDate): PlainDate | null =>
          planStay({ ...facts, [rule.start]: date }, book, at).release;
        const [first, second] = [from(start), from(start.add({ days }))];
        expect(Temporal.PlainDate.compare(second ?? FIRST, first ?? FIRST)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('an approved extension of n days moves the dates by exactly n', () => {
    fc.assert(
      fc.property(stays, books, fc.integer({ min: 1, max: 30 }), now, (facts, book, days, at) => {
        const before = planStay(facts, book, at);
        const after = planStay({ ...facts, changes: [...facts.changes, extended(days)] }, book, at);
        expect(after.release?.toString()).toBe(before.release?.add({ days }).toString());
        expect(after.homeUntil?.toString()).toBe(before.homeUntil?.add({ days }).toString());
        expect(after.start?.date.toString()).toBe(before.start?.date.toString());
      }),
    );
  });

  test('a fact that no rule asks for changes nothing', () => {
    fc.assert(
      fc.property(stays, rules, changes, taken, dates, now, (facts, rule, more, some, date, at) => {
        const scope = { siteId: 'another', jurisdiction: 'Elsewhere' };
        const plan = (known: Partial<StayFacts>, ...others: object[]): string =>
          all(planStay({ ...facts, ...known }, bookOf([rule, ...others]), at));
        const unused = START_EVENTS.filter((event) => event !== rule.start && event !== 'positive');
        const asked = more.map((one) => ({ ...one, approval: 'asked' as const }));
        const invalid = some.map((one) => ({ ...one, result: 'invalid' as const }));
        const before = plan({});
        expect(plan({ changes: [...asked, ...facts.changes] })).toBe(before);
        expect(plan({ tests: [...invalid, ...facts.tests] })).toBe(before);
        expect(plan({ tests: facts.tests.toReversed() })).toBe(before);
        for (const event of unused) expect(plan({ [event]: date })).toBe(before);
        expect(plan({}, { ...rule, days: 99, tests: [], ...scope })).toBe(before);
        expect(plan({}, { ...rule, days: 99, tests: [], validTo: '2020-01-01' })).toBe(before);
      }),
    );
  });

  test('the versions that a plan used give the same plan when they are kept', () => {
    fc.assert(
      fc.property(stays, books, rules, now, (facts, book, newer, at) => {
        const before = planStay(facts, book, at);
        const after = [...book.byVersion.values()].map(({ rule }) => rule);
        const changed = ruleBook([...after, ...parseRules([{ ...newer, version: 9 }])]);
        const kept = { ...facts, ruleVersions: before.ruleVersions };
        const group = (start: string): string => (start === 'arrival' ? 'entry' : start);
        const has = before.ruleVersions.some(
          (version) => group(book.byVersion.get(version)?.rule.start ?? '') === group(newer.start),
        );
        // A rule of a kind that the stay had none of is another matter.
        if (has) expect(all(planStay(kept, changed, at))).toBe(all(before));
      }),
    );
  });
});

describe('zones', () => {
  const moments = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2100, 0) });
  /** Around midnight in every zone, and around the changes of clocks. */
  const near = fc
    .tuple(
      fc.constantFrom('2027-11-07T06:00Z', '2028-03-26T01:00Z', '2028-02-29T16:00Z', '2011-12-30T10:00Z'),
      fc.integer({ min: -30 * 3_600_000, max: 30 * 3_600_000 }),
    )
    .map(([text, ms]) => Temporal.Instant.from(text).epochMilliseconds + ms);

  test('the day at a moment is the one that Temporal says', () => {
    fc.assert(
      fc.property(fc.oneof(moments, near), zones, (moment, zone) => {
        const at = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
        expect(dayInZone(moment, zone)).toBe(dayOf(at.toPlainDate()));
      }),
      { numRuns: 2000 },
    );
  });

  test.each(ZONES)('so it is to the millisecond where clocks change: %s', (zone) => {
    let at = Temporal.Instant.from('2005-01-01T00:00Z').toZonedDateTimeISO(zone);
    for (let count = 0; count < 60; count += 1) {
      const change = at.getTimeZoneTransition('next');
      if (!change || change.year > 2030) break;
      for (const milliseconds of [-1, 0, 1]) {
        const moment = change.add({ milliseconds });
        expect(dayInZone(moment.epochMilliseconds, zone)).toBe(dayOf(moment.toPlainDate()));
      }
      at = change;
    }
  });

  test('what is asked about the very moment of a change says nothing of the time before it', () => {
    expect(dayInZone(Date.parse('2028-03-26T01:00Z'), 'Europe/Lisbon')).toBe(dayOfText('2028-03-26'));
    // Half an hour before midnight in winter; by summer time it would be the next day.
    expect(dayInZone(Date.parse('2028-03-01T23:30Z'), 'Europe/Lisbon')).toBe(dayOfText('2028-03-01'));
  });

  test('a plan from moments is the plan from the dates on the site’s wall', () => {
    fc.assert(
      fc.property(stays, books, near, near, now, (facts, book, entry, contact, at) => {
        const moment = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms);
        const date = (ms: number): PlainDate => moment(ms).toZonedDateTimeISO(facts.zone).toPlainDate();
        const fromMoments = { ...facts, entry: moment(entry), contact: moment(contact) };
        const fromDates = { ...facts, entry: date(entry), contact: date(contact) };
        expect(all(planStay(fromMoments, book, at))).toBe(all(planStay(fromDates, book, at)));
      }),
    );
  });
});

describe('tests and what counts for them', () => {
  test('one test counts for one, and as many are done as can be', () => {
    fc.assert(
      fc.property(stays, rules, taken, dates, now, (facts, rule, some, start, at) => {
        const known = { ...facts, [rule.start]: start, tests: some };
        const plan = planStay(known, bookOf([{ ...rule, onPositive: 'hold' }]), at);
        const begin = plan.start?.date ?? FIRST;
        const negatives = some
          .filter(({ result }) => result === 'negative')
          .map(({ on }) => on as PlainDate)
          .filter((on) => Temporal.PlainDate.compare(on, begin) >= 0);
        const done = plan.tests.filter(({ state }) => state === 'done');
        expect(done.length).toBe(mostMatched(plan, negatives, rule.testsEarly));
        for (const { taken: on, date } of done) {
          expect(on && date.until(on).days).toBeGreaterThanOrEqual(-rule.testsEarly);
        }
      }),
    );
  });
});

/** As many due tests as these could count for, each for one: tried in every way. */
function mostMatched({ tests }: StayPlan, negatives: readonly PlainDate[], early: number): number {
  const given = new Map<number, number>();
  const place = (index: number, tried: Set<number>): boolean =>
    tests.some(({ date }, due) => {
      const on = negatives[index];
      if (!on || date.until(on).days < -early || tried.has(due)) return false;
      tried.add(due);
      const holder = given.get(due);
      if (holder !== undefined && !place(holder, tried)) return false;
      given.set(due, index);
      return true;
    });
  return negatives.filter((_on, index) => place(index, new Set())).length;
}
