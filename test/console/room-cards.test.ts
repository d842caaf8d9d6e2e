import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createConsole, type Visitor } from '../../src/console/index.ts';
import type { StaffRole } from '../../src/domain/actor.ts';
import { senderRef } from '../../src/domain/ids.ts';
import { createTranslate } from '../../src/i18n.ts';
import { silentLog } from '../../src/log.ts';
import { last } from '../features/desk-team.ts';
import { scene } from '../features/onboarding-team.ts';

const CODES =
  /<p class="card-code" dir="ltr"><span>(\w{4})<\/span><span>(\w{4})<\/span><span>(\w{4})<\/span>/g;

/** A hotel whose guests were announced, and a console whose visitor is who the test says. */
async function hotel() {
  const made = await scene();
  const { bot, colleague } = made;
  const visitor: { -readonly [field in keyof Visitor]: Visitor[field] } = {
    sender: undefined,
    chosen: undefined,
    accepted: ['en'],
  };
  const console = createConsole({
    db: bot.store.db,
    clock: bot.clock,
    log: silentLog,
    t: createTranslate(),
    account: 'web',
    visitor: () => visitor,
    openVisitor: () => senderRef('nobody'),
    app: () => bot.app,
    locale: 'zh-CN',
    zone: 'Asia/Shanghai',
    secure: true,
    waysIn: (code) => [
      { account: 'web', link: `https://web.example/?start=${code}` },
      { account: 'wechat', link: undefined },
    ],
  });
  const signIn = async (role: StaffRole) => {
    visitor.sender = senderRef((await colleague(`A ${role}`, role, { account: 'web' })).id);
  };
  const get = async (path: string) => {
    const response = await console.request(path);
    return { response, status: response.status, text: await response.text() };
  };
  const post = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await console.request('/desk/cards', {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    });
    const text = await response.text();
    const codes = [...text.matchAll(CODES)].map(([, ...groups]) => groups.join('-'));
    return { response, status: response.status, text, codes };
  };
  return { ...made, visitor, signIn, get, post };
}

describe('room cards', () => {
  test('are counted by the page and made by its button, one for each who writes from nowhere yet', async () => {
    const { bot, announced, signIn, get, post, personOf } = await hotel();
    const ana = await announced({ name: 'Ana Lima', room: '1203', locale: 'fr' });
    await announced({ name: 'Li Na', room: '804', locale: 'en' });
    await signIn('liaison');
    const form = await get('/desk/cards?site=Sun+Hotel');
    expect(form.status).toBe(200);
    expect(form.text).toContain('2 travellers here');
    expect(form.response.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(await bot.store.db.bindCode.count()).toBe(0);
    const made = await post({ site: 'Sun Hotel' });
    expect(made.status).toBe(200);
    expect(made.response.headers.get('cache-control')).toBe('no-store');
    expect(made.codes).toHaveLength(2);
    expect(made.text.indexOf('804')).toBeLessThan(made.text.indexOf('1203'));
    expect(made.text).toContain('<svg');
    expect(made.text).toContain(`https://web.example/?start=${made.codes[1]}`);
    // Two languages on each: French and English, English and Chinese.
    for (const lang of ['fr', 'en', 'zh-CN']) expect(made.text).toContain(`<div lang="${lang}"`);
    expect(made.text).toContain('(web, wechat)');
    const guest = bot.person('web', { locale: 'fr' });
    await guest.says(`/start ${made.codes[1]}`);
    expect(await personOf(guest)).toBe(ana);
    expect(last(guest.inbox())).toMatch(/Bienvenue, Ana Lima/);
    const again = await post({ site: 'Sun Hotel' });
    expect(again.codes).toHaveLength(1);
    expect(again.text).not.toContain('Ana Lima');
    const late = bot.person('web', { locale: 'en' });
    await late.says(`/start ${made.codes[0]}`);
    expect(last(late.inbox())).toMatch(/newer code/);
    expect(await bot.store.db.audit.findMany({ where: { action: 'person.cards' } })).toMatchObject([
      { channel: 'web', after: { number: 2 } },
      { after: { number: 1 } },
    ]);
  });

  test('of one room, of people still expected, and of nobody who has left', async () => {
    const { bot, announced, signIn, post, get } = await hotel();
    const one = await announced({ name: 'Ana Lima', room: '1203' });
    await announced({ name: 'Li Na', room: '804' });
    await signIn('liaison');
    const made = await post({ site: 'Sun Hotel', room: '804' });
    expect(made.codes).toHaveLength(1);
    expect(made.text).toContain('Li Na');
    await bot.store.db.stay.updateMany({
      where: { personId: one },
      data: { state: 'left', endedAt: new Date() },
    });
    expect((await get('/desk/cards?room=1203')).text).toContain('Everybody here is connected');
    expect((await post({ room: '1203' })).codes).toEqual([]);
  });

  test('come two hundred at a time, and the next ones leave the first in force', async () => {
    const { bot, siteId, signIn, post } = await hotel();
    const createdAt = new Date(bot.clock.now().epochMilliseconds);
    const people = Array.from({ length: 230 }, (_one, at) => ({
      id: randomUUID(),
      name: `Guest ${at}`,
      room: String(1000 + Math.floor(at / 2)),
      siteId,
      createdAt,
    }));
    await bot.store.db.person.createMany({ data: people });
    await bot.store.db.stay.createMany({
      data: people.map(({ id }) => ({
        id: randomUUID(),
        personId: id,
        siteId,
        state: 'expected',
        createdAt,
      })),
    });
    await signIn('admin');
    const first = await post({ site: 'Sun Hotel' });
    expect(first.codes).toHaveLength(200);
    const after = /name="after" value="([^"]+)"/.exec(first.text)?.[1] ?? '';
    const second = await post({ site: 'Sun Hotel', after });
    expect(second.codes).toHaveLength(30);
    expect(second.text).not.toContain('name="after"');
    expect(await bot.store.db.bindCode.count({ where: { revokedAt: null } })).toBe(230);
  });

  test('are for staff who press the button themselves', async () => {
    const { bot, announced, signIn, get, post, visitor } = await hotel();
    await announced({ name: 'Ana Lima', room: '1203' });
    expect((await get('/desk/cards')).status).toBe(401);
    visitor.sender = senderRef('nobody');
    expect((await post({ site: 'Sun Hotel' })).status).toBe(403);
    await signIn('liaison');
    expect((await post({ site: 'Sun Hotel' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get('/desk/cards?site=Nowhere')).status).toBe(404);
    expect((await post({ site: 'Nowhere' })).status).toBe(404);
    expect(await bot.store.db.bindCode.count()).toBe(0);
    await bot.store.db.site.create({ data: { id: randomUUID(), name: 'Moon Hotel', createdAt: new Date() } });
    const choice = await get('/desk/cards');
    expect(choice.text).toContain('href="/desk/cards?site=Moon+Hotel"');
    expect((await get('/desk/cards.css')).text).toContain('.room-card');
  });
});
