/** The console as attackers meet it: open pages after a change of rights, names that are markup, bodies without an end. */
import { expect, onTestFinished, test } from 'vitest';
import { chartSvg } from '../../src/charts/chart-svg.ts';
import type { StaffRole } from '../../src/domain/actor.ts';
import { forgetEnded } from '../../src/store/console-sessions.ts';
import { transact } from '../../src/store/transaction.ts';
import { addGuest, addSite } from '../support/guests.ts';
import { consoleScene } from './console-scene.ts';

type Scene = Awaited<ReturnType<typeof consoleScene>>;

const FEVER = 'My father has a fever of 39 and a bad cough, please send a doctor';

/** Somebody's open page: its live part, event by event; undefined once it has ended. */
async function livePage({ console, colleague, linkOf }: Scene, name: string, role: StaffRole, path: string) {
  const me = await colleague(name, role);
  const form = new URLSearchParams({ code: await linkOf(me) });
  const own = { 'sec-fetch-site': 'same-origin' };
  const signed = await console.request('/console/in', { method: 'POST', body: form, headers: own });
  const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const page = await console.request(path, { headers: { cookie } });
  const reader = page.body?.getReader();
  onTestFinished(() => reader?.cancel());
  const next = async (): Promise<string | undefined> => {
    const read = await reader?.read();
    const text = read?.value && new TextDecoder().decode(read.value);
    return text?.startsWith(':') ? next() : text;
  };
  return { me, next, get: (to: string) => console.request(to, { headers: { cookie } }) };
}

test('an open page ends with the role it was opened with, and its reading is on record', async () => {
  const scene = await consoleScene();
  const { bot, ticket } = scene;
  const ana = bot.person('telegram', { name: 'Ana', locale: 'en' });
  await ana.says(FEVER);
  const medic = await livePage(scene, 'Dr Ma', 'medic', '/console/tickets/1/live');
  expect(await medic.next()).toContain('fever of 39');
  const read = { action: 'ticket.read', ticketId: (await ticket(1)).id, actor: `staff:${medic.me.staffId}` };
  expect(await bot.store.db.audit.count({ where: read })).toBe(1);
  // Opened again within the same reading, as a browser does whenever the line breaks: no second line.
  const again = await medic.get('/console/tickets/1/live');
  await again.body?.cancel();
  expect(await bot.store.db.audit.count({ where: read })).toBe(1);
  await bot.store.db.staff.update({ where: { id: medic.me.staffId }, data: { role: 'liaison' } });
  await ana.says('His lips are turning blue');
  expect((await medic.next()) ?? '').not.toContain('blue');
});

test('what one reader finds by words of their own confidential ticket is not shown to another', async () => {
  const scene = await consoleScene();
  const { bot } = scene;
  await bot.person('telegram', { name: 'Ana', locale: 'en' }).says(FEVER);
  const live = '/console/board/live?search=fever';
  const owner = await livePage(scene, 'Owner', 'liaison', live);
  const other = await livePage(scene, 'Other', 'liaison', live);
  for (const page of [owner, other]) expect(await page.next()).not.toContain('id="t1"');
  await bot.store.db.ticket.updateMany({ data: { ownerId: owner.me.staffId, state: 'claimed' } });
  await bot.person('telegram', { name: 'Bo', locale: 'en' }).says('We need water for the fever please');
  expect(await owner.next()).toContain('id="t1"');
  const shown = await other.next();
  expect(shown).toContain('id="t2"');
  expect(shown).not.toContain('id="t1"');
});

/** What looking at a page may write: who read what, that a session is in use, how often somebody asked. */
const READINGS = new Set(['access_log', 'audit', 'console_session', 'rate']);

/** As a traveller may call themselves. */
const NAME = '<img src=x onerror=1>{{name}}\u202E=1+1';

