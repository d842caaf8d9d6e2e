/** Days counted by hand, where clocks change and sites lie on both sides of the date line. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import type { Snapshot } from '../../src/domain/report/snapshot.ts';
import { parseRules } from '../../src/domain/stay/rule.ts';
import { gatherReport } from '../../src/features/reports/gather-report.ts';
import { makeAppraisal } from '../../src/features/reports/make-appraisal.ts';
import { writeWorkbook } from '../../src/features/reports/workbook.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readRosterTable } from '../../src/ingest/roster-table.ts';
import { readFigures } from '../../src/store/figures.ts';
import type { Store } from '../../src/store/open.ts';
import { transact } from '../../src/store/transaction.ts';
import { listUnheard } from '../../src/store/unheard.ts';
import { testStore } from '../support/database.ts';

const DEPS = { desk: {} as never, locale: 'en', zone: 'Asia/Shanghai' };
/** In New York this day has 25 hours: 04:00Z to 05:00Z of the next; on Kiritimati it is 31 October 10:00Z to 10:00Z. */
const DAY = Temporal.PlainDate.from('2026-11-01');
/** The last site's day is over just now. */
const OVER = Temporal.Instant.from('2026-11-02T05:00:00Z');

let store: Store;
const [york, kiri] = [randomUUID(), randomUUID()];

const date = (day: string) => new Date(`${day}T00:00:00Z`);
const LONG_AGO = new Date('2026-10-01T00:00:00Z');

async function person(siteId: string | null, stay: Record<string, unknown> = {}) {
  const [personId, id] = [randomUUID(), randomUUID()];
  await store.db.person.create({ data: { id: personId, name: 'Ana', siteId, createdAt: LONG_AGO } });
  const fields = { state: 'here', arrivedAt: LONG_AGO, createdAt: LONG_AGO, ...stay };
  await store.db.stay.create({ data: { id, personId, siteId, ...fields } });
  return { personId, id };
}

async function ticket(siteId: string, more: Record<string, unknown>) {
  const { personId } = await person(siteId, { state: 'left' });
  const plain = { need: 'supplies', urgency: 'normal', state: 'new', summary: 'x', language: 'en' };
  return store.db.ticket.create({
    data: {
      id: randomUUID(),
      personId,
      siteId,
      account: 'telegram',
      ...plain,
      openedAt: new Date('2026-11-01T08:00:00Z'),
      ...more,
    },
  });
}

const taken = (stayId: string, result: string, entered: string) =>
  store.db.stayTest.create({
    data: { id: randomUUID(), stayId, takenOn: date('2026-10-31'), result, enteredAt: new Date(entered) },
  });

const answered = (personId: string, day: string, at: string, more: object = {}) =>
  store.db.checkIn.create({
    data: { personId, day: date(day), siteId: york, state: 'answered', answeredAt: new Date(at), ...more },
  });

async function people() {
  // New York: two who were there, one of the first moment and one of the 25th hour, one of the next day.
  const a = await person(york, { arrivedAt: new Date('2026-11-01T03:59:59Z') });
  const b = await person(york, { arrivedAt: new Date('2026-11-01T04:00:00Z') });
  await person(york, { arrivedAt: new Date('2026-11-02T04:59:59Z') });
  await person(york, { arrivedAt: new Date('2026-11-02T05:00:00Z') });
  await answered(a.personId, '2026-11-01', '2026-11-01T14:00:00Z', { symptoms: ['cough'] });
  await answered(b.personId, '2026-10-31', '2026-11-01T04:10:00Z');
  // Let go in the 25th hour; let go to days at home; let go the day before.
  const gone = (at: string) => ({ releasedAt: new Date(at), releaseOn: date('2026-11-01') });
  const late = '2026-11-02T04:30:00Z';
  await person(york, { ...gone(late), state: 'released', endedAt: new Date(late) });
  await person(york, { ...gone('2026-11-01T15:00:00Z'), state: 'home', homeUntil: date('2026-11-08') });
  const before = '2026-11-01T03:30:00Z';
  await person(york, { ...gone(before), state: 'released', endedAt: new Date(before) });
  // Still there although their day is over; expected today; not seen since yesterday.
  await person(york, { releaseOn: date('2026-10-30'), nextTestOn: date('2026-10-31') });
  await person(york, { state: 'expected', arrivedAt: null, entryOn: date('2026-11-01') });
  await person(york, { state: 'expected', arrivedAt: null, entryOn: date('2026-10-31') });
  // Kiritimati: the day before, the day, in hospital by then, in hospital only after it.
  await person(kiri, { arrivedAt: new Date('2026-10-31T09:59:59Z') });
  await person(kiri, { arrivedAt: new Date('2026-10-31T10:00:00Z') });
  const ill = await person(kiri, { state: 'hospital' });
  await taken(ill.id, 'positive', '2026-10-31T20:00:00Z');
  const illLater = await person(kiri, { state: 'hospital' });
  await taken(illLater.id, 'positive', '2026-11-01T12:00:00Z');
  const waiting = await person(kiri);
  await taken(waiting.id, 'pending', '2026-10-31T21:00:00Z');
  // At no site, by Shanghai's clock: a negative test of its last minute.
  const nowhere = await person(null);
  await taken(nowhere.id, 'negative', '2026-11-01T15:59:00Z');
}

