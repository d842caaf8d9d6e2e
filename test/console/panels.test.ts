import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type BrowserAt, type ConsoleScene, consoleScene } from './console-scene.ts';

const SECTIONS = ['daily', 'notices', 'trips', 'shifts', 'answers', 'settings', 'oversight'] as const;

/** What somebody fills in, form by form, in an order in which each finds what it needs; and what the bot answers. */
const FILLED: readonly (readonly [form: string, fields: Record<string, string>, answer: RegExp])[] = [
  [
    'settings/site',
    { name: 'Moon "Star" Hotel', phone: '120', zone: 'Asia/Shanghai' },
    /Site added: Moon &#39;Star&#39; Hotel/,
  ],
  [
    'settings/rule',
    { days: '14+7', start: 'arrival', tests: '1, 4,7', site: 'Sun Hotel', since: '2026-11-01' },
    /14/,
  ],
  ['settings/route', { site: 'Sun Hotel', need: 'medical', team: 'Day shift' }, /Sun Hotel.*Day shift/s],
  ['settings/try', { site: 'Sun Hotel', need: 'medical' }, /Day shift/],
  ['settings/unroute', { row: '1' }, /Sun Hotel/],
  ['settings/deadline', { need: 'complaint', urgency: 'normal', first: '4h', solution: '3d' }, /4 ?h/],
  ['settings/hours', { team: 'Day shift', hours: 'mon-fri 09:00-18:00' }, /Day shift/],
  ['settings/holiday', { team: 'Day shift', holiday: '2026-12-25' }, /2026-12-25|25/],
  ['settings/invite', { role: 'medic' }, /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/],
  ['settings/staff', { colleague: 'Wang', become: 'off' }, /Wang/],
  ['settings/staff', { colleague: 'Wang', become: 'on' }, /Wang/],
  ['settings/retention', { class: 'media', keep: '45' }, /45/],
  [
    'trips/new',
    { from: 'Airport T2', to: 'Sun Hotel', day: '2026-11-23', time: '08:30', km: '42', purpose: 'arrival' },
    /Airport T2/,
  ],
  ['trips/add', { trip: '1', who: 'Ana Lima' }, /Ana Lima/],
  ['trips/tick', { trip: '1', what: 'board', whom: 'all' }, /Ana Lima/],
  ['trips/show', { trip: '1' }, /Ana Lima/],
  ['trips/move', { trip: '1', step: 'depart' }, /1/],
  ['trips/missing', { trip: '1', whom: 'Ana Lima' }, /Ana Lima/],
  ['trips/totals', { since: '2026-11-01', until: '2026-11-30' }, /42|0/],
  [
    'shifts/plan',
    { team: 'Day shift', preset: 'three-two', crews: 'Wang, Adm, Sup', at: '08:00', from: '2026-11-21' },
    /Day shift/,
  ],
  ['shifts/week', { team: 'Day shift' }, /somebody is always there/],
  ['shifts/briefing', { words: 'Mind the stairs.\nThe lift is out.' }, /published|1/i],
  ['shifts/wellbeing', { at: '08:00' }, /08:00/],
  ['shifts/reassign', { colleague: 'Wang', to: 'queue' }, /^refused: [\s\S]*Wang has no open tickets/],
  [
    'answers/add',
    { question: 'When is breakfast served?', answer: 'From seven.', source: 'source Kitchen, 2026-11-01' },
    /breakfast/i,
  ],
  [
    'answers/text',
    { entry: '1', language: 'ja', question: '朝食は何時ですか', answer: '七時からです。' },
    /朝食/,
  ],
  ['answers/until', { entry: '1', until: '2027-01-01' }, /2027-01-01/],
  ['answers/show', { entry: '1' }, /From seven/],
  ['answers/off', { entry: '1' }, /1/],
  [
    'answers/canned',
    { canned: 'lift-out', language: 'en', text: 'The lift is out.\nPlease take the stairs.' },
    /lift-out/,
  ],
  ['answers/show-canned', { canned: 'lift-out' }, /take the stairs/],
  ['daily/missing', { by: 'flight' }, /1 on the list/],
  ['daily/heard', { who: 'Ana Lima', said: '36.6 no symptoms' }, /Ana Lima|not here/],
  ['daily/result', { who: 'Ana Lima', result: 'negative', on: '2026-11-21' }, /Ana Lima|stay/],
  ['daily/discharge', { site: 'Sun Hotel' }, /./],
  [
    'notices/write',
    {
      issuer: 'Sun Hotel',
      'language-1': 'en',
      'title-1': 'Hot water',
      'text-1': 'None tonight.\nNote: from 22:00',
      'language-2': 'zh-CN',
      'title-2': '热水',
      'text-2': '今晚停',
      site: 'Sun Hotel',
      state: 'here',
    },
    /Draft of a notice[\s\S]*Hot water[\s\S]*热水[\s\S]*Sun Hotel/,
  ],
  ['notices/draft', {}, /Preview/],
  ['oversight/audit-colleague', { colleague: 'Wang' }, /Wang/],
  ['oversight/audit-staff', {}, /Wang/],
];

