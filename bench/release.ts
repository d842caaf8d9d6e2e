/** (h) Release dates: stays counted per second, beside a bare addition of days by Temporal. */

import { countRelease } from '../src/domain/stay/count-release.ts';
import { type Day, dayInZone } from '../src/domain/stay/days.ts';
import { type DayFacts, type StayFacts, toDays } from '../src/domain/stay/facts.ts';
import { parseRules } from '../src/domain/stay/rule.ts';
import { type RuleBook, ruleBook } from '../src/domain/stay/rule-book.ts';
import { testsDue } from '../src/domain/stay/tests-due.ts';
import { planStay } from '../src/domain/stay.ts';

/** Per second, and as a multiple of what the bare addition does. */
export interface ReleaseFigures {
  /** `Temporal.PlainDate.add({ days: 14 })` and nothing else: the baseline. */
  readonly bare: number;
  /** Release and end of home days of stays in day numbers: rules chosen, changes applied. */
  readonly release: number;
  readonly releaseOfBare: number;
  /** The same, from an entry that is a moment and becomes a day by the site's zone. */
  readonly zoned: number;
  readonly zonedOfBare: number;
  /** With the tests that are due. */
  readonly tests: number;
  readonly testsOfBare: number;
  /** The whole plan with its dates, obstacles and explanation. */
  readonly plan: number;
  readonly planOfBare: number;
}

/** So many stays are told apart; more would only measure the machine's cache. */
const STAYS = 4096;
const SITES = ['sun', 'moon', 'star', 'quay'];
const HOMES = ['Hubei', 'Hunan', 'Sichuan', 'Yunnan', null];
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
const NOW = Temporal.Instant.from('2026-05-10T08:00Z');

/** Counts `n` stays each way; the whole plan for a hundredth of them. */
export function measureRelease(n: number): ReleaseFigures {
  const book = ruleBook(parseRules(RULES));
  const stays = Array.from({ length: STAYS }, (_none, index) => stay(index));
  const days = stays.map(toDays);
  const moments = stays.map(({ entry }) => (entry instanceof Temporal.Instant ? entry.epochMilliseconds : 0));
  const today = dayInZone(NOW.epochMilliseconds, 'Asia/Shanghai');
  const dates = stays.map((_none, index) => Temporal.PlainDate.from('2026-04-20').add({ days: index % 20 }));
  const bare = rate(n, (at) => dates[at]?.add({ days: 14 }).day ?? 0);
  const release = rate(n, (at) => countRelease(days[at] as DayFacts, book, today).homeUntil ?? 0);
  const zoned = rate(n, (at) => {
    const entry = dayInZone(moments[at] ?? 0, ZONES[at % ZONES.length] ?? '');
    return countRelease({ ...(days[at] as DayFacts), entry }, book, today).homeUntil ?? 0;
  });
  const tests = rate(n, (at) => countTests(days[at] as DayFacts, book, today));
  const plan = rate(n / 100, (at) => planStay(stays[at] as StayFacts, book, NOW).tests.length);
  return {
    bare,
    release,
    releaseOfBare: release / bare,
    zoned,
    zonedOfBare: zoned / bare,
    tests,
    testsOfBare: tests / bare,
    plan,
    planOfBare: plan / bare,
  };
}

function countTests(facts: DayFacts, book: RuleBook, today: Day): number {
  const { count, homeUntil } = countRelease(facts, book, today);
  return count ? testsDue(count, homeUntil ?? count.release, facts, today).length : 0;
}

/** The second of two runs: the first one warms up. The sum keeps the work from being left out. */
function rate(times: number, one: (index: number) => number): number {
  let sum = 0;
  let seconds = 0;
  for (let run = 0; run < 2; run += 1) {
    const start = performance.now();
    for (let at = 0; at < times; at += 1) sum += one(at % STAYS);
    seconds = (performance.now() - start) / 1000;
  }
  return Number.isNaN(sum) ? Number.NaN : times / seconds;
}

/** Two years of rules: a general one that changed twice, some for sites and homes, contacts and positives. */
const RULES = [
  { version: 1, preset: '14', validFrom: '2025-01-01', validTo: '2025-12-31' },
  { version: 2, preset: '21', validFrom: '2026-01-01', validTo: '2026-04-30' },
  { version: 3, preset: '14+7', validFrom: '2026-05-01', onPositive: 'restart', minimum: 10 },
  { version: 4, preset: '14', siteId: 'sun', start: 'arrival' },
  { version: 5, preset: '14+7', jurisdiction: 'Hubei' },
  { version: 6, preset: '21', siteId: 'moon', jurisdiction: 'Hubei', validFrom: '2026-05-01' },
  { version: 7, preset: '14', start: 'contact', minimum: 7 },
  { version: 8, days: 10, tests: [9, 10], start: 'positive' },
];

function stay(index: number): StayFacts {
  const entry = NOW.subtract({ hours: 24 * (index % 20) + (index % 24) });
  const date = entry.toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
  const some = <T>(every: number, value: T): T | null => (index % every === 0 ? value : null);
  return {
    zone: ZONES[index % ZONES.length] ?? '',
    siteId: SITES[index % SITES.length] ?? null,
    jurisdiction: HOMES[index % HOMES.length] ?? null,
    entry,
    arrival: date,
    contact: some(9, date.add({ days: 2 })),
    positive: some(31, date.add({ days: 5 })),
    tests: [1, 4].map((day) => ({ on: date.add({ days: day }), result: 'negative' as const })),
    changes:
      index % 5 === 0 ? [{ kind: 'extension', days: 2, reason: 'late result', approval: 'approved' }] : [],
    ruleVersions: index % 3 === 0 ? [3] : [],
  };
}