async function trips(staffId: string) {
  const seats = ['boarded', 'arrived', 'off', 'missing'] as const;
  // Half past one comes twice that night.
  for (const [number, departed] of ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'].entries()) {
    const id = randomUUID();
    await store.db.trip.create({
      data: {
        id,
        fromPlace: 'York',
        fromSiteId: york,
        toPlace: 'Hospital',
        purpose: number === 0 ? 'hospital' : 'transfer',
        state: 'under-way',
        departedAt: new Date(departed),
        createdBy: staffId,
        createdAt: LONG_AGO,
      },
    });
    for (const state of seats.slice(0, number === 0 ? 4 : 1)) {
      const { personId } = await person(york, { state: 'left' });
      await store.db.tripSeat.create({ data: { tripId: id, personId, state } });
    }
  }
}

async function tickets(staffId: string) {
  await ticket(york, {
    need: 'medical',
    urgency: 'emergency',
    restricted: true,
    openedAt: new Date('2026-11-02T04:30:00Z'),
  });
  await ticket(york, {
    openedAt: new Date('2026-10-30T08:00:00Z'),
    state: 'resolved',
    resolvedAt: new Date('2026-11-01T09:00:00Z'),
    rating: 5,
  });
  const owned = { ownerId: staffId, state: 'waiting-third', dueAt: new Date('2026-11-01T10:00:00Z') };
  const kept = await ticket(york, owned);
  await store.db.ticketPromise.create({
    data: { id: randomUUID(), ticketId: kept.id, staffId, text: 'a desk', createdAt: LONG_AGO },
  });
  // On Kiritimati that is tomorrow already.
  await ticket(kiri, { openedAt: new Date('2026-11-01T10:30:00Z') });
  const line = { form: 'message', text: 'x', siteId: york };
  for (const [kind, at] of [
    ['thanks', '2026-11-02T04:59:00Z'],
    ['complaint', '2026-11-01T04:00:00Z'],
    ['complaint', '2026-11-02T05:00:00Z'],
  ] as const)
    await store.db.ledgerEntry.create({ data: { id: randomUUID(), kind, at: new Date(at), ...line } });
}

beforeAll(async () => {
  store = await testStore();
  const { db } = store;
  await db.site.create({
    data: { id: york, name: 'York', timeZone: 'America/New_York', createdAt: LONG_AGO },
  });
  await db.site.create({
    data: { id: kiri, name: 'Kiri', timeZone: 'Pacific/Kiritimati', createdAt: LONG_AGO },
  });
  const staff = [randomUUID(), randomUUID()] as const;
  for (const id of staff)
    await db.staff.create({ data: { id, name: 'Wang', role: 'liaison', createdAt: LONG_AGO } });
  const asked = { day: date('2026-11-01'), askedAt: new Date('2026-11-01T12:00:00Z') };
  const ill = { answeredAt: new Date('2026-11-01T12:30:00Z'), temperature: 38.2 };
  await db.staffCheckIn.create({ data: { staffId: staff[0], ...asked } });
  await db.staffCheckIn.create({ data: { staffId: staff[1], ...asked, ...ill } });
  await people();
  await trips(staff[0]);
  await tickets(staff[0]);
});

const gather = (siteId: string | null, now: Temporal.Instant, day = DAY): Promise<Snapshot> =>
  transact(store.db, (tx) => {
    const around = { features: [], t: createTranslate(), capabilities: () => undefined };
    return gatherReport(createWork(tx, now, around), DEPS, { siteId, day, teamId: null });
  });

