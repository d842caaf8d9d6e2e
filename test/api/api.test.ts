import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { API_SCOPES } from '../../src/domain/api-scopes.ts';
import { type ApiScene, type Ask, apiScene } from './api-scene.ts';

const post = (body: unknown = {}, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body,
  headers,
});

describe('tickets', () => {
  it('are listed, read, acted on by the commands of the chat, once for each key, and audited', async () => {
    const { program, bot, group } = await apiScene();
    const { db } = bot.store;
    const ana = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await ana.says('Our baby has no milk powder left');
    const { ask, me } = await program('liaison', { name: 'Wang' });
    const other = await program('liaison', { name: 'Li' });
    const listed = await ask('/tickets?state=open&need=supplies');
    expect(listed.json.items).toMatchObject([{ number: 1, state: 'new', readable: true, ownerId: null }]);

    const key = { 'idempotency-key': randomUUID() };
    const claimed = await ask('/tickets/1/claim', post({}, key));
    expect(claimed).toMatchObject({ status: 200, json: { state: 'claimed', ownerId: me.staffId } });
    expect((await other.ask('/tickets/1/claim', post())).json).toMatchObject({
      status: 409,
      code: 'taken',
      detail: expect.stringContaining('Wang'),
    });
    // Another key of the same words: the desk answers. The same key: nothing is done, and the ticket is as it is now.
    await ask('/tickets/1/reply', post({ text: 'It is on its way' }));
    const again = await ask('/tickets/1/claim', post({}, key));
    expect(again).toMatchObject({ status: 200, json: { number: 1, state: 'claimed' } });
    expect(again.json.version).toBeGreaterThan(claimed.json.version);
    expect((await ask('/tickets/1/release', post({}, key))).json).toMatchObject({
      status: 422,
      code: 'key-reused',
    });
    // The same key of another token is another key.
    expect((await other.ask('/tickets/1/claim', post({}, key))).status).toBe(409);

    await bot.settle();
    expect(ana.inbox().filter((text) => text.includes('It is on its way'))).toHaveLength(1);
    expect(group.texts().join()).toContain('Wang');
    const did = await db.audit.findMany({ where: { action: 'ticket.claim' } });
    expect(did).toMatchObject([{ actor: `staff:${me.staffId}`, channel: 'api' }]);

    const noted = () =>
      db.accessLog.count({ where: { staffId: me.staffId, what: 'ticket', channel: 'api' } });
    const before = await noted();
    const read = await ask('/tickets/1');
    expect(read.json.transcript.map((line: { text: string }) => line.text)).toContain('It is on its way');
    expect(await noted()).toBe(before + 1);
    const etag = read.headers.get('etag') ?? '';
    await ana.says('Thank you, and nappies please?', {});
    const stale = await ask('/tickets/1/note', post({ text: 'seen' }, { 'if-match': etag }));
    expect(stale.json).toMatchObject({ status: 412, code: 'changed' });
    const fresh = post({ text: 'seen' }, { 'if-match': stale.headers.get('etag') ?? '' });
    expect((await ask('/tickets/1/note', fresh)).status).toBe(200);

    expect((await ask('/tickets/1/transfer', post({ staffId: other.me.staffId }))).status).toBe(200);
    expect((await ask('/tickets/1/urgency', post({ urgency: 'high' }))).json.urgency).toBe('high');
    expect((await ask('/tickets/1/resolve', post({ text: 'Done' }))).json.state).toBe('resolved');
    expect((await ask('/tickets/1/claim', post())).json).toMatchObject({
      status: 409,
      title: expect.any(String),
    });
    expect((await ask('/tickets/1/reopen', post())).json).toMatchObject({ state: 'reopened', ownerId: null });
    expect((await ask('/tickets/9/claim', post())).json).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('that are confidential say nothing to those who may not read them', async () => {
    const { program, bot } = await apiScene();
    await bot.person('telegram', { locale: 'en' }).says('I keep vomiting blood and feel very weak');
    const liaison = await program('liaison', { name: 'Wang' });
    const medic = await program('medic');
    const [hidden] = (await liaison.ask('/tickets')).json.items;
    expect(hidden).toMatchObject({
      restricted: true,
      readable: false,
      need: null,
      summary: null,
      personId: null,
    });
    expect((await liaison.ask('/tickets?need=medical')).json.items).toEqual([]);
    expect((await medic.ask('/tickets?need=medical')).json.items).toMatchObject([{ need: 'medical' }]);
    expect((await liaison.ask('/tickets/1')).json).toMatchObject({ status: 403, code: 'restricted' });
    expect((await liaison.ask('/tickets/1/need', post({ need: 'other' }))).json.code).toBe('restricted');
    expect((await medic.ask('/tickets/1')).json.transcript[0].text).toContain('vomiting');
    const { db } = bot.store;
    expect(await db.audit.count({ where: { action: 'ticket.read', channel: 'api' } })).toBe(1);
  });

  it('are opened for somebody once, and the same one is answered again', async () => {
    const { program, bot, group } = await apiScene();
    await bot.person('telegram', { name: 'Ana', locale: 'en' }).says('When is breakfast?');
    const { ask } = await program();
    const [{ id }] = (await ask('/people')).json.items;
    const wish = { personId: id, need: 'supplies', urgency: 'high', text: 'No blanket: the room is cold' };
    const key = { 'idempotency-key': 'kiosk-17' };
    const opened = await ask('/tickets', post(wish, key));
    expect(opened).toMatchObject({
      status: 201,
      json: { source: 'found', urgency: 'high', need: 'supplies' },
    });
    expect(opened.headers.get('location')).toBe(`/api/v1/tickets/${opened.json.number}`);
    const again = await ask('/tickets', post(wish, key));
    expect(again).toMatchObject({ status: 200, json: { id: opened.json.id } });
    expect((await ask('/tickets', post({ ...wish, need: 'other' }, key))).json.code).toBe('key-reused');
    expect((await ask('/tickets', post({ ...wish, personId: randomUUID() }))).status).toBe(404);
    await bot.settle();
    expect(group.texts().filter((text) => text.includes('No blanket'))).toHaveLength(1);
  });

  it('are paged by cursor, and found by when they were changed', async () => {
    const { program, bot } = await apiScene();
    for (const text of ['no towel', 'no soap', 'no water'])
      await bot.person('telegram', { locale: 'en' }).says(text);
    const { ask } = await program();
    const first = (await ask('/tickets?limit=2')).json;
    const second = (await ask(`/tickets?limit=2&cursor=${first.next}`)).json;
    const numbers = [...first.items, ...second.items].map((item: { number: number }) => item.number);
    expect([numbers, second.next]).toEqual([[1, 2, 3], null]);
    expect((await ask(`/people?cursor=${first.next}`)).json.code).toBe('invalid-request');
    bot.clock.advance({ hours: 1 });
    const since = bot.clock.now().toString();
    await ask('/tickets/2/claim', post());
    const found = (await ask(`/tickets?updatedSince=${since}`)).json.items;
    expect(found.map((item: { number: number }) => item.number)).toEqual([2]);
    expect((await ask('/tickets?updatedSince=0000-01-01T00:00:00Z')).json.items).toHaveLength(3);
  });
});

describe('the gate', () => {
  it('lets in a living token with the scope and the role, for what is described, and not too often', async () => {
    const { stranger, program, bot } = await apiScene({ perMinute: 20 });
    await comeIn(stranger, program, bot);
    await scopes(program);
    await described(program);
    await pace(program, bot);
  });

  async function comeIn(stranger: Ask, program: ApiScene['program'], bot: ApiScene['bot']): Promise<void> {
    const refused = await stranger('/tickets');
    expect(refused).toMatchObject({ status: 401, json: { code: 'unauthorized' } });
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
    const { ask, me } = await program('liaison');
    expect((await ask('/sites')).status).toBe(200);
    await bot.store.db.staff.update({ where: { id: me.staffId }, data: { active: false } });
    expect((await ask('/sites')).status).toBe(401);
  }

  async function scopes(program: ApiScene['program']): Promise<void> {
    const admin = await program('admin');
    const reader = await program('supervisor', { scopes: ['tickets:read'] });
    expect((await reader.ask('/people')).json).toMatchObject({ status: 403, code: 'scope-missing' });
    expect((await reader.ask('/tickets/1/claim', post())).json.code).toBe('scope-missing');
    const liaison = await program('liaison');
    expect((await liaison.ask('/health')).json.code).toBe('forbidden');
    expect((await liaison.ask('/figures?by=staff')).json.code).toBe('forbidden');
    expect((await liaison.ask('/figures')).json.isOwn).toBe(true);
    expect((await liaison.ask('/webhooks')).json.code).toBe('forbidden');
    expect((await liaison.ask('/exports/tickets')).json.code).toBe('forbidden');
    expect((await admin.ask('/webhooks')).json).toEqual({ items: [] });
    expect((await admin.ask('/exports/people')).text).toMatch(/^person_id|name/);
  }

  async function described(program: ApiScene['program']): Promise<void> {
    const { ask } = await program();
    expect((await ask('/tickets?stat=open')).json.errors[0].message).toContain('stat');
    expect((await ask('/tickets?limit=201')).status).toBe(400);
    expect((await ask('/tickets/1/reply', post({ text: 'x', more: 1 }))).status).toBe(400);
    expect((await ask('/tickets/1/reply', post('{"text":'))).json.code).toBe('invalid-request');
    expect((await ask('/tickets/1/reply', post('text=x', { 'content-type': 'text/plain' }))).status).toBe(
      415,
    );
    expect((await ask('/tickets/1/reply', post({ text: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await ask('/tickets/1/claim', post({}, { 'idempotency-key': '' }))).status).toBe(400);
    const put = await ask('/tickets/1', { method: 'DELETE' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET']);
    expect((await ask('/nothing')).json).toMatchObject({
      status: 404,
      type: '/api/v1/docs#problem-not-found',
    });
    const plain = await ask('/sites', { headers: { origin: 'https://evil.example' } });
    expect(plain.headers.get('access-control-allow-origin')).toBeNull();
    expect(plain.headers.getSetCookie()).toEqual([]);
  }

  async function pace(program: ApiScene['program'], bot: ApiScene['bot']): Promise<void> {
    const { ask } = await program();
    for (let time = 0; time < 20; time += 1) expect((await ask('/sites')).status).toBe(200);
    const held = await ask('/sites');
    expect([held.status, held.json.code]).toEqual([429, 'too-many-requests']);
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0);
    bot.clock.advance({ minutes: 1 });
    expect((await ask('/sites')).status).toBe(200);
  }
});

describe('people and stays', () => {
  it('are read with numbers only by roles that may, and that is noted', async () => {
    const { program, bot } = await apiScene();
    const { db } = bot.store;
    await bot.person('telegram', { name: 'Ana', locale: 'en' }).says('When is breakfast?');
    const { id } = await db.person.findFirstOrThrow();
    await db.stay.create({ data: { id: randomUUID(), personId: id, state: 'here', createdAt: new Date() } });
    const liaison = await program('liaison');
    const medic = await program('medic');
    expect((await liaison.ask(`/people/${id}`)).json).toMatchObject({ id, state: 'here', numbers: null });
    expect((await liaison.ask(`/people/${id}?include=numbers`)).json.code).toBe('forbidden');
    expect((await medic.ask(`/people/${id}?include=numbers`)).json.numbers).toMatchObject({ phone: null });
    const read = await db.accessLog.findMany({ where: { personId: id }, orderBy: { id: 'asc' } });
    expect(read.map(({ what }) => what)).toEqual(['person', 'numbers']);
    const [stay] = (await liaison.ask(`/stays?person=${id}&state=here`)).json.items;
    expect((await liaison.ask(`/stays/${stay.id}`)).json).toEqual(stay);
    expect((await liaison.ask(`/stays/${randomUUID()}`)).status).toBe(404);
    expect((await liaison.ask('/people?state=left')).json.items).toEqual([]);
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 with a scope for every operation, and a page without script', async () => {
    const { stranger } = await apiScene();
    const { json } = await stranger('/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    const used = JSON.stringify(json.paths);
    for (const scope of API_SCOPES) expect(used).toContain(`"${scope}"`);
    const page = await stranger('/docs');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
    expect(page.text).not.toMatch(/<script|style=|https?:\/\//);
    for (const path of Object.keys(json.paths)) expect(page.text).toContain(`<code>${path}</code>`);
    expect((await stranger('/docs.css')).headers.get('content-type')).toContain('text/css');
  });
});
