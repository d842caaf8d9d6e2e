/**
 * `npm run bench`: prints medians over three runs, and ratios of runs made side by side. `npm run bench -- a b c d e f g h i j k l m w`
 * chooses; BENCH_RUNS, BENCH_MESSAGES, BENCH_ROWS, BENCH_TICKETS and BENCH_ENTRIES make it shorter; BENCH_DATABASE_URL adds PostgreSQL.
 */
import { measureBulk } from './bulk.ts';
import type { StoreKind } from './child.ts';
import { measureClaims } from './claims.ts';
import { measureEscalation } from './escalation.ts';
import { measureExport } from './export.ts';
import { median, table } from './figures.ts';
import { measureFlood } from './flood.ts';
import { type Inbound, measureInbound, type Subject } from './inbound.ts';
import { measureLive } from './live.ts';
import { measureNotice } from './notice.ts';
import { serverUrl } from './postgres.ts';
import { measureQueue } from './queue.ts';
import { measureRelease } from './release.ts';
import { measureReminders } from './reminders.ts';
import { measureImport } from './roster.ts';
import { measureRosterRead } from './roster-read.ts';
import { measureStats } from './stats.ts';
import { measureWorkers } from './workers.ts';

const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 2000);
const chosen = process.argv.slice(2);
const stores: StoreKind[] = serverUrl ? ['embedded', 'postgres'] : ['embedded'];
const wanted = (name: string): boolean => chosen.length === 0 || chosen.includes(name);

if (wanted('a')) await inbound();
if (wanted('b')) await flood();
if (wanted('c')) await bulk();
if (wanted('d')) await claims();
if (wanted('e')) await queue();
if (wanted('f')) await escalation();
if (wanted('g')) await roster();
if (wanted('h')) release();
if (wanted('i')) await reminders();
if (wanted('j')) await notice();
if (wanted('k')) await stats();
if (wanted('l')) await exports();
if (wanted('m')) await live();
if (wanted('w')) await workers();
process.exit(0);

async function inbound(): Promise<void> {
  const subjects: [string, Subject][] = [['floor: bare grammY bot, SQLite', 'floor']];
  for (const store of stores) {
    subjects.push([`${store}, 1,000 tickets before`, { store, existing: 1000 }]);
    subjects.push([`${store}, 100,000 tickets before`, { store, existing: 100_000 }]);
  }
  const runs = new Map<string, Inbound[]>(subjects.map(([name]) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, subject] of subjects) runs.get(name)?.push(await measureInbound(subject, MESSAGES));
  }
  const floor = runs.get(subjects[0]?.[0] ?? '') ?? [];
  const rows = subjects.map(([name]) => {
    const measured = runs.get(name) ?? [];
    const of = (pick: (one: Inbound) => number): number => median(measured.map(pick));
    const ratio = median(measured.map((one, run) => one.perSecond / (floor[run]?.perSecond ?? Number.NaN)));
    return [
      name,
      of((one) => one.perSecond).toFixed(0),
      ratio.toFixed(2),
      of((one) => one.p50).toFixed(0),
      of((one) => one.p99).toFixed(0),
      of((one) => one.cpuPer1000).toFixed(0),
      mb(of((one) => one.peakRss)),
      mb(of((one) => one.idleRss)),
    ];
  });
  const head = [
    '(a) inbound',
    'msg/s',
    'of floor',
    'p50 ms',
    'p99 ms',
    'CPU ms/1,000',
    'peak RSS',
    'idle RSS',
  ];
  console.log(
    `\n${MESSAGES} messages from as many people at once, median of ${RUNS} runs\n${table(head, rows)}`,
  );
}

async function flood(): Promise<void> {
  const rows: string[][] = [];
  for (const store of stores) {
    const { p50, p99, longest, refusals, unseen } = await measureFlood(store, 200, 2);
    rows.push([store, seconds(p50), seconds(p99), seconds(longest), String(refusals), String(unseen)]);
  }
  const head = ['(b) 200 tickets a minute, 20 messages', 'p50', 'p99', 'longest', '429s', 'never seen'];
  console.log(
    `\n400 tickets in 2 minutes into one group, time until staff can see each\n${table(head, rows)}`,
  );
}

