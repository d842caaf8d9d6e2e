import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BotOptions } from '../support/bot.ts';
import { last, team } from './desk-team.ts';

const WISH = 'Please bring 2 x milk powder stage 1, 1 x thermometer';

async function scene(options: BotOptions = {}, account = 'telegram') {
  const desk = await team(options, account);
  const { db } = desk.bot.store;
  const lines = (number = 1) =>
    db.itemLine.findMany({ where: { ticket: { number } }, orderBy: { position: 'asc' } });
  const wang = await desk.colleague('Wang', 'liaison', { account });
  const mum = desk.bot.person(account, { name: 'Li Na', locale: 'en' });
  const audits = () => db.audit.findMany({ where: { action: 'ticket.supplied' }, orderBy: { id: 'asc' } });
  return { ...desk, db, lines, wang, mum, audits };
}

/** A row as a test compares it. */
const plain = (line: { item: string | null; amount: unknown; unit: string | null; state: string }) =>
  `${Number(line.amount)} ${line.unit} ${line.item} ${line.state}`;

describe('lines proposed by themselves', () => {
  test('stand on the ticket and on its first card', async () => {
    const { mum, group, lines } = await scene();
    await mum.says(WISH);
    expect((await lines()).map(plain)).toEqual([
      '2 can milk-powder-1 requested',
      '1 piece thermometer requested',
    ]);
    expect(last(group.texts())).toContain('🧺 2 × Milk powder, stage 1 · 1 × Thermometer');
  });

  test('come from the whole message, however long', async () => {
    const { mum, lines } = await scene();
    const wishes = Array.from({ length: 40 }, (_wish, at) => `${at + 1} bottles of shampoo number ${at}x`);
    await mum.says(`We need supplies, please bring:\n${wishes.join('\n')}\n2 kettles`);
    const stored = await lines();
    expect(stored.length).toBe(41);
    expect(stored.at(-1)).toMatchObject({ item: 'kettle' });
  });

  test('grow with what is said later, but not with conversation, questions or corrected messages', async () => {
    const { bot, mum, lines, group } = await scene();
    await mum.says('We have no milk powder left, please help us');
    expect((await lines()).map(plain)).toEqual(['1 can milk-powder requested']);
    bot.clock.advance({ minutes: 2 });
    await mum.says('Thank you');
    await mum.says('When will it come? My room is 1204');
    await mum.says('When does the milk powder come?');
    expect(await lines()).toHaveLength(1);
    await mum.says('3 cans of milk powder, please, and a kettle');
    expect((await lines()).map(plain)).toEqual(['3 can milk-powder requested', '1 piece kettle requested']);
    await mum.says('4 cans of milk powder and 2 kettles', { edits: 'm1' });
    expect(await lines()).toHaveLength(2);
    await mum.says('2 more bottles of water');
    await bot.settle();
    expect(await lines()).toHaveLength(3);
    expect(last(group.posts().map(({ content }) => content.text ?? ''))).toContain('2 × Drinking water');
  });

  test('are none while nothing is named, and the ticket is as good as any', async () => {
    const { mum, wang, lines, group } = await scene();
    await mum.says('Hello, we need supplies please');
    expect(await lines()).toEqual([]);
    expect(last(group.texts())).toContain('#1');
    expect(last(group.texts())).not.toContain('🧺');
    await mum.says('2 towels');
    await wang.says('/item 1 + kettle');
    expect((await lines()).map(plain)).toEqual(['2 piece towel requested', '1 piece kettle requested']);
  });

  test('are not made of what is broken, and of nothing that is no supplies', async () => {
    const { bot, mum, lines } = await scene();
    await mum.says('The air conditioning in our room does not work');
    expect(await lines()).toEqual([]);
    await bot
      .person('telegram', { locale: 'en' })
      .says('My father has a fever of 38.5 and coughs, 2 days now');
    expect(await lines(2)).toEqual([]);
  });

  test('keep what nobody can read as it was written, to be corrected', async () => {
    const { bot, wang, lines } = await scene();
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('/need');
    await guest.presses(/Supplies/);
    await guest.says('a purple gizmo');
    expect((await lines())[0]).toMatchObject({ item: null, name: 'purple gizmo' });
    await wang.says('/item 1 1 = 2 tins of milk powder');
    expect((await lines()).map(plain)).toEqual(['2 can milk-powder requested']);
  });

  test('come when a request turns out to be one for supplies', async () => {
    const { bot, wang, lines } = await scene();
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('/need');
    await guest.presses(/Rules, documents/);
    await guest.says('nobody brings the 2 towels that we asked for');
    expect(await lines()).toEqual([]);
    await wang.says('/need 1 supplies');
    expect((await lines()).map(plain)).toEqual(['2 piece towel requested']);
  });

  test('go along when words become a request of their own, and are not wanted twice', async () => {
    const { bot, mum, lines } = await scene();
    await mum.says(WISH);
    bot.clock.advance({ minutes: 2 });
    await mum.says('2 towels please');
    expect(await lines()).toHaveLength(3);
    await mum.presses(/something new/i);
    expect((await lines(2)).map(plain)).toEqual(['2 piece towel requested']);
    expect((await lines()).map(plain).at(-1)).toBe('2 piece towel cancelled');
  });
});

