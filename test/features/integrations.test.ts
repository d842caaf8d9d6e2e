import { describe, expect, it } from 'vitest';
import { readScopes } from '../../src/domain/api-scopes.ts';
import { readHookEvents } from '../../src/domain/hook-events.ts';
import { isPublicAddress } from '../../src/features/integrations/index.ts';
import { findToken } from '../../src/store/api-tokens.ts';
import { last, team } from './desk-team.ts';

describe('tokens', () => {
  it('are shown once to who made them, kept as a hash, listed, used and ended, and all of it is on record', async () => {
    const { bot, colleague, group } = await team();
    const { db } = bot.store;
    const admin = await colleague('Adm', 'admin');
    await admin.says('/api new board scopes=tickets:read,webhooks');
    const token = /hw_[\w-]{43}/.exec(last(admin.inbox()))?.[0] ?? '';
    expect(await findToken(db, token)).toMatchObject({
      scopes: ['tickets:read', 'webhooks'],
      staff: { name: 'Adm' },
    });
    expect((await db.apiToken.findFirstOrThrow()).tokenHash).toMatch(/^[0-9a-f]{64}$/);
    await admin.says('/api new BOARD scopes=tickets:read');
    expect(last(admin.inbox())).toContain('already');
    await admin.says('/api new other scopes=tickets:read,everything');
    expect(last(admin.inbox())).toContain('exports:run');
    await admin.says('/api new other');
    expect(last(admin.inbox())).toContain('/api off NAME');
    await admin.saysIn(group, '/api new loud scopes=tickets:read');
    expect(last(group.texts())).toContain('private');
    expect(await db.apiToken.count()).toBe(1);

    // As the pages of the web keep it.
    const content = JSON.stringify({ text: `Copy it:\n${token}` });
    await db.$executeRaw`insert into web_message (rev, chat, author, content, at)
      values (1, ${admin.id}, 'bot', ${content}::jsonb, now())`;
    await bot.later({ minutes: 11 });
    // Nothing of it is left in what was sent.
    const sent = await db.$queryRaw<object[]>`select body from outgoing where body::text like '%hw\\_%'`;
    expect(sent).toEqual([]);
    expect((await db.webMessage.findFirstOrThrow()).content).toEqual({ text: 'Copy it:\n…' });
    await admin.says('/api');
    expect(last(admin.inbox())).toMatch(/board.*Adm.*tickets:read, webhooks.*never used/);
    await admin.says('/api off Board');
    expect(last(admin.inbox())).toContain('no longer works');
    expect(await findToken(db, token)).toBeUndefined();
    await admin.says('/api off board');
    expect(last(admin.inbox())).toContain('no token');
    const did = await db.audit.findMany({
      where: { action: { startsWith: 'api.' } },
      orderBy: { id: 'asc' },
    });
    expect(did.map(({ action }) => action)).toEqual(['api.token', 'api.token-off']);
    expect(JSON.stringify(did.map(({ after }) => after))).not.toContain('hw_');
  });
});

