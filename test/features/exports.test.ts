import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/domain/actor.ts';
import { createExportFiles, EXPORTS, openExport } from '../../src/features/exports/index.ts';
import type { Store } from '../../src/store/open.ts';
import { testStore } from '../support/database.ts';
import { last, team } from './desk-team.ts';
import {
  byName,
  bytesOf,
  counting,
  csvCells,
  depsOf,
  reader,
  scene,
  sheetCells,
  t,
} from './exports-scene.ts';

/** What people write, what becomes of it in a CSV file, and in a workbook (undefined: nothing). */
const LONG = 'ab😀'.repeat(20_000);
const HOSTILE: readonly (readonly [written: string, csv: string, workbook?: string])[] = [
  ['=HYPERLINK("http://evil.example","Click")', '\'=HYPERLINK("http://evil.example","Click")'],
  ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t'=1"],
  ['milk\r\n=1', "milk\r\n'=1"],
  ['\u200B=1', "'\u200B=1"],
  ['＝1', "'＝1"],
  ['say "hi", <b>&amp;</b> ]]>', 'say "hi", <b>&amp;</b> ]]>'],
  ['a;=1', "a;'=1"],
  ['\u202Eשלום 2026', '\u202Eשלום 2026'],
  ['\u202E=1', "'\u202E=1"],
  ['bell \u0007 and _x0041_', 'bell \u0007 and _x0041_'],
  ['  spaces  ', '  spaces  '],
  [LONG, LONG, `${LONG.slice(0, 32_766)}…`],
];