const values = ({ sections }: Snapshot): Record<string, (number | null)[]> =>
  Object.fromEntries(sections.map(({ id, figures }) => [id, figures.map(({ value }) => value)]));

describe('a day of 25 hours', () => {
  test('at one site is counted to its last minute, by its own clock', async () => {
    const report = await gather(york, OVER);
    expect(report).toMatchObject({ zone: 'America/New_York', isWhole: true, until: '2026-11-02T05:00:00Z' });
    expect(values(report)).toEqual({
      // expected, arrived, unaccounted
      arrivals: [1, 2, 1],
      // here: A, B, the one of the 25th hour, and who should have left · hospital · home
      quarantine: [4, 0, 1],
      // due: let go in the 25th hour, let go home · released · to home · overdue
      releases: [2, 2, 1, 1],
      // trips, people, to hospital, missing
      transfers: [2, 3, 2, 1],
      tests: [0, 0, 0, 0, 0, 1],
      // opened, resolved, reopened, open, overdue
      tickets: [2, 1, 0, 2, 1],
      emergencies: [1, 0, 1],
      // there, heard from, silent, unwell: the answer of the day before does not count
      unheard: [4, 1, 3, 1],
      feedback: [1, 1, 1],
      staff: [2, 1, 1, 1],
      // unclaimed, waiting, promises, handovers
      carried: [1, 1, 1, 0],
    });
    const [emergency] = report.sections.find(({ id }) => id === 'emergencies')?.lines ?? [];
    expect(emergency).toMatchObject({ urgency: 'emergency', need: null, site: 'York', state: 'new' });
  });

  test('of all sites adds up each site’s own day', async () => {
    const report = await gather(null, OVER);
    expect(report).toMatchObject({ zone: 'Asia/Shanghai', isWhole: true, until: '2026-11-02T05:00:00Z' });
    expect(values(report)).toMatchObject({
      arrivals: [1, 3, 1],
      // York 4; Kiri: the two who came, who waits for a result, and who went to hospital only after the day; nowhere 1
      quarantine: [9, 1, 1],
      releases: [2, 2, 1, 1],
      transfers: [2, 3, 2, 1],
      // recorded: positive, pending and the negative of Shanghai's last minute; awaited 1
      tests: [3, 1, 1, 0, 1, 1],
      tickets: [2, 1, 0, 2, 1],
      unheard: [9, 1, 8, 1],
      feedback: [1, 1, 1],
    });
    expect(report.sites).toEqual([
      { name: 'Kiri', figures: { here: 4, arrived: 1, released: 0, positive: 1, silent: 4 } },
      { name: 'York', figures: { here: 4, arrived: 2, released: 2, positive: 0, silent: 3 } },
      { name: null, figures: { here: 1, arrived: 0, released: 0, positive: 0, silent: 1 } },
    ]);
  });

  test('says the same as figures and as the list of those not heard from', async () => {
    const noon = Temporal.Instant.from('2026-11-01T17:30:00Z');
    const report = values(await gather(york, noon));
    const from = Temporal.Instant.from('2026-11-01T04:00:00Z');
    const filter = { siteId: york };
    const { total } = await transact(store.db, (tx) => readFigures(tx, { from, to: noon, filter }, noon));
    const [here = 0, hospital = 0] = report.quarantine ?? [];
    expect(Number(here) + Number(hospital)).toBe(total.inQuarantine);
    expect(report.releases?.[1]).toBe(total.released);
    expect(report.tickets).toEqual([total.opened, total.resolved, total.reopened, total.open, total.overdue]);
    const now = await gather(york, OVER.add({ hours: 10 }), DAY.add({ days: 1 }));
    const page = { from: 0, most: 100 };
    const unheard = await transact(store.db, (tx) =>
      listUnheard(tx, [{ siteId: york, day: DAY.add({ days: 1 }) }], page),
    );
    expect(values(now).unheard?.[2]).toBe(unheard.length);
  });

  test('that is long over says nothing of what was known only then', async () => {
    const report = values(await gather(york, OVER.add({ hours: 13 })));
    expect(report.carried).toEqual([null, null, null, null]);
    expect(report.tickets).toEqual([2, 1, 0, 2, null]);
    expect(report.releases).toEqual([2, 2, 1, null]);
    expect(report.arrivals).toEqual([1, 2, 1]);
  });

  test('that has not begun everywhere has zeros where it has not', async () => {
    const early = Temporal.Instant.from('2026-10-31T12:00:00Z');
    const report = await gather(null, early);
    expect(report).toMatchObject({ isWhole: false, until: '2026-10-31T12:00:00Z' });
    const york = report.sites.find(({ name }) => name === 'York');
    expect(york?.figures).toMatchObject({ arrived: 0, released: 0 });
    expect(report.sites.find(({ name }) => name === 'Kiri')?.figures.arrived).toBe(1);
  });
});