test('no page changes anything by being opened, and none runs what somebody calls themselves', async () => {
  const scene = await consoleScene();
  const { bot, browser, colleague } = scene;
  const { db } = bot.store;
  const siteId = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const guest = await addGuest(bot, {
    name: NAME,
    room: '"><b>9',
    siteId,
    account: 'telegram',
    locale: 'en',
  });
  await guest.chat.says('We need 2 bottles of water please');
  const at = await browser('admin', 'Ad');
  await at.me.says('/briefing Wear masks on every floor');
  await (await colleague('Other', 'supervisor')).says('/briefing Mind the lifts');
  await bot.later({ minutes: 1 });
  const names = await db.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const each = names
    .filter(({ name }) => !READINGS.has(name))
    .map(
      ({ name }) =>
        `select '${name}' as name, string_agg(to_jsonb(t)::text, E'\\n' order by to_jsonb(t)::text) as rows from "${name}" t`,
    );
  const tables = () => db.$queryRawUnsafe<{ name: string; rows: string | null }[]>(each.join(' union all '));
  const before = await tables();
  const pages = ['/console', '/console/tickets/1', '/console/people', `/console/people/${guest.personId}`];
  for (const name of [
    'daily',
    'notices',
    'trips',
    'shifts',
    'answers',
    'figures',
    'exports',
    'settings',
    'oversight',
  ])
    pages.push(`/console/${name}`);
  pages.push('/console/roster', '/console/me', '/console/figures/chart.svg');
  for (const page of pages) {
    const { status, text } = await at.get(page);
    expect([page, status]).toEqual([page, 200]);
    expect(text, page).not.toMatch(/<img src=x|"><b>9/);
    if (page.includes(guest.personId)) expect(text).toContain('&lt;img src=x onerror=1&gt;{{name}}');
  }
  expect(await tables()).toEqual(before);
});

test('a huge body is refused before anybody is asked for, and a colleague who comes back signs in anew; tries are forgotten', async () => {
  const { bot, browser, stranger } = await consoleScene();
  const { db } = bot.store;
  const thief = stranger();
  expect((await thief.post('/console/in', { code: 'x'.repeat(20_000) })).status).toBe(413);
  expect((await thief.post('/console/in/setup', { code: 'x'.repeat(20_000) })).status).toBe(413);
  expect((await thief.post('/console/act', { line: 'x'.repeat(22_100_000) })).status).toBe(413);
  expect((await thief.post('/console/in', { code: 'wrong' })).status).toBe(403);
  const tries = { account: 'console', chat: 'sign-in' };
  const after = (hours: number) => bot.clock.now().add({ hours });
  await transact(db, (tx) => forgetEnded(tx, after(1)));
  expect(await db.session.count({ where: tries })).toBe(1);
  await transact(db, (tx) => forgetEnded(tx, after(25)));
  expect(await db.session.count({ where: tries })).toBe(0);
  const boss = await browser('admin', 'Boss');
  const li = await browser('liaison', 'Li');
  await boss.me.says('/staff Li off');
  expect((await li.get('/console')).status).toBe(303);
  await boss.me.says('/staff Li on');
  expect(boss.me.inbox().at(-1)).toContain('Li');
  expect((await li.get('/console')).status).toBe(303);
});

test('whatever a place is called, its bar is drawn: no markup, and nothing that XML cannot hold', () => {
  const labels = ['<img src=x onerror=1>', '"><a href=x>', '{value}{a|x}', 'a\u0001b', '\uD800', 'c\uFFFE'];
  const series = [{ name: '</text><script>', values: labels.map((_label, at) => at) }];
  const svg = chartSvg({ title: 'T', nothing: '–', bars: 'lying', labels, series });
  expect(svg).not.toMatch(/<(script|img|a)\b/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(svg).not.toMatch(/[\u0000-\u0008\uFFFE]/);
  expect(svg.isWellFormed()).toBe(true);
  expect(svg).toContain('>a b<');
});