describe('a file', () => {
  let store: Store;
  let facts: Awaited<ReturnType<typeof scene>>;
  const supervisor = reader('supervisor');

  beforeAll(async () => {
    store = await testStore();
    facts = await scene(store, 5);
  });
  afterAll(() => store.close());

  const recordOf = ({ id }: Actor) =>
    store.db.audit.findMany({
      where: { actor: `staff:${id}` },
      orderBy: { id: 'asc' },
      select: { actor: true, channel: true, action: true, after: true },
    });

  test('has a row for each ticket in both formats, and what a workbook has besides is what its columns mean', async () => {
    const csv = await csvCells(await bytesOf(depsOf(store), supervisor, { kind: 'tickets', format: 'csv' }));
    const [sheet = [], legend = [], ...more] = await sheetCells(
      await bytesOf(depsOf(store), supervisor, { kind: 'tickets', format: 'xlsx' }),
    );
    expect(more).toEqual([]);
    expect(byName(csv).map(({ number }) => number)).toEqual(['1', '2', '3', '4', '5']);
    const asText = (cells: Record<string, string>) => ({
      ...cells,
      restricted: cells.restricted?.toUpperCase(),
      spoken_for: cells.spoken_for?.toUpperCase(),
      person_name: cells.person_name?.replace("'=", '='),
    });
    expect(byName(sheet)).toEqual(byName(csv).map(asText));
    expect(legend[0]).toEqual(['column', 'kind of value', 'meaning']);
    expect(legend.slice(1).map(([key]) => key)).toEqual(csv[0]);
    for (const [, , meaning] of legend) expect(meaning).not.toMatch(/^column\./);
  });

  test('begins with a byte-order mark only when asked to', async () => {
    const plain = await bytesOf(depsOf(store), supervisor, { kind: 'trips', format: 'csv' });
    const marked = await bytesOf(depsOf(store), supervisor, { kind: 'trips', format: 'csv', bom: true });
    expect(new TextDecoder().decode(plain.subarray(0, 6))).toBe('trip,t');
    expect([...marked.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(marked.subarray(3)).toEqual(plain);
  });

  test('without any row has its header', async () => {
    const none = { kind: 'people', siteId: randomUUID() } as const;
    const csv = await csvCells(await bytesOf(depsOf(store), supervisor, { ...none, format: 'csv' }));
    const [sheet] = await sheetCells(await bytesOf(depsOf(store), supervisor, { ...none, format: 'xlsx' }));
    expect(csv).toEqual([expect.arrayContaining(['person_id', 'phone'])]);
    expect(sheet).toEqual(csv);
  });

  test('goes on on further sheets, each with a header, and needs none for rows that just fit', async () => {
    const sheets = async (sheetRows: number) =>
      (
        await sheetCells(
          await bytesOf(depsOf(store, { sheetRows }), supervisor, { kind: 'tickets', format: 'xlsx' }),
        )
      ).slice(0, -1);
    const three = await sheets(3);
    expect(three.map((rows) => rows.map(([first]) => first))).toEqual([
      ['number', '1', '2'],
      ['number', '3', '4'],
      ['number', '5'],
    ]);
    expect((await sheets(6)).map((rows) => rows.length)).toEqual([6]);
    expect((await sheets(5)).map((rows) => rows.length)).toEqual([5, 2]);
  });

  test('is written as it is by whatever people wrote: nothing runs, and in a workbook nothing is changed', async () => {
    const { db } = store;
    const before = await db.ticket.findUniqueOrThrow({ where: { number: 3 } });
    for (const [at, [summary]] of HOSTILE.entries())
      await db.ticket.create({
        data: {
          ...before,
          id: randomUUID(),
          number: 100 + at,
          summary,
          siteId: facts.sun,
          state: 'resolved',
        },
      });
    const query = { kind: 'tickets', state: 'resolved' } as const;
    const csv = byName(await csvCells(await bytesOf(depsOf(store), supervisor, { ...query, format: 'csv' })));
    const [sheet = []] = await sheetCells(
      await bytesOf(depsOf(store), supervisor, { ...query, format: 'xlsx' }),
    );
    await db.ticket.deleteMany({ where: { number: { gte: 100 } } });
    expect(csv.map(({ summary }) => summary)).toEqual(HOSTILE.map(([, text]) => text));
    expect(byName(sheet).map(({ summary }) => summary)).toEqual(
      HOSTILE.map(([written, , text]) => text ?? written),
    );
  });

  test('keeps confidential words from an administrator, who has the row', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const bytes = await bytesOf(depsOf(store), reader('admin'), { kind: 'tickets', format });
      const cells = format === 'csv' ? await csvCells(bytes) : (await sheetCells(bytes))[0];
      const [, second] = byName(cells ?? []);
      expect(second).toMatchObject({
        number: '2',
        room: '1203',
        owner: 'Wang',
        need: '',
        person_name: '',
        summary: '',
        rating_comment: '',
      });
      expect(JSON.stringify(cells)).not.toMatch(/blood|medical/i);
    }
    const owner = await csvCells(
      await bytesOf(depsOf(store), reader('admin', facts.wang), { kind: 'tickets', format: 'csv' }),
    );
    expect(byName(owner)[1]).toMatchObject({ need: 'medical', summary: 'I keep vomiting blood' });
  });

  test('is refused to everybody else', async () => {
    for (const role of ['liaison', 'medic', 'counsellor'] as const)
      await expect(bytesOf(depsOf(store), reader(role), { kind: 'trips', format: 'csv' })).rejects.toThrow(
        'staff:error.forbidden',
      );
  });

  test('is not made for a chat when whoever asked has left the team meanwhile', async () => {
    const query = { kind: 'trips', format: 'csv' };
    const media = (staffId: string) => ({
      kind: 'document' as const,
      account: EXPORTS,
      id: JSON.stringify({ staffId, locale: 'en', channel: 'web', query }),
    });
    const files = createExportFiles(depsOf(store));
    await expect(files.download(media(facts.wang))).rejects.toThrow('staff:error.forbidden');
    await store.db.staff.update({ where: { id: facts.wang }, data: { role: 'supervisor' } });
    expect(await csvCells((await files.download(media(facts.wang))).bytes)).toHaveLength(2);
    await store.db.staff.update({ where: { id: facts.wang }, data: { active: false } });
    await expect(files.download(media(facts.wang))).rejects.toThrow('not on the team');
    await store.db.staff.update({ where: { id: facts.wang }, data: { active: true, role: 'liaison' } });
  });

  test('is on record before its first byte and at its end, without its contents', async () => {
    const actor = reader('supervisor');
    const from = Temporal.PlainDate.from('2026-11-20');
    const query = { kind: 'tickets', format: 'xlsx', from, siteId: facts.sun, state: 'open' } as const;
    const { stream } = await openExport(depsOf(store), { actor, locale: 'en', channel: 'web' }, query);
    const who = { actor: `staff:${actor.id}`, channel: 'web' };
    const start = {
      ...who,
      action: 'export.run',
      after: { export: 'tickets', format: 'xlsx', days: '2026-11-20..', siteId: facts.sun, state: 'open' },
    };
    expect(await recordOf(actor)).toEqual([start]);
    await new Response(stream).arrayBuffer();
    expect(await recordOf(actor)).toEqual([
      start,
      { ...who, action: 'export.end', after: { export: 'tickets', format: 'xlsx', rows: 2, whole: true } },
    ]);
  });

  test('is noted of everybody in it, once, and of nobody whose name is left out', async () => {
    const { id: staffId } = reader('admin');
    await bytesOf(depsOf(store), reader('admin', staffId), { kind: 'tickets', format: 'csv' });
    const { sun, ana, bo } = facts;
    const noted = async () =>
      (await store.db.accessLog.findMany({ where: { staffId } })).map(({ personId }) => personId).sort();
    expect(await noted()).toEqual([ana, bo].sort());
    const line = await store.db.accessLog.findFirstOrThrow({ where: { staffId } });
    expect(line).toMatchObject({ what: 'export', channel: 'web' });
    await bytesOf(depsOf(store), reader('admin', staffId), {
      kind: 'tickets',
      format: 'csv',
      siteId: sun,
      to: Temporal.PlainDate.from('2026-11-20'),
    });
    expect(await noted()).toHaveLength(2);
  });

  test.each(['csv', 'xlsx'] as const)('left half way asks the database nothing more: %s', async (format) => {
    const actor = reader('supervisor');
    const { db, asked } = counting(store);
    const deps = depsOf(store, { db, pageRows: 1, sheetRows: 3 });
    const { stream } = await openExport(deps, { actor, locale: 'en' }, { kind: 'tickets', format });
    const taking = stream.getReader();
    await taking.read();
    if (format === 'csv') await taking.read();
    await taking.cancel();
    const before = asked();
    expect((await recordOf(actor)).at(-1)).toMatchObject({
      action: 'export.end',
      after: { export: 'tickets', format },
    });
    await store.db.ticket.count();
    expect(asked()).toBe(before);
    if (format === 'csv') expect(before).toBeLessThan(5);
    const untouched = reader('supervisor');
    const opened = await openExport(deps, { actor: untouched, locale: 'en' }, { kind: 'tickets', format });
    await opened.stream.cancel();
    expect((await recordOf(untouched)).at(-1)).toMatchObject({ after: { rows: 0, whole: false } });
    expect(asked()).toBe(before);
  });

  test.each(['csv', 'xlsx'] as const)('ends with an error when the database does: %s', async (format) => {
    const actor = reader('supervisor');
    const deps = depsOf(store, { db: counting(store, 3).db, pageRows: 1 });
    await expect(bytesOf(deps, actor, { kind: 'tickets', format })).rejects.toThrow('went away');
    expect((await recordOf(actor)).at(-1)).toMatchObject({ after: { rows: 2, whole: false } });
  });
});

