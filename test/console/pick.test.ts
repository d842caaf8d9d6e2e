import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createConsole, type Visitor } from '../../src/console/index.ts';
import type { StaffRole } from '../../src/domain/actor.ts';
import { senderRef } from '../../src/domain/ids.ts';
import { parseTable } from '../../src/domain/table-text.ts';
import { createTranslate } from '../../src/i18n.ts';
import { silentLog } from '../../src/log.ts';
import { team } from '../features/desk-team.ts';

const t = createTranslate();

/** A hotel with guests who wait for things, and a console whose visitors are who the test says. */
async function hotel() {
  const desk = await team({ accounts: { telegram: {}, web: {} } });
  const { bot } = desk;
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const errors: unknown[] = [];
  const visitor: { -readonly [field in keyof Visitor]: Visitor[field] } = {
    sender: undefined,
    chosen: undefined,
    accepted: ['en'],
  };
  const console = createConsole({
    db,
    clock: bot.clock,
    log: { ...silentLog, error: (fields) => void errors.push(fields) },
    t,
    account: 'web',
    visitor: () => visitor,
    openVisitor: () => senderRef('nobody'),
    app: () => bot.app,
    locale: 'en',
    zone: 'Asia/Shanghai',
    secure: true,
  });
  /** From now on requests come from a new colleague with this role. */
  const signIn = async (role: StaffRole, locale?: string) => {
    const colleague = await desk.colleague(`A ${role}`, role, {
      account: 'web',
      ...(locale ? { locale } : {}),
    });
    visitor.sender = senderRef(colleague.id);
    return colleague;
  };
  const site = async (name: string) => {
    const id = randomUUID();
    await db.site.create({ data: { id, name, createdAt } });
    return id;
  };
  const guest = async (room: string | null, siteId: string | null, wish: string) => {
    const person = bot.person('telegram', { locale: 'en' });
    await person.says('hello there');
    const identity = await db.channelIdentity.findFirstOrThrow({ where: { externalId: person.id } });
    await db.person.update({ where: { id: identity.personId ?? '' }, data: { room, siteId, name: 'Guest' } });
    await person.says(wish);
  };
  const get = async (path: string) => {
    const response = await console.request(path);
    return { response, status: response.status, text: await response.text() };
  };
  const rows = async (path: string) => parseTable((await get(path)).text).map(({ cells }) => cells);
  return { ...desk, db, console, visitor, errors, signIn, site, guest, get, rows };
}

const PATHS = ['/desk/pick', '/desk/pick.csv', '/desk/pick-totals.csv'];

