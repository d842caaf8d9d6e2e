import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/domain/actor.ts';
import { createCells } from '../../src/domain/export/cells.ts';
import { columnsFor, EXPORT_KINDS } from '../../src/domain/export/columns.ts';
import { type QueryWords, readQuery } from '../../src/domain/export/query.ts';
import { type ExportCursor, type ExportWish, readExportPage } from '../../src/store/export-rows.ts';
import type { Store } from '../../src/store/open.ts';
import { reader, scene } from '../features/exports-scene.ts';
import { testStore } from '../support/database.ts';

const ALL: Actor = { role: 'system', id: 'system' };

let store: Store;
let facts: Awaited<ReturnType<typeof scene>>;

beforeAll(async () => {
  store = await testStore();
  facts = await scene(store);
});
afterAll(() => store.close());

/** Every row by column, read in pages of this many. */
async function rows(words: QueryWords & { siteId?: string }, actor: Actor = ALL, limit = 2) {
  const { siteId, ...asked } = words;
  const { site: _site, ...query } = readQuery(asked);
  const columns = columnsFor(query.kind, actor);
  const wish: ExportWish = { query: { ...query, siteId }, columns, actor, zone: 'UTC' };
  const cellsOf = createCells(columns, actor);
  const found: Record<string, unknown>[] = [];
  let pages = 0;
  let after: ExportCursor | undefined;
  do {
    const page = await readExportPage(store.db, wish, after, limit);
    for (const row of page.rows)
      found.push(Object.fromEntries(cellsOf(row).map((cell, at) => [columns[at]?.key, cell])));
    after = page.next;
    pages += 1;
  } while (after);
  return { found, pages };
}

const picked = async (words: Parameters<typeof rows>[0], key: string, actor?: Actor) =>
  (await rows(words, actor)).found.map((row) => row[key]);

describe('rows', () => {
  test('are the same in pages of any size, in the order of their key, and none twice', async () => {
    for (const kind of EXPORT_KINDS) {
      const whole = await rows({ kind }, ALL, 100);
      expect(whole.pages).toBe(1);
      for (const size of [1, 2]) expect((await rows({ kind }, ALL, size)).found, kind).toEqual(whole.found);
    }
    expect(await picked({ kind: 'tickets' }, 'number')).toEqual([1, 2, 3, 4]);
  });

  test('of tickets say how it stands, by the clock of its site', async () => {
    const { found } = await rows({ kind: 'tickets' });
    expect(found[1]).toMatchObject({
      number: 2,
      need: 'medical',
      restricted: true,
      state: 'claimed',
      site: 'Sun Hotel',
      room: '1203',
      team: 'Care team',
      owner: 'Wang',
      person_id: facts.ana,
      person_name: 'Ana Lima',
      opened_at: '2026-11-20T22:00:00+08:00',
      first_response_at: '2026-11-20T22:01:30+08:00',
      response_minutes: 1.5,
      resolved_at: null,
      response_kept: null,
      resolution_minutes: null,
      merged_into: null,
      spoken_for: false,
      summary: 'I keep vomiting blood',
      rating_comment: 'Blood comment',
    });
    expect(found[0]).toMatchObject({ opened_at: '2026-11-20T13:00:00+00:00', rating: 5, site: 'Moon Hotel' });
  });

  test('of people have their numbers in words, and their latest stay', async () => {
    const { found } = await rows({ kind: 'people' });
    expect(found.find((row) => row.person_id === facts.ana)).toMatchObject({
      person_name: 'Ana Lima',
      phone: '+86 138 0000 0001',
      document_number: 'E12345678',
      contact_phone: null,
      birth_date: '1990-04-03',
      languages: 'es, en, Guaraní',
      care: 'depression, infant',
      stay_state: 'here',
      flight: 'CA988',
      entered_on: '2026-11-18',
      stay_ended_at: null,
      accounts: 0,
    });
    expect(found.find((row) => row.person_id === facts.bo)).toMatchObject({
      phone: null,
      languages: null,
      care: null,
      stay_state: null,
    });
  });

  test('of check-ins, trips and seats', async () => {
    expect((await rows({ kind: 'check-ins' })).found.find((row) => row.temperature === 38.4)).toMatchObject({
      day: '2026-11-20',
      person_name: 'Ana Lima',
      symptoms: 'fever, cough',
      check_in_state: 'answered',
      mood: 'low',
      call_ticket: null,
    });
    expect((await rows({ kind: 'trips' })).found).toMatchObject([
      {
        trip: 1,
        kilometres: 37.5,
        people: 1,
        people_off: 1,
        people_arrived: 0,
        planned_for: '2026-11-21T16:00:00+08:00',
        created_by: 'Wang',
        to_site: null,
      },
    ]);
    expect((await rows({ kind: 'seats' })).found).toHaveLength(2);
    expect((await rows({ kind: 'seats', state: 'boarded' })).found).toMatchObject([
      { person_name: 'Ana Lima', boarded_by: 'Wang', seat_arrived_at: null },
    ]);
  });
});

describe('a choice of rows', () => {
  test('by days of the site: of two moments at 13 and 16 UTC one is the next day in Shanghai', async () => {
    expect(await picked({ kind: 'tickets', from: '2026-11-21' }, 'number')).toEqual([4]);
    expect(await picked({ kind: 'tickets', to: '2026-11-20' }, 'number')).toEqual([1, 2, 3]);
    expect(await picked({ kind: 'check-ins', from: '2026-11-21', to: '2026-11-21' }, 'temperature')).toEqual([
      36.6,
    ]);
    expect(await picked({ kind: 'people', to: '2026-11-20' }, 'person_name')).toEqual(['Ana Lima']);
    expect(await picked({ kind: 'trips', from: '2026-11-22' }, 'trip')).toEqual([]);
    expect(await picked({ kind: 'seats', to: '2026-11-21', state: 'off' }, 'seat_reason')).toEqual(['-ill']);
  });

  test('by site, need and state', async () => {
    expect(await picked({ kind: 'tickets', siteId: facts.moon }, 'number')).toEqual([1, 3]);
    expect(await picked({ kind: 'people', siteId: facts.sun }, 'person_name')).toEqual(['Ana Lima']);
    expect(await picked({ kind: 'trips', siteId: facts.moon }, 'trip')).toEqual([]);
    expect(await picked({ kind: 'tickets', state: 'open' }, 'number')).toEqual([2, 3, 4]);
    expect(await picked({ kind: 'tickets', state: 'closed', need: 'supplies' }, 'number')).toEqual([1]);
    expect(await picked({ kind: 'people', state: 'here' }, 'person_name')).toEqual(['Ana Lima']);
    expect(await picked({ kind: 'people', state: 'left' }, 'person_name')).toEqual([]);
    expect(await picked({ kind: 'trips', state: 'open' }, 'trip')).toEqual([1]);
  });

  test('by need does not tell an administrator what a confidential ticket is about', async () => {
    const medical = { kind: 'tickets', need: 'medical' };
    expect(await picked(medical, 'number', reader('supervisor'))).toEqual([2]);
    expect(await picked(medical, 'number', reader('admin'))).toEqual([]);
    expect(await picked(medical, 'summary', reader('admin', facts.wang))).toEqual(['I keep vomiting blood']);
  });
});