async function bulk(): Promise<void> {
  const rows: string[][] = [];
  for (const store of stores) {
    const { share, refusals, answerP50, answerP99, answers } = await measureBulk(store, 3000);
    rows.push([
      store,
      share.toFixed(3),
      String(refusals),
      `${answerP50.toFixed(0)} ms`,
      `${answerP99.toFixed(0)} ms`,
      String(answers),
    ]);
  }
  const head = [
    '(c) 3,000 bulk messages at 30/s',
    'rate / allowed',
    '429s',
    'answer p50',
    'answer p99',
    'answers',
  ];
  console.log(`\nbulk sending while somebody asks every 1.5 s\n${table(head, rows)}`);
}

async function claims(): Promise<void> {
  if (!serverUrl) return console.log('\n(d) needs BENCH_DATABASE_URL: two processes share one PostgreSQL');
  const [colleagues, tickets] = [50, 1000];
  const { claimsPerSecond, owned, twice, winners } = await measureClaims(colleagues, tickets);
  const head = ['(d) claim race', 'claims/s', 'tickets owned', 'claimed twice', 'winners'];
  const row = ['2 processes', claimsPerSecond.toFixed(0), String(owned), String(twice), String(winners)];
  console.log(`\n${colleagues} colleagues claim each of ${tickets} tickets\n${table(head, [row])}`);
}

async function workers(): Promise<void> {
  if (!serverUrl) return console.log('\n(w) needs BENCH_DATABASE_URL: workers share one PostgreSQL');
  const runs: { one: number; two: number }[] = [];
  for (let run = 0; run < RUNS; run++)
    runs.push({ one: await measureWorkers(1, MESSAGES), two: await measureWorkers(2, MESSAGES) });
  const rows = [
    ['1 process', median(runs.map(({ one }) => one)).toFixed(0), '1.00'],
    [
      '2 processes',
      median(runs.map(({ two }) => two)).toFixed(0),
      median(runs.map(({ one, two }) => two / one)).toFixed(2),
    ],
  ];
  console.log(
    `\n${MESSAGES} messages waiting, handled without delivery, median of ${RUNS} runs\n${table(['(w) workers', 'msg/s', 'of one'], rows)}`,
  );
}

async function queue(): Promise<void> {
  const rows: string[][] = [];
  for (const store of stores) {
    const { p50, p99 } = await measureQueue(store, 100_000, 300);
    rows.push([store, `${p50.toFixed(1)} ms`, `${p99.toFixed(1)} ms`]);
  }
  const head = ['(e) first page of the queue', 'p50', 'p99'];
  console.log(`\n100,000 open tickets, 300 times /queue from stored to answered\n${table(head, rows)}`);
}

async function escalation(): Promise<void> {
  const rows: string[][] = [];
  for (const store of stores) {
    const { ms, roundMs, messages, again } = await measureEscalation(store, 100_000);
    rows.push([store, seconds(ms), seconds(roundMs), String(messages), String(again)]);
  }
  const head = ['(f) escalation after a downtime', 'escalation', 'whole round', 'messages', 'due again'];
  console.log(`\n100,000 overdue tickets of 50 owners\n${table(head, rows)}`);
}

async function roster(): Promise<void> {
  const count = Number(process.env.BENCH_ROWS ?? 91_690);
  const reading = await measureRosterRead(count);
  const rows = [['reading alone', perSecond(reading.rowsPerSecond), '', '', '', mb(reading.peakRss)]];
  for (const store of stores) {
    const { rowsPerSecond, bareRowsPerSecond, againRowsPerSecond, longestBatchMs, peakRss } =
      await measureImport(store, count);
    rows.push([
      store,
      perSecond(rowsPerSecond),
      (rowsPerSecond / bareRowsPerSecond).toFixed(3),
      perSecond(againRowsPerSecond),
      `${longestBatchMs.toFixed(0)} ms`,
      mb(peakRss),
    ]);
  }
  const head = ['(g) roster import', 'rows/s', 'of bare copy', 'corrected file', 'longest batch', 'peak RSS'];
  console.log(`\n${count} people in one file\n${table(head, rows)}`);
}

function release(): void {
  const { bare, release, releaseOfBare, zoned, zonedOfBare, tests, testsOfBare, plan, planOfBare } =
    measureRelease(1_000_000);
  const row = (name: string, rate: number, ratio: number): string[] => [
    name,
    perSecond(rate),
    ratio.toFixed(2),
  ];
  const rows = [
    row('bare addition by Temporal', bare, 1),
    row('release date', release, releaseOfBare),
    row('from moments and zones', zoned, zonedOfBare),
    row('with tests', tests, testsOfBare),
    row('the whole plan, with its steps', plan, planOfBare),
  ];
  console.log(`\n${table(['(h) release dates', 'stays/s', 'of bare'], rows)}`);
}