describe('the pick list page', () => {
  test('has the same lines as its table, floor by floor, and totals', async () => {
    const { site, guest, signIn, get, rows } = await hotel();
    const harbour = await site('Harbour Hotel');
    await guest('1204', harbour, 'We need supplies: 2 cans of milk powder and 2 cartons of water');
    await guest('804', harbour, 'We need supplies: 3 bottles of water please');
    await guest('1210', harbour, 'We need supplies: 1 flurb');
    const wang = await signIn('liaison');
    await wang.says('/item 1 1 packed');
    const { status, text, response } = await get('/desk/pick');
    expect(status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(text).toContain('<h1>Pick list · Harbour Hotel</h1>');
    expect(text.indexOf('<h2>Floor 8</h2>')).toBeLessThan(text.indexOf('<h2>Floor 12</h2>'));
    expect(text.indexOf('<bdi>1204</bdi>')).toBeLessThan(text.indexOf('<bdi>1210</bdi>'));
    expect(text).toContain('<bdi>Drinking water (carton)</bdi>');
    const table = await rows('/desk/pick.csv');
    expect(table).toEqual([
      [
        'Floor',
        'Room',
        'Ticket',
        'Line',
        'Item',
        'As written',
        'To bring',
        'Unit',
        'Asked for',
        'Delivered',
        'Status',
        'Note',
      ],
      ['8', '804', '2', '1', 'Drinking water', 'water', '3', 'bottle', '3', '0', 'requested', ''],
      ['12', '1204', '1', '1', 'Milk powder', 'milk powder', '2', 'can', '2', '0', 'packed', ''],
      ['12', '1204', '1', '2', 'Drinking water', 'water', '2', 'carton', '2', '0', 'requested', ''],
      ['12', '1210', '3', '1', 'flurb', 'flurb', '1', '', '1', '0', 'requested', ''],
    ]);
    const totals = await rows('/desk/pick-totals.csv');
    expect(totals[0]).toEqual(['Item', 'To bring', 'Unit', 'Packed', 'Still to pack']);
    expect(totals.slice(1).sort()).toEqual([
      ['Drinking water', '2', 'carton', '0', '2'],
      ['Drinking water', '3', 'bottle', '0', '3'],
      ['Milk powder', '2', 'can', '2', '0'],
      ['flurb', '1', '', '0', '1'],
    ]);
  });

  test('is of one floor where one is named, and offers the others', async () => {
    const { site, guest, signIn, get, rows } = await hotel();
    const harbour = await site('Harbour Hotel');
    await guest('1204', harbour, 'We need supplies: 2 kettles please');
    await guest('804', harbour, 'We need supplies: 3 towels please');
    await signIn('liaison');
    const { text } = await get('/desk/pick?floor=12');
    expect(text).toContain('<h1>Pick list · Harbour Hotel · Floor 12</h1>');
    expect(text).not.toContain('<bdi>804</bdi>');
    expect(text).toContain('href="/desk/pick?site=Harbour+Hotel&amp;floor=8"');
    expect(text).toContain('href="/desk/pick.csv?site=Harbour+Hotel&amp;floor=12"');
    expect((await rows('/desk/pick.csv?site=Harbour+Hotel&floor=12')).map(([, room]) => room)).toEqual([
      'Room',
      '1204',
    ]);
    expect((await rows('/desk/pick-totals.csv?floor=8')).slice(1)).toEqual([
      ['Towel', '3', 'piece', '0', '3'],
    ]);
    const nowhere = await get('/desk/pick?floor=99');
    expect(nowhere.status).toBe(200);
    expect(nowhere.text).toContain('Nothing to bring.');
    expect(nowhere.text).not.toContain('.csv');
  });

  test('hides confidential lines as the chat does, from everybody', async () => {
    const { site, guest, signIn, get, rows, colleague } = await hotel();
    const harbour = await site('Harbour Hotel');
    await guest('A1203', harbour, 'My father has a fever of 39 and a bad cough, please send a doctor');
    const medic = await colleague('Dr Ma', 'medic');
    await medic.says('/item 1 + 1 thermometer');
    for (const role of ['liaison', 'medic', 'supervisor', 'admin'] as const) {
      await signIn(role);
      for (const path of PATHS) {
        const { text, status } = await get(path);
        expect(status, path).toBe(200);
        expect(text, path).not.toMatch(/thermometer|fever/i);
      }
      expect((await get('/desk/pick')).text).toContain('🔒 #1 · 1 (confidential: ask its owner)');
      expect((await rows('/desk/pick.csv'))[1]).toEqual([
        ...['A12', 'A1203', '1', '', '', '', '', '', '', '', ''],
        '🔒 #1 · 1 (confidential: ask its owner)',
      ]);
    }
  });

  test('counts nothing that a traveller is being asked about, and tells what came and what replaces what', async () => {
    const { site, guest, signIn, get, rows } = await hotel();
    const harbour = await site('Harbour Hotel');
    await guest('101', harbour, 'We need supplies: 2 towels, 6 bottles of water and 1 kettle please');
    const wang = await signIn('liaison');
    await wang.says('/item 1 1 instead blankets');
    await wang.says('/item 1 2 delivered 4');
    await wang.says('/item 1 3 instead thermos jug');
    await wang.says('/item 1 3 accepted');
    const { text } = await get('/desk/pick');
    expect(text).toContain('asked: blankets instead?');
    expect(text).toContain('4 of 6 delivered');
    expect(text).toContain('instead of ');
    expect(text).toContain('1 line waits for a traveller’s answer and is not counted.');
    const table = (await rows('/desk/pick.csv')).slice(1);
    expect(table.map((cells) => [cells[6], cells[9]])).toEqual([
      ['', '0'],
      ['2', '4'],
      ['1', '0'],
    ]);
    expect(
      (await rows('/desk/pick-totals.csv'))
        .slice(1)
        .map(([, amount]) => amount)
        .sort(),
    ).toEqual(['1', '2']);
  });

  test('asks which site where there are several, and knows no other', async () => {
    const { site, guest, signIn, get, rows } = await hotel();
    const harbour = await site('Harbour & Hill');
    const haigang = await site('海港酒店');
    await guest('101', harbour, 'We need supplies: 2 towels please');
    await guest('102', haigang, 'We need supplies: 4 kettles please');
    await signIn('liaison');
    const choice = await get('/desk/pick');
    expect(choice.status).toBe(200);
    expect(choice.text).toContain('Choose a site');
    expect(choice.text).toContain('href="?site=Harbour+%26+Hill"');
    expect(choice.text).not.toMatch(/Towel|Kettle/);
    const found = await get(`/desk/pick?site=${encodeURIComponent('海港')}`);
    expect(found.text).toContain('Kettle');
    expect(found.text).not.toContain('Towel');
    expect((await rows('/desk/pick.csv?site=harbour')).slice(1).map((cells) => cells[4])).toEqual(['Towel']);
    const unknown = await get('/desk/pick?site=Nowhere');
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('There is no such site.');
    expect(unknown.text).toContain('海港酒店');
    for (const path of [
      '/desk/pick.csv?site=Nowhere',
      '/desk/pick-totals.csv?site=Nowhere',
      '/desk/pick.csv',
    ]) {
      const { status, response, text } = await get(path);
      expect([path, status, response.headers.get('content-disposition')]).toEqual([path, 404, null]);
      expect(text).not.toMatch(/Towel|Kettle/);
    }
  });

  test('lists everything where there is no site yet', async () => {
    const { guest, signIn, get } = await hotel();
    await signIn('liaison');
    expect((await get('/desk/pick')).text).toContain('Nothing to bring.');
    await guest(null, null, 'We need supplies: 2 towels please');
    const { text } = await get('/desk/pick');
    expect(text).toContain('Floor unknown');
    expect(text).toContain('Towel');
  });
});

describe('who reads it', () => {
  test('is nobody without a session, no traveller, and nobody who left the team', async () => {
    const { site, guest, signIn, visitor, db, get } = await hotel();
    await guest('1204', await site('Harbour Hotel'), 'We need supplies: 2 kettles please');
    const refused = async (expected: number, words: string) => {
      for (const path of PATHS) {
        const { status, text, response } = await get(path);
        expect([path, status]).toEqual([path, expected]);
        expect(text).toContain(words);
        expect(text).not.toMatch(/kettle|Harbour|1204/i);
        expect(response.headers.get('content-disposition')).toBeNull();
        expect(response.headers.get('cache-control')).toBe('no-store');
        expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      }
    };
    await refused(401, 'Please sign in at the desk first');
    visitor.sender = senderRef('a-guest-of-the-web');
    await refused(403, 'Please sign in at the desk first');
    const { staffId } = await signIn('liaison');
    expect((await get('/desk/pick')).status).toBe(200);
    await db.staff.update({ where: { id: staffId }, data: { active: false } });
    await refused(403, 'Please sign in at the desk first');
  });

  test('is decided by the role', async () => {
    const { guest, site, signIn, db, get } = await hotel();
    await guest('1204', await site('Harbour Hotel'), 'We need supplies: 2 kettles please');
    const { staffId } = await signIn('liaison');
    // Every role on the team may pick today; one that may not is refused by the same table.
    await db.staff.update({ where: { id: staffId }, data: { role: 'traveller' } });
    for (const path of PATHS) {
      const { status, text } = await get(path);
      expect([path, status]).toEqual([path, 403]);
      expect(text).toContain('Your role may not see pick lists.');
      expect(text).not.toMatch(/kettle/i);
    }
    for (const role of ['liaison', 'medic', 'counsellor', 'supervisor', 'admin'] as const) {
      await db.staff.update({ where: { id: staffId }, data: { role } });
      expect([role, (await get('/desk/pick')).status]).toEqual([role, 200]);
    }
  });

  test('reads it in the language asked for, of the menu, their own, of the browser', async () => {
    const { signIn, visitor, get } = await hotel();
    await signIn('liaison', 'zh-TW');
    const languageOf = async (path: string) => {
      const { response, text } = await get(path);
      const locale = response.headers.get('content-language') ?? '';
      expect(text).toContain(`<html lang="${locale}">`);
      expect(text).toContain(t(locale, 'staff-supplies:page.title'));
      return locale;
    };
    expect(await languageOf('/desk/pick')).toBe('zh-TW');
    visitor.chosen = 'fr';
    expect(await languageOf('/desk/pick')).toBe('zh-TW');
    visitor.chosen = 'zh-CN';
    expect(await languageOf('/desk/pick')).toBe('zh-CN');
    expect(await languageOf('/desk/pick?lang=en')).toBe('en');
    visitor.sender = undefined;
    visitor.chosen = undefined;
    visitor.accepted = ['fr', 'zh-Hant-HK', 'en'];
    expect(await languageOf('/desk/pick')).toBe('zh-TW');
  });
});

describe('what people wrote', () => {
  const EVIL = '=HYPERLINK("http://evil.example";"x"),<script>alert(1)</script>';

  test('stays words: no formula in a table, no markup on a page', async () => {
    const { db, console, guest, site, signIn, get, rows } = await hotel();
    const id = await site('<b>Grand</b> "Hotel"/..\r\nX: y');
    await guest('1204', id, 'We need supplies: 1 flurb please');
    await db.itemLine.updateMany({
      data: { item: null, name: EVIL, substitute: '@cmd', substitution: 'accepted' },
    });
    await db.person.updateMany({ data: { room: '+12"<i>04' } });
    await signIn('liaison');
    const page = await get('/desk/pick?floor=%3Cimg%20src%3Dx%3E');
    expect(page.text).not.toMatch(/<img|<b>Grand/);
    const { text } = await get('/desk/pick');
    expect(text).not.toMatch(/<script>|<b>Grand|<i>04/);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const [, line] = await rows('/desk/pick.csv');
    expect(line?.[1]).toBe(`'+12"<i>04`);
    expect(line?.[4]).toBe(`'${EVIL}`);
    expect(line?.[11]).toBe('instead of @cmd');
    const response = await console.request('/desk/pick.csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const disposition = response.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(
      /^attachment; filename="pick-\d{4}-\d\d-\d\d\.csv"; filename\*=UTF-8''[\w.%!~-]+\.csv$/,
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    for (const row of await rows('/desk/pick-totals.csv')) expect(row[0]).not.toMatch(/^\s*[=+\-@]/);
  });
});

test('runs nothing inline and is kept nowhere; its files are there for everybody', async () => {
  const { signIn, get } = await hotel();
  await signIn('liaison');
  const { response, text } = await get('/desk/pick');
  expect(response.headers.get('content-security-policy')).toMatch(/script-src 'self'; style-src 'self'/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('strict-transport-security')).toBeTruthy();
  expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|undefined/i);
  for (const [path, type] of [
    ['/desk/pick.css', 'text/css; charset=utf-8'],
    ['/desk/pick.js', 'text/javascript; charset=utf-8'],
  ] as const) {
    const file = await get(path);
    expect([file.status, file.response.headers.get('content-type')]).toEqual([200, type]);
  }
});

test('says in words that the list cannot be read now, and keeps words out of the log', async () => {
  const { signIn, db, get, errors } = await hotel();
  await signIn('liaison');
  await db.$executeRawUnsafe('alter table item_line rename to item_line_away');
  const { status, text } = await get('/desk/pick?site=');
  await db.$executeRawUnsafe('alter table item_line_away rename to item_line');
  expect(status).toBe(503);
  expect(text).toContain('Please try again in a moment.');
  expect(errors).toMatchObject([{ route: '/desk/pick' }]);
});