describe('a month', () => {
  const moon = randomUUID();
  const appraise = (month: string, now: Temporal.Instant) =>
    transact(store.db, (tx) => {
      const around = { features: [], t: createTranslate(), capabilities: () => undefined };
      const choice = { siteIds: [moon], teamIds: [], withStaff: false };
      const of = Temporal.PlainYearMonth.from(month);
      return makeAppraisal(createWork(tx, now, around), DEPS, of, choice);
    });

  beforeAll(async () => {
    const { db } = store;
    await db.site.create({
      data: { id: moon, name: 'Moon', timeZone: 'America/New_York', createdAt: LONG_AGO },
    });
    const [rule] = parseRules([{ version: 1, preset: '14', tests: [7, 14] }]);
    await db.stayRule.create({
      data: { version: 1, rule: JSON.parse(JSON.stringify(rule)), createdAt: LONG_AGO },
    });
    // Entered on 20 October: tests are due on the 27th and on 3 November, the day they may leave.
    const since = { entryOn: date('2026-10-20'), releaseOn: date('2026-11-03') };
    const test = (stayId: string, on: string) =>
      db.stayTest.create({
        data: { id: randomUUID(), stayId, takenOn: date(on), result: 'negative', enteredAt: LONG_AGO },
      });
    const kept = await person(moon, {
      ...since,
      state: 'released',
      releasedAt: new Date('2026-11-04T04:59:00Z'),
      endedAt: new Date('2026-11-04T04:59:00Z'),
    });
    await test(kept.id, '2026-10-27');
    await test(kept.id, '2026-11-03');
    const late = await person(moon, {
      ...since,
      state: 'released',
      releasedAt: new Date('2026-11-04T05:00:00Z'),
      endedAt: new Date('2026-11-04T05:00:00Z'),
    });
    await test(late.id, '2026-10-28');
    await person(moon, since);
    await person(moon, { ...since, state: 'left', endedAt: new Date('2026-10-26T12:00:00Z') });
    const days = ['2026-10-30', '2026-10-31', '2026-11-01'];
    for (const day of days)
      await db.checkIn.create({
        data: {
          personId: kept.personId,
          day: date(day),
          siteId: moon,
          state: day === '2026-10-31' ? 'asked' : 'answered',
        },
      });
  });

  test('has check-ins, tests and releases on time, counted by the plans of those there', async () => {
    const october = await appraise('2026-10', Temporal.Instant.from('2026-12-01T12:00:00Z'));
    expect(october).toMatchObject({ month: '2026-10', isRunning: false, teams: [], staff: [] });
    expect(october.sites[0]?.duties).toEqual({
      heard: { of: 2, done: 1 },
      // One on its day, one a day late, one never; who left before is not asked.
      tests: { of: 3, done: 1 },
      releases: { of: 0, done: 0 },
    });
    const november = await appraise('2026-11', Temporal.Instant.from('2026-12-01T12:00:00Z'));
    expect(november.sites[0]?.duties).toEqual({
      heard: { of: 1, done: 1 },
      tests: { of: 3, done: 1 },
      // In the last minute of the day, a minute later, and never.
      releases: { of: 3, done: 1 },
    });
  });

  test('that still runs is counted up to yesterday', async () => {
    const running = await appraise('2026-11', Temporal.Instant.from('2026-11-03T20:00:00Z'));
    expect(running.isRunning).toBe(true);
    expect(running.sites[0]?.duties).toMatchObject({ tests: { of: 0 }, releases: { of: 0 } });
  });
});

test('a workbook opens again with the same cells, and words that look like a formula stay words', async () => {
  const rows = [
    ['Section', 'Number'],
    ['=1+1', 7],
    ['@cmd', null],
  ];
  const bytes = await writeWorkbook([
    { name: 'Sites: 1/2', rows },
    { name: 'x'.repeat(40), rows: [['a']] },
  ]);
  const read: unknown[] = [];
  for await (const { cells } of readRosterTable(bytes)) read.push(cells);
  expect(read).toEqual([['Section', 'Number'], ['=1+1', '7'], ['@cmd']]);
});