async function scene(): Promise<{ readonly made: ConsoleScene; readonly at: BrowserAt }> {
  const made = await consoleScene();
  const { db } = made.bot.store;
  const createdAt = new Date(made.bot.clock.now().epochMilliseconds);
  const siteId = randomUUID();
  await db.site.create({ data: { id: siteId, name: 'Sun Hotel', timeZone: 'Asia/Shanghai', createdAt } });
  const person = { id: randomUUID(), name: 'Ana Lima', room: '1203', siteId, createdAt };
  await db.person.create({ data: person });
  await db.stay.create({
    data: { id: randomUUID(), personId: person.id, siteId, state: 'here', arrivedAt: createdAt, createdAt },
  });
  await made.colleague('Wang');
  await made.colleague('Sup', 'supervisor');
  return { made, at: await made.browser('admin', 'Adm') };
}

test('every form of every section writes a command that the bot understands', async () => {
  const { at } = await scene();
  for (const [form, fields, answer] of FILLED) {
    const [section] = form.split('/');
    const { text, status } = await at.send(`/console/${section}`, `action="/console/${form}"`, fields);
    expect(status, form).toBe(200);
    const said = /<section class="answer (\w+)"[^>]*>([\s\S]*?)<\/section>/.exec(text);
    const [, state, words] = said ?? [];
    expect(`${state}: ${words}`, form).toMatch(answer);
    if (!answer.source.startsWith('^refused')) expect(state, form).toBe('done');
  }
});

test('a section shows each role what it may see and do, and refuses the rest', async () => {
  const { made } = await scene();
  const liaison = await made.browser('liaison', 'Li');
  for (const section of SECTIONS) {
    const { status, text } = await liaison.get(`/console/${section}`);
    expect(status, section).toBe(section === 'oversight' ? 403 : 200);
    expect(text, section).not.toContain('staff-console:');
    if (section === 'settings') expect(text).not.toMatch(/settings\/(invite|rule|deadline)"/);
    if (section === 'notices') expect(text).not.toContain('To be approved');
  }
  const { text } = await liaison.get('/console');
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  expect((await liaison.post('/console/settings/invite', { csrf, key: 'k', role: 'admin' })).status).toBe(
    403,
  );
  const admin = await made.browser('admin', 'Other');
  const missing = await admin.send('/console/settings', 'action="/console/settings/site"', { name: ' ' });
  expect(missing.status).toBe(400);
  for (const section of SECTIONS) {
    const page = await admin.get(`/console/${section}`);
    expect(page.text, section).not.toMatch(
      /staff-console:|>(daily|trips|shifts|answers|settings|oversight)\.[a-z]/,
    );
  }
});
