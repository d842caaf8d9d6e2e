/** Worked examples: every number below was counted by hand. */
import { randomUUIDv7 } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Figures, FiguresQuestion } from '../../src/domain/figures/question.ts';
import { readFigures } from '../../src/store/figures.ts';
import { readSteps } from '../../src/store/figures-steps.ts';
import type { Store } from '../../src/store/open.ts';
import { changeTicket, findTicket, openTicket, type TicketChange } from '../../src/store/tickets.ts';
import { transact } from '../../src/store/transaction.ts';
import { testStore } from '../support/database.ts';

const at = (text: string): Temporal.Instant => Temporal.Instant.from(`2026-05-${text}:00Z`);
const admin = { role: 'admin', id: '00000000-0000-7000-8000-000000000001' } as const;
const id = (n: number): string => `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const [HARBOUR, AIRPORT, LI, MA, TEAM, ANN, BOB] = [id(10), id(11), id(20), id(21), id(30), id(40), id(41)];

let store: Store;
const ask = (question: Partial<FiguresQuestion>, now = at('09T00:00')) =>
  transact(store.db, (tx) => readFigures(tx, { from: at('01T00:00'), to: at('02T00:00'), ...question }, now));

async function ticket(
  opened: string,
  fields: { person?: string; need?: 'supplies' | 'medical'; site?: string },
) {
  return transact(store.db, (tx) =>
    openTicket(
      tx,
      {
        personId: fields.person ?? ANN,
        siteId: fields.site ?? HARBOUR,
        teamId: TEAM,
        need: fields.need ?? 'supplies',
        urgency: 'normal',
        summary: 'x',
        language: fields.person === BOB ? 'fr' : 'zh-CN',
        account: 'telegram' as never,
        privateChat: null,
        groupChat: null,
      },
      at(opened),
    ),
  );
}

async function change(of: { id: string }, when: string, fields: TicketChange): Promise<void> {
  await transact(store.db, async (tx) => {
    const before = await findTicket(tx, of.id);
    if (!before) throw new Error('no ticket');
    await changeTicket(tx, before, {}, fields, { actor: admin, action: 'test', now: at(when) });
  });
}

const claim = (of: { id: string }, when: string, ownerId = LI) =>
  change(of, when, { state: 'claimed', ownerId, claimedAt: at(when) });
const answer = (of: { id: string }, when: string) =>
  change(of, when, { firstResponseAt: at(when), answeredAt: at(when) });
const solve = (of: { id: string }, when: string) =>
  change(of, when, { state: 'resolved', resolvedAt: at(when) });
const reopen = (of: { id: string }, when: string) =>
  change(of, when, { state: 'reopened', resolvedAt: null, rating: null, answeredAt: null });

beforeAll(async () => {
  store = await testStore();
  const { db } = store;
  const createdAt = new Date('2026-04-01T00:00:00Z');
  await db.site.createMany({
    data: [
      { id: HARBOUR, name: 'Harbour', createdAt },
      { id: AIRPORT, name: 'Airport', createdAt },
    ],
  });
  await db.team.create({ data: { id: TEAM, name: 'Desk', createdAt, isDefault: true } });
  await db.staff.createMany({
    data: [
      { id: LI, name: 'Li', role: 'liaison', createdAt },
      { id: MA, name: 'Ma', role: 'liaison', createdAt },
    ],
  });
  await db.person.createMany({
    data: [
      { id: ANN, name: 'Ann', siteId: HARBOUR, jurisdiction: 'Sichuan', createdAt },
      { id: BOB, name: 'Bob', siteId: AIRPORT, jurisdiction: 'Hunan', createdAt },
    ],
  });
  for (const [name, from, to] of [
    ['Day', '01T08:00', '01T20:00'],
    ['Night', '01T20:00', '02T08:00'],
  ] as const)
    await db.shift.create({
      data: {
        id: randomUUIDv7(),
        teamId: TEAM,
        name,
        startsAt: new Date(at(from).epochMilliseconds),
        endsAt: new Date(at(to).epochMilliseconds),
      },
    });
});

describe('no tickets', () => {
  it('are zero where something is counted, and unknown where there is nothing to measure', async () => {
    const { total, rows } = await ask(
      { from: at('20T00:00'), to: at('21T00:00'), by: 'site' },
      at('20T12:00'),
    );
    expect(total).toEqual({
      opened: 0,
      open: 0,
      overdue: 0,
      resolved: 0,
      reopened: 0,
      responseMedian: null,
      responseP90: null,
      resolutionMedian: null,
      resolutionP90: null,
      responseKept: null,
      resolutionKept: null,
      rating: null,
      ratings: 0,
      thanks: 0,
      complaints: 0,
      inQuarantine: 0,
      heardFrom: 0,
      released: 0,
    } satisfies Figures);
    expect(rows).toEqual([]);
  });
});

describe('a day at two sites', () => {
  beforeAll(async () => {
    // Harbour, Li: answered after 10, 20 and 90 minutes, two of them solved after 1 and 3 hours.
    const first = await ticket('01T09:00', {});
    await claim(first, '01T09:05');
    await answer(first, '01T09:10');
    await solve(first, '01T10:00');
    await change(first, '01T11:00', { state: 'closed', rating: 5 });
    const second = await ticket('01T10:00', {});
    await claim(second, '01T10:10');
    await answer(second, '01T10:20');
    await solve(second, '01T13:00');
    await change(second, '01T14:00', { state: 'closed', rating: 2 });
    const third = await ticket('01T12:00', { need: 'medical' });
    await claim(third, '01T13:00');
    await answer(third, '01T13:30');
    // Airport, Ma: one at night that nobody answered; one that is solved on the next day.
    await ticket('01T22:00', { person: BOB, site: AIRPORT });
    const fifth = await ticket('01T23:00', { person: BOB, site: AIRPORT });
    await claim(fifth, '01T23:10', MA);
    await answer(fifth, '02T00:30');
    await solve(fifth, '02T05:00');
  });

  it('has the medians of what was answered and solved', async () => {
    const { total } = await ask({});
    // Answers: 10, 20, 90, 90 minutes; the middle is 55. Nine tenths: 90. Solutions: 60 and 180 minutes.
    expect(total).toMatchObject({
      opened: 5,
      open: 3,
      resolved: 2,
      reopened: 0,
      responseMedian: 55 * 60,
      responseP90: 90 * 60,
      resolutionMedian: 120 * 60,
      resolutionP90: 168 * 60,
      rating: 3.5,
      ratings: 2,
    });
  });

  it('does not know what was late at a moment that is past, and does for now', async () => {
    expect((await ask({})).total.overdue).toBeNull();
    expect((await ask({ to: at('09T00:00') })).total).toMatchObject({ open: 2, overdue: 2 });
  });

  it('goes by site', async () => {
    const { rows } = await ask({ by: 'site' });
    expect(
      rows.map(({ key, name, opened, resolved, open }) => ({ key, name, opened, resolved, open })),
    ).toEqual([
      { key: HARBOUR, name: 'Harbour', opened: 3, resolved: 2, open: 1 },
      { key: AIRPORT, name: 'Airport', opened: 2, resolved: 0, open: 2 },
    ]);
    expect(rows[0]?.responseMedian).toBe(20 * 60);
  });

  it('goes by colleague, and those nobody has taken are nobody’s', async () => {
    const { rows } = await ask({ by: 'staff' });
    expect(rows.map(({ name, opened }) => [name, opened])).toEqual([
      ['Li', 3],
      ['Ma', 1],
      [null, 1],
    ]);
  });

  it('goes by shift: opened when that one worked', async () => {
    const { rows } = await ask({ to: at('03T00:00'), by: 'shift' });
    expect(rows.map(({ name, opened, resolved }) => [name, opened, resolved])).toEqual([
      ['Desk · Day', 3, 2],
      ['Desk · Night', 2, 1],
    ]);
  });

  it.each([
    [
      'need',
      [
        ['supplies', 4],
        ['medical', 1],
      ],
    ],
    ['team', [['Desk', 5]]],
    [
      'jurisdiction',
      [
        ['Sichuan', 3],
        ['Hunan', 2],
      ],
    ],
    [
      'language',
      [
        ['zh-CN', 3],
        ['fr', 2],
      ],
    ],
  ] as const)('goes by %s', async (by, expected) => {
    const { rows } = await ask({ by });
    expect(rows.map(({ name, opened }) => [name, opened])).toEqual(expected);
  });

  it('adds up: what was open, and came, less what was done, is open', async () => {
    const [before, day] = [
      await ask({ from: at('01T00:00'), to: at('01T12:30') }),
      await ask({ from: at('01T12:30') }),
    ];
    expect(before.total.open + day.total.opened + day.total.reopened - day.total.resolved).toBe(
      day.total.open,
    );
  });

  it.each([
    [{ siteId: AIRPORT }, 2],
    [{ need: 'medical' }, 1],
    [{ staffId: LI }, 3],
    [{ staffId: MA, siteId: HARBOUR }, 0],
    [{ teamId: TEAM }, 5],
    [{ jurisdiction: 'Hunan' }, 2],
    [{ language: 'fr' }, 2],
  ] as const)('chooses %o', async (filter, opened) => {
    expect((await ask({ filter })).total.opened).toBe(opened);
  });
});

describe('what happens to tickets', () => {
  const on = (from: string, to: string, more: Partial<FiguresQuestion> = {}, now = at('09T00:00')) =>
    ask({ from: at(from), to: at(to), ...more }, now);

  it('reopened: each resolution counts when it was, from the first opening on, and what is open adds up', async () => {
    const it = await ticket('03T08:00', {});
    await claim(it, '03T08:05');
    await answer(it, '03T08:30');
    await solve(it, '03T09:00');
    await change(it, '03T09:30', { state: 'closed', rating: 1 });
    await reopen(it, '04T08:00');
    await claim(it, '04T08:10', MA);
    await solve(it, '04T12:00');
    // One of an earlier day is open still.
    const first = (await on('03T00:00', '04T00:00', { by: 'staff' })).rows.find(({ name }) => name === 'Li');
    expect(first).toMatchObject({
      opened: 1,
      reopened: 0,
      resolved: 1,
      open: 1,
      resolutionMedian: 3600,
      rating: 1,
    });
    const second = (await on('04T00:00', '05T00:00', { by: 'staff' })).rows.find(({ name }) => name === 'Ma');
    // 28 hours after it was opened; nobody has rated that.
    expect(second).toMatchObject({
      opened: 0,
      reopened: 1,
      resolved: 1,
      open: 0,
      responseMedian: null,
      resolutionMedian: 28 * 3600,
      rating: null,
    });
    expect((await on('03T12:00', '04T09:00')).total).toMatchObject({ reopened: 1, resolved: 0, open: 3 });
  });

  it('merged: the same need told twice is one', async () => {
    const into = await ticket('05T08:00', {});
    const from = await ticket('05T09:00', {});
    expect((await on('05T00:00', '06T00:00')).total).toMatchObject({ opened: 2, open: 4 });
    await change(from, '05T10:00', { state: 'merged', mergedIntoId: into.id });
    expect((await on('05T00:00', '06T00:00')).total).toMatchObject({ opened: 1, open: 3 });
  });

  it('waiting: the clock on the wall goes on, the deadline’s stands still', async () => {
    const before = await on('06T00:00', '07T00:00');
    expect(before.total).toMatchObject({ responseKept: null, resolutionKept: null });
    const it = await ticket('06T00:00', { need: 'medical' });
    await claim(it, '06T00:01');
    await answer(it, '06T00:10');
    const { resolutionDueAt } = (await transact(store.db, (tx) => findTicket(tx, it.id))) ?? {};
    if (!resolutionDueAt) throw new Error('no deadline');
    const isLate = async () =>
      (await on('06T00:00', '20T00:00', { filter: { need: 'medical' } }, at('20T00:00'))).total;
    const { overdue } = await isLate();
    await change(it, '06T00:20', { state: 'waiting-third' });
    // What waits is late for nobody.
    expect((await isLate()).overdue).toBe((overdue ?? 0) - 1);
    // Solved long after the deadline it had, all of which it waited.
    const late = '07T12:00';
    expect(Temporal.Instant.compare(resolutionDueAt, at(late))).toBe(-1);
    await solve(it, late);
    const { total } = await on('06T00:00', '08T00:00', { filter: { need: 'medical' } });
    expect(total).toMatchObject({ resolutionMedian: 36 * 3600, resolutionKept: 1, responseKept: 1 });
  });

  it('corrected: what it turned out to be holds for all of its time, and a person’s home as well', async () => {
    const it = await ticket('08T08:00', { person: BOB });
    await claim(it, '08T08:01');
    await solve(it, '08T09:00');
    await reopen(it, '08T10:00');
    await change(it, '08T11:00', { need: 'medical' });
    await store.db.person.update({ where: { id: BOB }, data: { jurisdiction: 'Tibet' } });
    const { total } = await on('08T00:00', '09T00:00', {
      filter: { need: 'medical', jurisdiction: 'Tibet' },
    });
    expect(total).toMatchObject({ opened: 1, reopened: 1, resolved: 1 });
    await store.db.person.update({ where: { id: BOB }, data: { jurisdiction: 'Hunan' } });
  });

  it('stays when the ticket is erased', async () => {
    const { total } = await on('01T00:00', '02T00:00');
    const [one] = await store.db.ticket.findMany({
      where: { state: 'closed' },
      orderBy: { number: 'asc' },
      take: 1,
    });
    if (!one) throw new Error('no ticket');
    await store.db.escalation.deleteMany({ where: { ticketId: one.id } });
    await store.db.ticket.delete({ where: { id: one.id } });
    expect((await on('01T00:00', '02T00:00')).total).toEqual(total);
  });
});

describe('tickets of before there were episodes', () => {
  /** The part of the migration that looks at what there is. */
  async function migrationOfOld(): Promise<string[]> {
    const all = new URL('../../prisma/migrations/', import.meta.url);
    const name = (await readdir(all)).find((one) => one.endsWith('_figures'));
    const script = await readFile(new URL(`${name}/migration.sql`, all), 'utf8');
    const part = /-- What there is already[^\n]*\n([\s\S]*?)CREATE FUNCTION open_episodes/.exec(script)?.[1];
    return (part ?? '').split(/;\s*\n/).filter((statement) => statement.trim());
  }

  it('get those that they would have had, from their rows and the audit', async () => {
    const episodes = () =>
      store.db.$queryRaw<object[]>`
        select e.ticket_id, e.episode, e.started_at, e.ended_at, e.response_s, e.resolution_s, e.response_kept, e.site_id,
          e.need, e.language, e.jurisdiction, t.reopened_at
        from ticket_episode e join ticket t on t.id = e.ticket_id order by 1, 2`;
    const kept = await episodes();
    expect(kept).toHaveLength(10);
    const statements = await migrationOfOld();
    expect(statements).toHaveLength(2);
    await store.db.$transaction(async (client) => {
      await client.$executeRaw`set local session_replication_role = replica`;
      await client.$executeRaw`update ticket set reopened_at = null`;
      await client.$executeRaw`delete from ticket_episode where ticket_id in (select id from ticket)`;
      for (const statement of statements) await client.$executeRawUnsafe(statement);
    });
    expect(await episodes()).toEqual(kept);
  });
});

describe('people and the ledger', () => {
  const days = { from: at('10T00:00'), to: at('11T00:00') };
  beforeAll(async () => {
    const day = (text: string): Date => new Date(at(text).epochMilliseconds);
    const stay = (personId: string, more: object) => ({
      id: randomUUIDv7(),
      personId,
      siteId: HARBOUR,
      createdAt: day('02T00:00'),
      ...more,
    });
    const left = { state: 'released', arrivedAt: day('02T00:00') };
    await store.db.person.createMany({
      data: [50, 51, 52].map((n) => ({
        id: id(n),
        name: `G${n}`,
        siteId: HARBOUR,
        createdAt: day('02T00:00'),
      })),
    });
    await store.db.stay.createMany({
      data: [
        stay(ANN, { state: 'here', arrivedAt: day('03T00:00') }),
        stay(BOB, { siteId: AIRPORT, state: 'hospital' }),
        // Gone before, gone on the day, to come.
        stay(id(50), { ...left, releasedAt: day('09T12:00'), endedAt: day('09T12:00') }),
        stay(id(51), { ...left, releasedAt: day('10T12:00'), endedAt: day('10T12:00') }),
        stay(id(52), { state: 'expected' }),
      ],
    });
    const said = (personId: string, when: string) => ({
      personId,
      day: day(`${when.slice(0, 2)}T00:00`),
      state: 'answered',
      answeredAt: day(when),
    });
    await store.db.checkIn.createMany({
      data: [said(ANN, '10T08:00'), said(BOB, '09T08:00'), said(id(51), '10T08:00')],
    });
    const line = (kind: string, more: object) => ({
      id: randomUUIDv7(),
      kind,
      text: 'x',
      at: day('10T09:00'),
      ...more,
    });
    await store.db.ledgerEntry.createMany({
      data: [
        line('thanks', { siteId: HARBOUR, staffId: LI }),
        line('thanks', { siteId: AIRPORT, at: day('11T00:00') }),
        line('complaint', { siteId: AIRPORT }),
      ],
    });
  });

  it('are counted at the end of the day and during it', async () => {
    const { total, rows } = await ask({ ...days, by: 'site' }, at('20T00:00'));
    expect(total).toMatchObject({ inQuarantine: 2, heardFrom: 1, released: 1, thanks: 1, complaints: 1 });
    expect(rows.find(({ name }) => name === 'Harbour')).toMatchObject({
      inQuarantine: 1,
      heardFrom: 1,
      released: 1,
      thanks: 1,
      complaints: 0,
    });
    expect(rows.find(({ name }) => name === 'Airport')).toMatchObject({
      inQuarantine: 1,
      heardFrom: 0,
      released: 0,
      complaints: 1,
    });
    const jurisdictions = await ask({ ...days, by: 'jurisdiction' }, at('20T00:00'));
    expect(jurisdictions.rows.find(({ key }) => key === 'Sichuan')).toMatchObject({
      inQuarantine: 1,
      heardFrom: 1,
    });
  });

  it('are heard from on any day of the period', async () => {
    const heard = async (from: string, to: string) =>
      (await ask({ from: at(from), to: at(to) }, at('20T00:00'))).total.heardFrom;
    // Bob answered on the 9th at eight, Ann on the 10th at eight.
    expect(await heard('09T08:00', '12T00:00')).toBe(2);
    expect(await heard('09T08:01', '12T00:00')).toBe(1);
    expect(await heard('09T00:00', '10T08:00')).toBe(1);
  });

  it('have no colleague, need or team: their rows say so, and everything together is known', async () => {
    const { total, rows } = await ask({ ...days, by: 'staff' }, at('20T00:00'));
    expect(total.inQuarantine).toBe(2);
    expect(rows.find(({ name }) => name === 'Li')).toMatchObject({ inQuarantine: null, thanks: 1 });
    expect((await ask({ ...days, filter: { staffId: LI } }, at('20T00:00'))).total).toMatchObject({
      inQuarantine: null,
      heardFrom: null,
      released: null,
      thanks: 1,
    });
  });

  it('tells those who may not know of confidential matters how many there were, as one', async () => {
    const { rows } = await ask({
      from: at('01T00:00'),
      to: at('11T00:00'),
      by: 'need',
      foldsRestricted: true,
    });
    expect(rows.map(({ key }) => key)).toContain('confidential');
    expect(rows.map(({ key }) => key)).not.toContain('medical');
  });
});

describe('steps', () => {
  it('are counted between their borders', async () => {
    const borders = ['01T09:30', '01T12:00', '01T12:01', '01T23:30'].map(at);
    expect(await readSteps(store.db, borders, undefined)).toEqual([
      { opened: 1, resolved: 1 },
      { opened: 1, resolved: 0 },
      { opened: 2, resolved: 1 },
    ]);
    expect(await readSteps(store.db, borders, { staffId: MA })).toEqual([
      { opened: 0, resolved: 0 },
      { opened: 0, resolved: 0 },
      { opened: 1, resolved: 0 },
    ]);
  });
});
