/** People, tickets, check-ins and a trip to be exported, and what is read back of the files. */
import { randomUUID } from 'node:crypto';
import type { Actor, StaffRole } from '../../src/domain/actor.ts';
import type { ExportQuery } from '../../src/domain/export/query.ts';
import { type ExportDeps, openExport } from '../../src/features/exports/index.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readCsv } from '../../src/ingest/roster/csv.ts';
import { openPackage } from '../../src/ingest/roster/package.ts';
import { readSheet } from '../../src/ingest/roster/sheet.ts';
import { readWorkbook } from '../../src/ingest/roster/workbook.ts';
import type { Db } from '../../src/store/db.ts';
import { useKeyring } from '../../src/store/keyring.ts';
import type { Store } from '../../src/store/open.ts';
import { seal } from '../../src/store/sealed.ts';
import { manualClock } from '../support/clock.ts';
import { TEST_KEYRING } from '../support/keys.ts';

export const t = createTranslate();

/** A reader of this role; its id is the owner's of ticket 2 where it is `owner`. */
export const reader = (role: StaffRole, id: string = randomUUID()): Actor => ({ role, id });

/** When the n-th ticket was opened: an hour after the one before. */
const hour = (n: number): Date => new Date(Date.UTC(2026, 10, 20, 12 + n));

/** Two people at two sites, `tickets` tickets (the second one is medical), three check-ins and a trip of both. */
export async function scene({ db }: Store, tickets = 4) {
  const createdAt = hour(0);
  const [sun, moon, team, wang, ana, bo] = Array.from({ length: 6 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  await db.site.create({ data: { id: sun, name: 'Sun Hotel', timeZone: 'Asia/Shanghai', createdAt } });
  await db.site.create({ data: { id: moon, name: 'Moon Hotel', createdAt } });
  await db.team.create({ data: { id: team, name: 'Care team', isDefault: false, createdAt } });
  await db.staff.create({ data: { id: wang, name: 'Wang', role: 'liaison', createdAt } });
  const phone = seal(db, 'person.phone', ana, '+86 138 0000 0001');
  await db.person.create({
    data: { id: ana, name: 'Ana Lima', room: '1203', siteId: sun, phone, locale: 'es', care: [], createdAt },
  });
  await db.person.create({ data: { id: bo, name: '=Bo', room: '7', siteId: moon, createdAt: hour(40) } });
  const documentNumber = seal(db, 'person_details.document_number', ana, 'E12345678');
  await db.personDetails.create({
    data: {
      personId: ana,
      sex: 'female',
      birthDate: new Date('1990-04-03'),
      documentNumber,
      languages: ['es', 'en'],
      otherLanguages: ['Guaraní'],
      otherCare: [],
    },
  });
  for (const kind of ['depression', 'infant']) await db.careFlag.create({ data: { personId: ana, kind } });
  for (const [state, endedAt] of [
    ['left', hour(-99)],
    ['here', null],
  ] as const)
    await db.stay.create({
      data: {
        id: randomUUID(),
        personId: ana,
        siteId: sun,
        state,
        flight: 'CA988',
        entryOn: new Date('2026-11-18'),
        endedAt,
        createdAt,
      },
    });
  for (let n = 1; n <= tickets; n += 1)
    await db.ticket.create({
      data: {
        id: randomUUID(),
        number: n,
        personId: n % 2 ? bo : ana,
        siteId: n % 2 ? moon : sun,
        teamId: team,
        need: n === 2 ? 'medical' : 'supplies',
        restricted: n === 2,
        urgency: 'normal',
        state: n === 1 ? 'closed' : 'claimed',
        ownerId: wang,
        summary: n === 2 ? 'I keep vomiting blood' : `Milk ${n}`,
        ratingComment: n === 2 ? 'Blood comment' : null,
        rating: n === 1 ? 5 : null,
        language: 'es',
        account: 'web',
        openedAt: hour(n),
        firstResponseAt: new Date(hour(n).getTime() + 90_000),
      },
    });
  for (const [personId, day, temperature] of [
    [ana, '2026-11-20', 38.4],
    [bo, '2026-11-20', null],
    [ana, '2026-11-21', 36.6],
  ] as const)
    await db.checkIn.create({
      data: {
        personId,
        siteId: personId === ana ? sun : moon,
        day: new Date(day),
        temperature,
        symptoms: temperature === 38.4 ? ['fever', 'cough'] : [],
        state: temperature ? 'answered' : 'asked',
        mood: temperature ? 'low' : null,
        note: temperature ? 'I miss my dog' : null,
      },
    });
  const trip = randomUUID();
  await db.trip.create({
    data: {
      id: trip,
      number: 1,
      fromPlace: 'Sun Hotel',
      fromSiteId: sun,
      toPlace: 'Airport',
      plannedFor: hour(20),
      kilometres: 37.5,
      createdBy: wang,
      createdAt,
    },
  });
  await db.tripSeat.create({
    data: { tripId: trip, personId: ana, state: 'boarded', boardedAt: hour(20), boardedBy: wang },
  });
  await db.tripSeat.create({ data: { tripId: trip, personId: bo, state: 'off', reason: '-ill' } });
  return { sun, moon, wang, ana, bo };
}

/** What exports are opened with here. */
export const depsOf = (store: Store, more: Partial<ExportDeps> = {}): ExportDeps => ({
  db: store.db,
  clock: manualClock(),
  t,
  zone: 'UTC',
  pageRows: 2,
  ...more,
});

/** All bytes of an export. */
export async function bytesOf(deps: ExportDeps, actor: Actor, query: ExportQuery): Promise<Uint8Array> {
  const { stream } = await openExport(deps, { actor, locale: 'en', channel: 'web' }, query);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The cells of a CSV file, as the roster import reads them. */
export async function csvCells(bytes: Uint8Array): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const batch of readCsv(bytes)) rows.push(...batch.map(({ cells }) => [...cells]));
  return rows;
}

/** The cells of each sheet of a workbook, as the roster import reads them. */
export async function sheetCells(bytes: Uint8Array): Promise<string[][][]> {
  const from = await openPackage(bytes);
  const book = await readWorkbook(from);
  const sheets: string[][][] = [];
  for (const sheet of book.sheets) {
    const rows: string[][] = [];
    for await (const batch of readSheet(from, sheet, book))
      rows.push(...batch.map(({ cells }) => [...cells]));
    sheets.push(rows);
  }
  return sheets;
}

/** Rows below a header, by the names of the columns. */
export function byName([head = [], ...rows]: readonly string[][]): Record<string, string>[] {
  return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
}

/** The database, and how many pages were asked of it; from `failing` on (counted from 1) it fails. */
export function counting(store: Store, failing = Number.POSITIVE_INFINITY): { db: Db; asked: () => number } {
  let asked = 0;
  const db = new Proxy(store.db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== '$queryRawUnsafe') return value;
      return (...args: unknown[]) => {
        asked += 1;
        if (asked >= failing) return Promise.reject(new Error('the database went away'));
        return Reflect.apply(value as (...all: unknown[]) => unknown, target, args);
      };
    },
  });
  useKeyring(db, TEST_KEYRING);
  return { db, asked: () => asked };
}