describe('/export', () => {
  test('sends a small file in private, and says in a group only that', async () => {
    const { bot, group, colleague } = await team();
    const boss = await colleague('Boss', 'supervisor');
    const liu = await colleague('刘', 'admin', { locale: 'zh-CN' });
    const stranger = await colleague('Far', 'supervisor', { isReachable: false });
    const hotel = bot.group('telegram', 'Hotel');
    await scene(bot.store);
    await boss.says('/export tickets Sun Hotel');
    const sent = boss.posts().at(-1);
    expect(sent?.content).toMatchObject({
      media: [{ kind: 'document', name: 'tickets-2026-11-22.csv', type: 'text/csv' }],
    });
    const file = await bot.store.db.mediaFile.findFirstOrThrow();
    expect(byName(await csvCells(file.bytes)).map(({ number }) => number)).toEqual(['2', '4']);
    expect(file).toMatchObject({ account: 'kept', expiresAt: new Date('2026-11-21T19:00:00Z') });

    await liu.saysIn(group, '导出 人员 xlsx');
    expect(last(group.texts())).toBe('已私下发给您。');
    expect(liu.posts().at(-1)?.content.media?.[0]).toMatchObject({ name: 'people-2026-11-22.xlsx' });
    const posts = group.texts().length;
    await liu.saysIn(group, '导出的事情明天再说');
    expect(group.texts()).toHaveLength(posts);
    await stranger.saysIn(group, '/export people');
    expect(last(group.texts())).toBe(t('en', 'staff-exports:error.private'));
    await boss.saysIn(hotel, '/export people');
    expect(last(hotel.texts())).toContain('travellers read along here');

    for (const [words, answer] of [
      ['/export', 'Please write it like this: /export tickets'],
      ['/export luggage', 'There is no export of “luggage”'],
      ['/export tickets Mars Hotel', 'There is no site “Mars Hotel”. There are: Moon Hotel, Sun Hotel'],
      ['/export tickets 2026-02-30', 'is no day'],
    ] as const) {
      await boss.says(words);
      expect(last(boss.inbox())).toContain(answer);
    }
    expect(await bot.store.db.audit.count({ where: { action: 'export.end' } })).toBe(2);
    await boss.says('/audit staff 刘');
    expect(last(boss.inbox())).toMatch(
      /exported data · of what: people · format: xlsx[\s\S]*rows: 2 · complete: yes/,
    );

    await bot.store.db.ticket.update({ where: { number: 1 }, data: { summary: 'x'.repeat(5_000_000) } });
    await boss.says('/export tickets');
    expect(last(boss.inbox())).toMatch(/more than 5 MB[\s\S]*npm run export -- tickets/);
    expect(await bot.store.db.mediaFile.count()).toBe(2);
  });

  test('says where else to go on a platform that takes no files', async () => {
    const { bot, colleague } = await team({ accounts: { telegram: { media: [] } } });
    const boss = await colleague('Boss', 'supervisor');
    await boss.says('/export tickets');
    expect(last(boss.inbox())).toBe(t('en', 'staff-exports:error.no-files'));
    expect(await bot.store.db.audit.count()).toBe(0);
  });
});