describe('webhooks', () => {
  it('are queued in the transaction, with ids and states and nobody’s words', async () => {
    const { bot, colleague } = await team();
    const { db } = bot.store;
    const admin = await colleague('Adm', 'admin');
    const medic = await colleague('Zhao', 'medic');
    await admin.says('/webhook new http://127.0.0.1:9000/x events=all');
    expect(last(admin.inbox())).toContain('ALLOW_PRIVATE_WEBHOOKS');
    await admin.says('/webhook new https://user:pass@hooks.example/x events=all');
    expect(last(admin.inbox())).toContain('https://example.org/hook');
    await admin.says('/webhook new https://hooks.example/x events=ticket.opened,nothing');
    expect(last(admin.inbox())).toContain('stay.moved');
    await admin.says('/webhook new https://hooks.example/x?key=abc events=ticket.opened,ticket.changed');
    const secret = /whsec_[A-Za-z0-9+/]{43}=/.exec(last(admin.inbox()))?.[0];
    expect(secret).toBeDefined();
    expect((await db.webhook.findFirstOrThrow()).secret).toMatch(/^h1\./);
    await bot
      .person('telegram', { name: 'Ana', locale: 'en' })
      .says('I keep vomiting blood and feel very weak');
    await medic.says('/claim 1');
    const rows = await db.webhookDelivery.findMany({ orderBy: { id: 'asc' } });
    const bodies = rows.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ type }) => type)).toEqual(['ping', 'ticket.opened', 'ticket.changed']);
    expect(bodies[2].data).toMatchObject({
      change: 'claimed',
      before: { state: 'new' },
      ticket: { number: 1, state: 'claimed', ownerId: medic.staffId, restricted: true, need: null },
    });
    expect(JSON.stringify(bodies)).not.toMatch(/vomiting|Ana|medical/);
    await admin.says('/webhook');
    expect(last(admin.inbox())).toMatch(/1 · https:\/\/hooks\.example\/x.*3 waiting/);
    await admin.says('/webhook on 1');
    expect(last(admin.inbox())).toContain('There is no webhook 1 that I have switched off');
    await admin.says('/webhook off 1');
    expect(await db.webhookDelivery.count({ where: { state: 'pending' } })).toBe(0);
    await medic.says('/release 1');
    expect(await db.webhookDelivery.count()).toBe(3);
    await bot.later({ minutes: 11 });
    const kept = await db.$queryRaw<object[]>`select 1 from outgoing where body::text like '%whsec%'`;
    expect(kept).toEqual([]);
    const did = await db.audit.findFirstOrThrow({ where: { action: 'api.webhook' } });
    expect(did.after).toEqual({ number: 1, url: 'hooks.example', events: 'ticket.opened, ticket.changed' });
  });
});

describe('/enter', () => {
  it('opens a ticket for somebody on the roster, and asks which of several', async () => {
    const { bot, colleague, ticket } = await team();
    const { db } = bot.store;
    const wang = await colleague('Wang');
    for (const room of ['1203', '1204']) {
      const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
      await guest.says('When is breakfast?');
      await db.person.updateMany({ where: { room: null }, data: { name: 'Ana Lima', room } });
    }
    const before = await db.ticket.count();
    await wang.says('/enter Ana Lima supplies high: no blanket');
    await wang.presses(/1204/);
    expect(last(wang.inbox())).toMatch(/^Ticket #\d+ is open/);
    expect(await ticket(before + 1)).toMatchObject({
      need: 'supplies',
      urgency: 'high',
      summary: 'no blanket',
    });
    await wang.says('/enter 1203 生活物资: 没有毯子');
    expect(await ticket(before + 2)).toMatchObject({ need: 'supplies', urgency: 'normal', source: 'found' });
    await wang.says('/enter 1203 blankets: none');
    expect(last(wang.inbox())).toContain('/enter WHO NEED');
    expect(await db.ticket.count()).toBe(before + 2);
  });
});

describe('lists of words', () => {
  it('are taken whole or not at all', () => {
    expect(readScopes('tickets:read,people:read,tickets:read')).toEqual(['tickets:read', 'people:read']);
    expect([readScopes(''), readScopes('tickets'), readScopes('webhooks,x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(readHookEvents('stay.moved，ticket.opened')).toEqual(['ticket.opened', 'stay.moved']);
    expect([readHookEvents(''), readHookEvents('ticket')]).toEqual([undefined, undefined]);
  });
});

describe('a number of a machine', () => {
  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (one) => expect(isPublicAddress(one)).toBe(true),
  );
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'ff02::1',
  ])('%s is not', (one) => expect(isPublicAddress(one)).toBe(false));
  it('is none when it is a name', () => expect(isPublicAddress('hooks.example')).toBeUndefined());
});