async function reminders(): Promise<void> {
  const count = Number(process.env.BENCH_STAYS ?? 100_000);
  const rows: string[][] = [];
  for (const store of stores) {
    const { reminders: found, planned, kept, again, moved } = await measureReminders(store, count);
    rows.push([store, String(found), ...[planned, kept, again, moved].map(perSecond)]);
  }
  const head = [
    '(i) reminders',
    'reminders',
    'planner alone',
    'planned and kept',
    'again',
    'all dates moved',
  ];
  console.log(`\n${count} stays\n${table(head, rows)}`);
}

async function notice(): Promise<void> {
  const people = Number(process.env.BENCH_PEOPLE ?? 50_000);
  const rows: string[][] = [];
  for (const store of stores) {
    const { firstSent, allQueued, takenBack } = await measureNotice(store, people);
    rows.push([store, ...[firstSent, allQueued, takenBack].map(seconds)]);
  }
  const head = ['(j) a notice, from its approval', 'first sent', 'all queued', 'old one taken back'];
  console.log(`\n${people} people\n${table(head, rows)}`);
}

async function exports(): Promise<void> {
  const tickets = Number(process.env.BENCH_EXPORT ?? 1_000_000);
  const rows: string[][] = [];
  for (const store of stores) {
    for (const [format, one] of Object.entries(await measureExport(store, tickets))) {
      const { rowsPerSecond, ofBareCopy, peakRss, megabytes } = one;
      const size = `${megabytes.toFixed(0)} MB`;
      rows.push([`${store}, ${format}`, perSecond(rowsPerSecond), ofBareCopy.toFixed(2), size, mb(peakRss)]);
    }
  }
  const head = ['(l) export', 'rows/s', 'of bare copy', 'file', 'peak RSS'];
  console.log(`\n${tickets} tickets\n${table(head, rows)}`);
}

async function live(): Promise<void> {
  const pages = Number(process.env.BENCH_PAGES ?? 500);
  const changes = Number(process.env.BENCH_CHANGES ?? 20);
  const rows: string[][] = [];
  for (const store of stores) {
    const { p50, p99, longest, ...one } = await measureLive(store, pages, changes);
    const share = (value: number): string => `${(100 * value).toFixed(0)} %`;
    const { rssBefore, rssOpen, rssClosed, rssAfterFive } = one;
    rows.push([
      store,
      ...[p50, p99, longest].map(ms),
      share(one.cpuQuiet),
      share(one.cpuBusy),
      ...[rssBefore, rssOpen, rssClosed, rssAfterFive].map(mb),
    ]);
  }
  const head = [
    '(m) live pages',
    'p50',
    'p99',
    'longest',
    'CPU at rest',
    'CPU',
    'RSS before',
    'open',
    'closed',
    'five times',
  ];
  console.log(
    `\n${pages} open pages of the queue, ${changes} claims, from the claim to each page\n${table(head, rows)}`,
  );
}

async function stats(): Promise<void> {
  const tickets = Number(process.env.BENCH_TICKETS ?? 1_000_000);
  const entries = Number(process.env.BENCH_ENTRIES ?? 10_000_000);
  const rows: string[][] = [];
  for (const store of stores) {
    const { filledMs, times } = await measureStats(store, { tickets, entries, times: 50 });
    console.log(`${store}: filled in ${seconds(filledMs)}`);
    for (const { period, by, opened, chat, page, ofCount } of times)
      rows.push([
        `${store}, ${period}, ${by ?? 'all'}`,
        String(opened),
        ...[chat.p50, chat.p99, page.p50, page.p99].map(ms),
        ofCount.toFixed(1),
      ]);
  }
  const head = ['(k) figures', 'opened', '/stats p50', 'p99', 'page p50', 'p99', '/stats of a bare count'];
  console.log(
    `\n${tickets} tickets of a year with ${entries} entries, 50 times each, with the period before\n${table(head, rows)}`,
  );
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function perSecond(value: number): string {
  return `${value.toFixed(0)}/s`;
}

function mb(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
