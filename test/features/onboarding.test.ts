import { describe, expect, test } from 'vitest';
import { hashCode } from '../../src/store/codes.ts';
import { last } from './desk-team.ts';
import { CODE, codeIn, scene } from './onboarding-team.ts';

const NEED = 'Our ten-month-old has no milk powder left, please help us';

describe('/bindcode', () => {
  test('answers in private with a code, links that carry it, a picture, and the page to print', async () => {
    const { bot, group, colleague, announced } = await scene();
    const id = await announced({ name: 'Ana Lima', room: '1203', document: 'E12345678' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode E12345678');
    const code = codeIn(wang.inbox());
    expect(last(wang.inbox())).toContain('Ana Lima · 1203 · Sun Hotel');
    expect(last(wang.inbox())).toContain(`https://web.example/?start=${code}`);
    expect(last(wang.inbox())).toContain(`https://telegram.example/?start=${code}`);
    expect(last(wang.inbox())).toContain(`wechat: they write ${code}`);
    expect(last(wang.inbox())).toContain('https://home.example/desk/cards?site=Sun+Hotel&room=1203');
    expect(wang.posts().at(-1)?.content.media).toMatchObject([{ kind: 'photo', type: 'image/png' }]);
    const stored = await bot.store.db.bindCode.findMany();
    expect(stored).toMatchObject([{ personId: id, createdBy: wang.staffId }]);
    expect(JSON.stringify(stored)).not.toContain(code.replaceAll('-', ''));
    await wang.saysIn(group, '/bindcode Ana Lima');
    expect(group.texts().join()).not.toMatch(CODE);
    expect(last(group.texts())).toMatch(/private chat/);
    expect(codeIn(wang.inbox())).not.toBe(code);
    // The picture of a code that no longer holds is gone, too.
    expect(await bot.store.db.mediaFile.count()).toBe(1);
    expect(await bot.store.db.audit.count({ where: { action: 'person.code' } })).toBe(2);
  });

  test('offers several, takes a ticket, and never shows a code to those who cannot be written to', async () => {
    const { bot, group, colleague, announced } = await scene();
    await announced({ name: 'Li Na', room: '1' });
    await announced({ name: 'Li Na', room: '2' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode Li Na');
    await wang.presses(/Li Na · 2/);
    expect(last(wang.inbox())).toContain('Li Na · 2');
    await bot.person('telegram', { name: 'Ana' }).says(NEED);
    await wang.says('/bindcode #1');
    expect(last(wang.inbox())).toMatch(/writes already \(telegram\)/);
    const away = await colleague('Away', 'liaison', { isReachable: false });
    await away.saysIn(group, '/bindcode Li Na');
    await away.presses(/Li Na · 1/, group);
    expect(last(group.texts())).toMatch(/in private only/);
    await wang.says('/bindcode');
    expect(last(wang.inbox())).toMatch(/whom it is for/);
    await wang.says('/bindcode Nobody Here');
    expect(await bot.store.db.bindCode.count()).toBe(2);
  });
});

describe('a code', () => {
  test('by link: the account is theirs, they are greeted in their language, with name, room and another way', async () => {
    const { bot, colleague, announced, personOf } = await scene();
    const id = await announced({ name: 'Ana Lima', room: '1203', locale: 'fr' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode Ana Lima');
    const ana = bot.person('telegram', { locale: 'en' });
    await ana.says(`/start ${codeIn(wang.inbox())}`);
    expect(await personOf(ana)).toBe(id);
    expect(last(ana.inbox())).toMatch(/Bienvenue, Ana Lima/);
    expect(last(ana.inbox())).toMatch(/1203, Sun Hotel/);
    expect(last(ana.inbox())).toContain('https://web.example/?start=');
    expect(
      ana
        .posts()
        .at(-1)
        ?.content.choices?.flat()
        .map((one) => one.id),
    ).toContain('lang:?');
    expect(await bot.store.db.person.count()).toBe(1);
    expect(await bot.store.db.audit.findMany({ where: { action: 'person.bind' } })).toMatchObject([
      { actor: `person:${id}`, channel: 'telegram' },
    ]);
    const thief = bot.person('telegram');
    await thief.says(`/start ${codeIn(wang.inbox())}`);
    expect(last(thief.inbox())).toMatch(/already been used/);
    expect(await personOf(thief)).toBeNull();
    await ana.says(`/start ${codeIn(wang.inbox())}`);
    expect(last(ana.inbox())).not.toMatch(/erreur|used/);
  });

  test('alone, as WeChat wants it, however it is spelled and whatever was asked', async () => {
    const { bot, colleague, announced, personOf } = await scene();
    const wang = await colleague('Wang');
    const spellings = [
      (code: string) => code.toLowerCase().replaceAll('-', ' '),
      (code: string) => `绑定 ${code.replaceAll('-', '')}`,
      (code: string) => code.replaceAll('Q', 'O').replaceAll('L', '1'),
      (code: string) => code.replaceAll('-', '－'),
    ];
    for (const [at, spell] of spellings.entries()) {
      const id = await announced({ name: `Guest Number${at}`, room: `120${at}`, locale: 'zh-CN' });
      await wang.says(`/bindcode Guest Number${at}`);
      const guest = bot.person('wechat', { locale: 'zh-CN' });
      await guest.says('房间里没有热水了，请帮忙');
      expect(last(guest.inbox())).toMatch(/房间/);
      await guest.says(spell(codeIn(wang.inbox())));
      expect(await personOf(guest), spell('7K4P-XWQ2-M9LT')).toBe(id);
      expect(last(guest.inbox())).toMatch(/您好/);
    }
  });

  test('takes along what was written before, and nothing of it is lost', async () => {
    const { bot, group, colleague, announced, personOf, ticket } = await scene();
    const id = await announced({ name: 'Ana Lima', room: '1203' });
    const wang = await colleague('Wang');
    const ana = bot.person('telegram', { name: 'Ana', locale: 'en' });
    await ana.says(NEED);
    const before = await personOf(ana);
    await wang.says('/bindcode Ana Lima');
    await ana.says(codeIn(wang.inbox()));
    expect(before).not.toBe(id);
    expect(await personOf(ana)).toBe(id);
    expect(await bot.store.db.person.count()).toBe(1);
    expect(await ticket(1)).toMatchObject({ personId: id, siteId: expect.any(String) });
    expect(await bot.store.db.entry.count({ where: { personId: id } })).toBeGreaterThan(0);
    expect(group.texts().join('\n')).toContain('1203');
    await wang.says('/claim 1');
    await wang.says('Milk powder is on its way');
    expect(last(ana.inbox())).toContain('Milk powder is on its way');
    await ana.says('/tickets');
    expect(last(ana.inbox())).toContain('#1');
  });

  test('is refused to somebody the books know already, and staff are told', async () => {
    const { bot, group, colleague, announced, personOf } = await scene();
    const own = await announced({ name: 'Li Na', room: '1203' });
    await announced({ name: 'Wang Wei', room: '1204' });
    const zhao = await colleague('Zhao');
    await zhao.says('/bindcode Li Na');
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says(`/start ${codeIn(zhao.inbox())}`);
    await zhao.says('/bindcode Wang Wei');
    await guest.says(`/start ${codeIn(zhao.inbox())}`);
    expect(last(guest.inbox())).toMatch(/for somebody else/);
    expect(await personOf(guest)).toBe(own);
    expect(last(group.texts())).toMatch(/Li Na · 1203.*Wang Wei · 1204/);
    // The code still is whoever's it is.
    const wei = bot.person('telegram', { locale: 'en' });
    await wei.says(`/start ${codeIn(zhao.inbox())}`);
    expect(last(wei.inbox())).toMatch(/Welcome, Wang Wei/);
  });

  test('of somebody they travel with is explained, and staff have nothing to look into', async () => {
    const { bot, group, colleague, announced } = await scene();
    const mother = await announced({ name: 'Li Na', room: '1203' });
    const child = await announced({ name: 'Li Bo', room: '1203' });
    const partyId = crypto.randomUUID();
    await bot.store.db.party.create({ data: { id: partyId, createdAt: new Date() } });
    await bot.store.db.person.updateMany({ where: { id: { in: [mother, child] } }, data: { partyId } });
    const zhao = await colleague('Zhao');
    const guest = bot.person('telegram', { locale: 'en' });
    for (const name of ['Li Na', 'Li Bo']) {
      await zhao.says(`/bindcode ${name}`);
      await guest.says(`/start ${codeIn(zhao.inbox())}`);
    }
    expect(last(guest.inbox())).toMatch(/Li Bo, who travels with you/);
    expect(group.texts().join()).not.toContain('exchanged');
  });

  test('posted where others read it is worth nothing any more, in the team’s room as well', async () => {
    const { bot, group, colleague, announced, personOf } = await scene();
    await announced({ name: 'Ana Lima', room: '1203' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode Ana Lima');
    await wang.saysIn(group, codeIn(wang.inbox()));
    expect(last(group.texts())).toMatch(/Others could read/);
    const ana = bot.person('telegram');
    await ana.says(`/start ${codeIn(wang.inbox())}`);
    expect(await personOf(ana)).toBeNull();
  });

  test('is worth nothing any more in a group also where it is letters alone, as words are', async () => {
    const { bot, group, colleague, announced } = await scene();
    await announced({ name: 'Ana Lima', room: '1203' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode Ana Lima');
    const { db } = bot.store;
    await db.bindCode.updateMany({ data: { codeHash: hashCode('ABCD-EFGH-JKMN') } });
    await wang.saysIn(group, 'NEED MORE MILK');
    expect(group.texts()).toEqual([]);
    await wang.saysIn(group, 'ABCD-EFGH-JKMN');
    expect(last(group.texts())).toMatch(/Others could read/);
    expect((await db.bindCode.findFirstOrThrow()).revokedAt).not.toBeNull();
  });

  test('wrong, old, replaced and shown to a group: each is explained, and guessing is held back', async () => {
    const { bot, group: staffRoom, colleague, announced, personOf } = await scene();
    await announced({ name: 'Ana Lima', room: '1203' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode Ana Lima');
    const first = codeIn(wang.inbox());
    await wang.says('/bindcode Ana Lima');
    const second = codeIn(wang.inbox());
    const ana = bot.person('telegram', { locale: 'fr' });
    await ana.says(`/start ${first}`);
    expect(last(ana.inbox())).toMatch(/plus récent/);
    const guests = bot.group('telegram');
    await ana.saysIn(guests, `/start ${second}`);
    expect(last(guests.texts())).toMatch(/D’autres|Others/);
    await ana.says(second);
    expect(last(ana.inbox())).toMatch(/plus récent/);
    await wang.says('/bindcode Ana Lima');
    bot.clock.advance({ hours: 24 * 8 });
    await ana.says(codeIn(wang.inbox()));
    expect(last(ana.inbox())).toMatch(/expiré/);
    for (const end of 'ABCDE') await ana.says(`7K4P-XWQ2-M9R${end}`);
    expect(last(ana.inbox())).toMatch(/Je ne connais pas ce code/);
    await wang.says('/bindcode Ana Lima');
    await ana.says(codeIn(wang.inbox()));
    expect(last(ana.inbox())).toMatch(/Réessayez dans 10 minutes/);
    expect(await personOf(ana)).toBeNull();
    bot.clock.advance({ minutes: 11 });
    await ana.says(codeIn(wang.inbox()));
    expect(last(ana.inbox())).toMatch(/Bienvenue/);
    expect(staffRoom.texts().join()).not.toMatch(CODE);
  });

  test('words that only look like one are a need, and a colleague does not use one up', async () => {
    const { bot, colleague, announced } = await scene();
    await announced({ name: 'Ana Lima', room: '1203' });
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('need some milk');
    expect(await bot.store.db.ticket.count()).toBe(1);
    const wang = await colleague('Wang');
    await wang.says('/bindcode Ana Lima');
    await wang.says(codeIn(wang.inbox()));
    expect(last(wang.inbox())).toMatch(/You are on the team/);
    await wang.says(`/start ${codeIn(wang.inbox())}`);
    expect(last(wang.inbox())).toMatch(/You are on the team/);
    expect(await bot.store.db.bindCode.count({ where: { usedAt: null, revokedAt: null } })).toBe(1);
  });

  test('of two at once, one gets it', async () => {
    const { bot, colleague, announced } = await scene();
    const id = await announced({ name: 'Ana Lima', room: '1203' });
    const wang = await colleague('Wang');
    await wang.says('/bindcode Ana Lima');
    const people = [bot.person('telegram'), bot.person('web'), bot.person('wechat')];
    await Promise.all(people.map((one) => one.says(`/start ${codeIn(wang.inbox())}`)));
    expect(await bot.store.db.channelIdentity.count({ where: { personId: id } })).toBe(1);
  });
});