describe('/item', () => {
  test('lists, adds, changes amounts and settles, by words in English and Chinese', async () => {
    const { mum, wang, colleague, lines } = await scene();
    const chen = await colleague('陈', 'liaison', { locale: 'zh-CN' });
    await mum.says(WISH);
    await wang.says('/item 1');
    expect(last(wang.inbox())).toContain('1. ▫️ 2 × Milk powder, stage 1');
    await wang.says('/item 1 + 6 bottles of water and 2 flurbs');
    await wang.says('/item 1 1 3');
    await chen.says('物品 1 2 2个');
    expect((await lines()).map(plain)).toEqual([
      '3 can milk-powder-1 requested',
      '2 piece thermometer requested',
      '6 bottle water requested',
      '2 null null requested',
    ]);
    await chen.says('物品 1 1,3 打包');
    expect(last(chen.inbox())).toContain('📦 3 × 奶粉（1段）');
    await wang.says('/item 1 4 cancel');
    await wang.says('/item 1 2-3 unavailable');
    expect((await lines()).map(({ state }) => state)).toEqual([
      'packed',
      'unavailable',
      'unavailable',
      'cancelled',
    ]);
    await wang.says('/item 1 3 requested');
    expect((await lines())[2]?.state).toBe('requested');
  });

  test('delivers in part, then the rest, then offers Resolve', async () => {
    const { mum, wang, lines, group, ticket } = await scene();
    await mum.says('6 bottles of water please');
    await wang.says('/item 1 1 delivered 4');
    expect((await lines())[0]).toMatchObject({ state: 'requested' });
    expect(Number((await lines())[0]?.delivered)).toBe(4);
    expect(last(group.texts())).toContain('6 × Drinking water 4/6');
    await wang.says('/item 1 1 delivered 3');
    expect(last(wang.inbox())).toContain('Only 2 are missing');
    await wang.says('/item 1 1 delivered 2');
    expect((await lines())[0]).toMatchObject({ state: 'delivered' });
    expect(last(wang.inbox())).toContain('Everything on #1 is settled');
    await wang.presses(/^Resolve$/);
    expect(await ticket(1)).toMatchObject({ state: 'resolved', ownerId: wang.staffId });
  });

  test('tells the traveller in their language what comes and what does not, once all is decided', async () => {
    const { bot, wang, db } = await scene();
    const maman = bot.person('telegram', { locale: 'fr' });
    await maman.says(
      "Bonjour, il nous faut 2 boîtes de lait en poudre 2e âge, 1 thermomètre et 6 bouteilles d'eau",
    );
    const before = maman.inbox().length;
    await wang.says('/item 1 1 packed');
    await wang.says('/item 1 2 unavailable');
    expect(maman.inbox()).toHaveLength(before);
    await wang.says('/item 1 3 delivered 2');
    await wang.says('/item 1 3 unavailable');
    expect(last(wang.inbox())).toContain('has been told what comes');
    expect(last(maman.inbox())).toBe(
      [
        '#1 : où en est votre demande',
        'En route vers votre chambre :',
        '• 2 × Lait en poudre, 2e âge (boîte)',
        'Nous sommes désolés, pas disponible pour le moment :',
        '• 1 × Thermomètre',
        '• Eau potable : 2 sur 6',
      ].join('\n'),
    );
    const told = maman.inbox().length;
    await wang.says('/item 1 1 delivered');
    expect(maman.inbox()).toHaveLength(told);
    expect(await db.ticket.findUniqueOrThrow({ where: { number: 1 } })).toMatchObject({
      firstResponseAt: expect.any(Date),
    });
  });

  test('works with the buttons beside the lines, and an old button says how things are now', async () => {
    const { mum, wang, lines } = await scene();
    await mum.says(WISH);
    await wang.says('/claim 1');
    await wang.presses(/^Items$/);
    await wang.presses(/^📦 1$/);
    expect((await lines())[0]).toMatchObject({ state: 'packed', version: 2 });
    await wang.pressesId('item:1:1:1:unavailable');
    expect(last(wang.inbox())).toContain('has changed meanwhile: 1. 📦 2 × Milk powder');
    expect((await lines())[0]).toMatchObject({ state: 'packed' });
    await wang.presses(/all delivered/);
    expect((await lines()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    await wang.pressesId('item:1:all:0:packed');
    expect(last(wang.inbox())).toContain('Nothing is left to do on #1');
  });

  test('has no buttons in a group, where the card shows what was done', async () => {
    const { mum, wang, group } = await scene();
    await mum.says(WISH);
    await wang.saysIn(group, '/item 1');
    expect(group.posts().at(-1)?.content.choices?.flat() ?? []).toEqual([]);
    const posts = group.posts().length;
    await wang.saysIn(group, '/item 1 1 packed');
    expect(group.posts()).toHaveLength(posts);
    expect(group.texts()[0]).toContain('2 × Milk powder, stage 1 📦');
    await wang.saysIn(group, '/item 1 2 delivered');
    expect(last(group.texts())).toContain('has been told what comes');
    await wang.saysIn(group, '/item 1 1 delivered');
    expect(last(group.texts())).toContain('Everything on #1 is settled');
    await wang.presses(/^Resolve$/, group);
  });

  test('writes one line where a card cannot be edited, and every change is audited without words', async () => {
    const { mum, wang, group, audits } = await scene(
      { accounts: { wechat: { edit: false, buttons: false } } },
      'wechat',
    );
    await mum.says('2 flurbs and 1 thermometer please, we need supplies');
    await wang.says('/item 1 1 packed');
    expect(last(group.texts())).toBe('#1: items brought up to date by Wang');
    await wang.says('/item 1 all');
    expect(last(wang.inbox())).toContain('Please write it like this: /item 12');
    const [audit] = await audits();
    expect(audit).toMatchObject({
      actor: `staff:${wang.staffId}`,
      before: { lines: [{ position: 1, state: 'requested' }] },
      after: { lines: [{ position: 1, state: 'packed' }] },
    });
    expect(JSON.stringify(audit?.after)).not.toContain('flurbs');
  });

  test('explains nonsense, wrong numbers, settled lines, closed tickets and wrong roles', async () => {
    const { mum, wang, lines } = await scene();
    await mum.says(WISH);
    for (const words of [
      '1 fly',
      '1 3 cans of milk',
      'one packed',
      '1 delivered -1',
      '1 delivered x',
      '0 packed',
      '1 0',
    ]) {
      await wang.says(`/item 1 ${words}`);
      expect(last(wang.inbox()), words).toMatch(/Please write it like this|There is no line/);
    }
    await wang.says('/item');
    expect(last(wang.inbox())).toContain('Please write it like this: /item 12');
    await wang.says('/item 1 7 packed');
    expect(last(wang.inbox())).toContain('There is no line 7 on #1');
    await wang.says('/item 1 1 cancel');
    await wang.says('/item 1 1 packed');
    expect(last(wang.inbox())).toContain('Line 1 of #1 is cancelled already');
    await wang.says('/item 1 1 cancel');
    expect(last(wang.inbox())).toContain('is so already');
    await wang.says('/item 1 1 accepted');
    expect(last(wang.inbox())).toContain('Nothing was offered instead');
    await mum.says('/item 1 1 packed');
    expect(last(mum.inbox())).toContain('/item is for the team');
    await mum.pressesId('item:1:2:1:packed');
    expect(last(mum.inbox())).toContain('your role (traveller)');
    await wang.says('/resolve 1');
    await wang.says('/item 1 2 packed');
    expect(last(wang.inbox())).toContain('#1 is resolved now');
    expect((await lines()).map(({ state }) => state)).toEqual(['cancelled', 'requested']);
  });

  test('changes all the lines that are named, or none', async () => {
    const { mum, wang, lines } = await scene();
    await mum.says(WISH);
    await wang.says('/item 1 2 cancel');
    await wang.says('/item 1 1,2 packed');
    expect(last(wang.inbox())).toContain('Line 2 of #1 is cancelled already');
    expect((await lines())[0]).toMatchObject({ state: 'requested', version: 1 });
  });

  test('of two who pack the same line at once one does, and the other learns it', async () => {
    const { mum, wang, colleague, lines, audits } = await scene();
    const zhao = await colleague('Zhao');
    await mum.says(WISH);
    await Promise.all([wang.pressesId('item:1:1:1:packed'), zhao.pressesId('item:1:1:1:packed')]);
    expect((await lines())[0]).toMatchObject({ state: 'packed', version: 2 });
    expect(await audits()).toHaveLength(1);
    const answers = [...wang.inbox(), ...zhao.inbox()];
    expect(answers.filter((text) => /changed meanwhile|so already/.test(text))).toHaveLength(1);
  });

  test('of a confidential ticket is shown to few, and never in a group', async () => {
    const { bot, wang, colleague, group } = await scene();
    const medic = await colleague('Dr Ma', 'medic');
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says('My father has a fever of 39 and a bad cough, please send a doctor');
    await medic.says('/item 1 + 1 thermometer');
    expect(last(group.texts())).not.toContain('Thermometer');
    await wang.says('/item 1');
    expect(last(wang.inbox())).toContain('confidential');
    await wang.pressesId('item:1:1:1:packed');
    expect(last(wang.inbox())).toContain('confidential');
    await medic.saysIn(group, '/item 1');
    expect(group.texts().join()).not.toContain('Thermometer');
    expect(last(medic.inbox())).toContain('Thermometer');
  });
});

describe('something instead', () => {
  test('is asked in the traveller’s language, and a yes makes the line that thing and tells the owner', async () => {
    const { bot, wang, lines } = await scene();
    const mama = bot.person('telegram', { locale: 'ru' });
    await mama.says('Пожалуйста, принесите 2 упаковки подгузников размер 4 и молоко');
    await wang.says('/claim 1');
    await wang.says('/item 1 2 instead yogurt');
    expect(last(wang.inbox())).toContain('has been asked whether yogurt would do');
    expect(last(mama.inbox())).toContain('Подойдёт ли Вам вместо этого: Йогурт');
    await mama.presses(/Да, пожалуйста/);
    expect(last(mama.inbox())).toContain('Мы принесём Вам: Йогурт');
    expect((await lines())[1]).toMatchObject({
      item: 'yogurt',
      substitution: 'accepted',
      substitute: 'молоко',
      state: 'requested',
    });
    expect(last(wang.inbox())).toContain('yes, Yogurt instead of 1 × Milk');
    await wang.presses(/^Items$/);
    expect(last(wang.inbox())).toContain('instead of молоко');
    await mama.presses(/Нет, спасибо/);
    expect(last(mama.inbox())).toContain('этот вопрос уже решён');
  });

  test('is declined in words; other words go on as a message', async () => {
    const { mum, wang, lines, db } = await scene();
    await mum.says('2 cartons of milk, we need supplies please');
    await wang.says('/claim 1');
    await wang.says('/item 1 1 instead soy milk powder');
    await mum.says('Is it sweetened?');
    expect(last(wang.inbox())).toContain('Is it sweetened?');
    await wang.says('/item 1 1 instead 3 yogurts');
    await mum.says('no thank you');
    expect((await lines())[0]).toMatchObject({ item: 'milk', substitution: 'declined', state: 'requested' });
    expect(last(wang.inbox())).toContain('they do not want 3 × Yogurt');
    expect(last(mum.inbox())).toContain('what else we can do');
    const said = await db.entry.findMany({ where: { kind: 'traveller' }, orderBy: { id: 'asc' } });
    expect(said.at(-1)?.text).toContain('✗');
  });

  test('an earlier question is over when another thing is offered, or the line is settled', async () => {
    const { mum, wang, lines } = await scene();
    await mum.says('2 cartons of milk, we need supplies please');
    await wang.says('/item 1 1 instead tea');
    const first = mum.posts().at(-1)?.content.choices?.flat()[0]?.id ?? '';
    await wang.says('/item 1 1 instead juice');
    await mum.pressesId(first);
    expect(last(mum.inbox())).toContain('already settled');
    await wang.says('/item 1 1 unavailable');
    await mum.presses(/Yes, please/);
    expect(last(mum.inbox())).toContain('already settled');
    expect((await lines())[0]).toMatchObject({ item: 'milk', state: 'unavailable', substitution: null });
  });

  test('nobody answers for somebody else', async () => {
    const { bot, mum, wang, lines } = await scene();
    await mum.says('2 cartons of milk, we need supplies please');
    await wang.says('/item 1 1 instead juice');
    const yes = mum.posts().at(-1)?.content.choices?.flat()[0]?.id ?? '';
    await bot.person('telegram', { locale: 'en' }).pressesId(yes);
    expect((await lines())[0]).toMatchObject({ substitution: 'asked' });
  });

  test('without buttons every question can be answered by number, one after the other; nobody owns it, so the team hears', async () => {
    const { mum, wang, lines, group } = await scene(
      { accounts: { wechat: { edit: false, buttons: false } } },
      'wechat',
    );
    await mum.says('2 cartons of milk, 1 thermometer and 3 towels, we need supplies please');
    await wang.says('/item 1 1 instead juice');
    await wang.says('/item 1 3 instead 2 blankets');
    await mum.says('1');
    expect((await lines())[2]).toMatchObject({ item: 'blanket', substitution: 'accepted' });
    expect(Number((await lines())[2]?.amount)).toBe(2);
    expect(last(mum.inbox())).toContain('Would Juice be all right instead?');
    await mum.says('2');
    expect((await lines())[0]).toMatchObject({ item: 'milk', substitution: 'declined' });
    expect(group.texts().join('\n')).toContain('yes, 2 × Blanket instead of 3 × Towel');
  });

  test('is asked by phone where there is no chat', async () => {
    const { mum, wang, db, lines } = await scene();
    await mum.says('2 cartons of milk, we need supplies please');
    await db.ticket.updateMany({ data: { privateChat: null, source: 'call' } });
    await db.channelIdentity.updateMany({ where: { staffId: null }, data: { privateChat: null } });
    await wang.says('/item 1 1 instead juice');
    expect(last(wang.inbox())).toContain('ask them by phone, then write /item 1 1 accepted');
    await wang.says('/item 1 1 accepted');
    expect((await lines())[0]).toMatchObject({ item: 'juice', substitution: 'accepted' });
    await wang.says('/item 1 1 delivered');
    expect(last(wang.inbox())).toContain('tell them by phone');
  });
});

describe('/pick', () => {
  async function hotel(options: BotOptions = {}) {
    const made = await scene(options);
    const { db, bot } = made;
    const createdAt = new Date(bot.clock.now().epochMilliseconds);
    const site = async (name: string) => {
      const id = randomUUID();
      await db.site.create({ data: { id, name, createdAt } });
      return id;
    };
    const guest = async (room: string | null, siteId: string, wish: string) => {
      const person = bot.person('telegram', { locale: 'en' });
      await person.says('hello there');
      const identity = await db.channelIdentity.findFirstOrThrow({ where: { externalId: person.id } });
      await db.person.update({
        where: { id: identity.personId ?? '' },
        data: { room, siteId, name: 'Guest' },
      });
      await person.says(wish);
      return person;
    };
    return { ...made, site, guest };
  }

  test('goes floor by floor and room by room, and its totals add up', async () => {
    const { site, guest, wang } = await hotel();
    const harbour = await site('Harbour Hotel');
    await guest('1204', harbour, 'We need supplies: 2 cans of milk powder and 6 bottles of water');
    await guest('804', harbour, 'We need supplies: 3 bottles of water please');
    await guest('1210', harbour, 'We need supplies: 1 thermometer, 1 flurb');
    await wang.says('/item 1 2 packed');
    await wang.says('/pick Harbour Hotel');
    const list = last(wang.inbox());
    expect(list.indexOf('Floor 8')).toBeLessThan(list.indexOf('Floor 12'));
    expect(list.indexOf('room 1204')).toBeLessThan(list.indexOf('room 1210'));
    expect(list).toContain('📦 #1 6 × Drinking water');
    expect(list).toContain('• 9 × Drinking water · 6 of them packed');
    expect(list).not.toContain('To print');
    await wang.says('/pick harbour 12');
    expect(last(wang.inbox())).not.toContain('804');
    expect(last(wang.inbox())).toContain('• 6 × Drinking water · 6 of them packed');
    await wang.says('配货 Harbour Hotel 合计');
    expect(last(wang.inbox())).not.toContain('room');
    expect(last(wang.inbox())).toContain('• 9 × Drinking water');
    await wang.presses(/^Floor 8$/);
    expect(last(wang.inbox())).toContain('3 × Drinking water');
    expect(last(wang.inbox())).not.toContain('1204');
  });

  test('leaves out other sites, closed tickets, and what is settled; asks which site', async () => {
    const { site, guest, wang } = await hotel();
    const [harbour, hill] = [await site('Harbour Hotel'), await site('Hill Hotel')];
    await guest('101', harbour, 'We need supplies: 2 towels please');
    await guest('102', hill, 'We need supplies: 4 towels please');
    await guest('103', harbour, 'We need supplies: 8 towels please');
    await wang.says('/pick');
    expect(last(wang.inbox())).toContain('which site');
    await wang.presses(/Hill Hotel/);
    expect(last(wang.inbox())).toContain('• 4 × Towel');
    await wang.says('/pick H');
    expect(last(wang.inbox())).toContain('Which of these sites? Harbour Hotel, Hill Hotel');
    await wang.says('/pick Seaside');
    expect(last(wang.inbox())).toContain('no site called “Seaside”');
    await wang.says('/resolve 3');
    await wang.says('/pick harbour');
    expect(last(wang.inbox())).toContain('• 2 × Towel');
    await wang.says('/item 1 1 delivered');
    await wang.says('/pick harbour');
    expect(last(wang.inbox())).toContain('Nothing to bring.');
  });

  test('counts nothing that a traveller is being asked about, and shows no confidential words', async () => {
    const { site, guest, wang, colleague, group } = await hotel();
    const harbour = await site('Harbour Hotel');
    const medic = await colleague('Dr Ma', 'medic');
    await guest('A1203', harbour, 'We need supplies: 2 towels and 1 kettle please');
    await guest('A1203', harbour, 'My father has a fever of 39 and a bad cough, please send a doctor');
    await medic.says('/item 2 + 1 thermometer');
    await wang.says('/item 1 1 instead blankets');
    await wang.saysIn(group, '/pick');
    const list = last(group.texts());
    expect(list).toContain('Floor A12');
    expect(list).toContain('⏳ #1 Towel · asked: blankets instead?');
    expect(list).toContain('1 line waits for a traveller’s answer');
    expect(list).toContain('🔒 #2 · 1');
    expect(list).not.toContain('Thermometer');
    expect(list).not.toContain('• 2 × Towel');
  });

  test('is cut over several messages when it is long', async () => {
    const { site, guest, wang } = await hotel();
    const harbour = await site('Harbour Hotel');
    for (let at = 0; at < 6; at += 1) {
      const things = Array.from(
        { length: 12 },
        (_one, n) => `${n + 1} flasks of a very special kind ${'x'.repeat(40)}${n}${at}`,
      );
      await guest(`12${10 + at}`, harbour, `We need supplies:\n${things.join('\n')}`);
    }
    const before = wang.inbox().length;
    await wang.says('/pick');
    const texts = wang.inbox().slice(before);
    expect(texts.length).toBeGreaterThan(1);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(3000);
  });

  test('tells where the same is to be printed, where people can reach that', async () => {
    const { site, guest, wang } = await hotel({ publicUrl: 'https://bot.example/' });
    const harbour = await site('Harbour Hotel');
    await site('海港酒店');
    await wang.says('/pick harbour');
    expect(last(wang.inbox())).not.toContain('https://');
    await guest('1204', harbour, 'We need supplies: 2 kettles please');
    await wang.says('/pick harbour');
    expect(last(wang.inbox())).toContain(
      'To print, or as a table: https://bot.example/desk/pick?site=Harbour+Hotel',
    );
    await wang.says('/pick harbour 12');
    expect(last(wang.inbox())).toMatch(/\/desk\/pick\?site=Harbour\+Hotel&floor=12$/);
  });

  test('is for staff', async () => {
    const { mum } = await scene();
    await mum.says('/pick');
    expect(last(mum.inbox())).toContain('/pick is for the team');
    await mum.pressesId('pick:');
    expect(last(mum.inbox())).toContain('your role (traveller)');
  });
});
