import { describe, expect, test } from 'vitest';
import { last } from './desk-team.ts';
import { codeIn, type OnRoster, scene } from './onboarding-team.ts';

const NEED = 'There is no hot water in our room';

/** Ana is on the roster, and somebody says on Telegram that they are her. */
async function claimed(
  ana: OnRoster = { name: 'Ana Lima', room: '1203', document: 'E12345678', phone: '+8613800138000' },
) {
  const made = await scene();
  const id = await made.announced(ana);
  const wang = await made.colleague('Wang');
  const says = async (name: string, room: string, account = 'telegram') => {
    const guest = made.bot.person(account, { locale: 'en' });
    await guest.says(NEED);
    await guest.says(room);
    await guest.says(name);
    await made.bot.later({ seconds: 5 });
    return guest;
  };
  const claims = () => made.bot.store.db.identityClaim.findMany({ orderBy: { number: 'asc' } });
  return { ...made, id, wang, says, claims };
}

describe('somebody who gives a name and a room', () => {
  test('becomes nobody by that: staff are asked, with why, and confirm', async () => {
    const { group, wang, says, claims, id, personOf, bot } = await claimed();
    const guest = await says('Lima Ana', '1203');
    expect(await personOf(guest)).not.toBe(id);
    expect(await claims()).toMatchObject([
      { state: 'asked', candidates: [{ personId: id, why: ['name', 'room'] }] },
    ]);
    const asked = last(group.texts().filter((text) => text.includes('Who is this')));
    expect(asked).toMatch(/Lima Ana · 1203[\s\S]*1\. Ana Lima · 1203 · Sun Hotel \(same name, same room\)/);
    expect(asked).not.toMatch(/E12345678|138/);
    expect(last(guest.inbox())).toMatch(/\/register/);
    await wang.presses(/Yes, 1: Ana Lima/, group);
    expect(await personOf(guest)).toBe(id);
    expect(last(guest.inbox())).toMatch(/Welcome, Ana Lima/);
    expect(last(group.texts())).toMatch(/connected with Ana Lima/);
    expect(await bot.store.db.ticket.findMany()).toMatchObject([{ personId: id }]);
    expect(await claims()).toMatchObject([{ state: 'confirmed', personId: id, decidedBy: wang.staffId }]);
    await wang.presses(/None of them/, group);
    expect(last(group.texts())).toMatch(/settled already: confirmed/);
    expect(await personOf(guest)).toBe(id);
  });

  test('is refused by staff, and stays who they are without being asked about again', async () => {
    const { group, wang, says, claims, id, personOf } = await claimed();
    const guest = await says('Ana Lima', '1203');
    await wang.says('/identity');
    expect(last(wang.inbox())).toMatch(/Who is this/);
    await wang.says('/identity 1 no');
    expect(await claims()).toMatchObject([{ state: 'refused', decidedBy: wang.staffId }]);
    expect(await personOf(guest)).not.toBe(id);
    const count = group.texts().length;
    await guest.says('It is still cold here');
    await wang.says('/identity');
    expect(last(wang.inbox())).toMatch(/Nobody waits/);
    expect(await claims()).toHaveLength(1);
    expect(group.texts().filter((text) => text.includes('Who is this'))).toHaveLength(1);
    expect(count).toBeGreaterThan(0);
  });

  test('by words, and the wrong number is explained', async () => {
    const { wang, says, id, personOf } = await claimed();
    const guest = await says('Ana Lima', '1203');
    await wang.says('/identity 9 yes');
    expect(last(wang.inbox())).toMatch(/no question number 9/);
    await wang.says('/identity please');
    expect(last(wang.inbox())).toMatch(/\/identity 3 1/);
    await wang.says('/identity 1 yes');
    expect(await personOf(guest)).toBe(id);
  });

  test('not even when the roster person has an account already: that is said, and they are told', async () => {
    const { bot, group, wang, says, id, personOf } = await claimed();
    await wang.says('/bindcode Ana Lima');
    const ana = bot.person('wechat', { locale: 'en' });
    await ana.says(codeIn(wang.inbox()));
    await ana.says('I feel very low and cannot sleep, may I talk to somebody');
    const imposter = await says('Ana Lima', '1203');
    expect(await personOf(imposter)).not.toBe(id);
    expect(last(group.texts().filter((text) => text.includes('Who is this')))).toMatch(
      /writes already from wechat/,
    );
    await imposter.says('/register');
    await imposter.says('E12345678');
    expect(await personOf(imposter)).not.toBe(id);
    expect(last(imposter.inbox())).toMatch(/If it matches/);
    await imposter.says('/tickets');
    expect(last(imposter.inbox())).not.toMatch(/talk|psycholog/i);
    await wang.presses(/Yes, 1/, group);
    expect(ana.inbox().join()).toMatch(/Another account \(Telegram\)/);
  });

  test('with another name is a neighbour, and with no roster nobody is asked', async () => {
    const { says, claims, group } = await claimed();
    await says('Boris Petrov', '1203');
    expect(await claims()).toEqual([]);
    expect(group.texts().join()).not.toContain('Who is this');
    const { bot } = await scene();
    const guest = bot.person('telegram', { locale: 'en' });
    await guest.says(NEED);
    await guest.says('1203');
    await guest.says('Ana Lima');
    await bot.later({ seconds: 5 });
    expect(guest.inbox().join()).not.toContain('/register');
  });

  test('once confirmed, a card that lies in the room lets nobody else in', async () => {
    const { bot, wang, says, personOf, group } = await claimed();
    await wang.says('/bindcode Ana Lima');
    const card = codeIn(wang.inbox());
    await says('Ana Lima', '1203');
    await wang.presses(/Yes, 1/, group);
    const thief = bot.person('web', { locale: 'en' });
    await thief.says(`/start ${card}`);
    expect(await personOf(thief)).toBeNull();
  });

  test('who then finds their card needs no staff any more', async () => {
    const { wang, says, claims, id, personOf, group } = await claimed();
    const guest = await says('Ana Lima', '1203');
    await wang.says('/bindcode Ana Lima');
    await wang.presses(/Ana Lima · 1203 · Sun Hotel/);
    await guest.says(codeIn(wang.inbox()));
    expect(await personOf(guest)).toBe(id);
    expect(await claims()).toMatchObject([{ state: 'confirmed' }]);
    await wang.presses(/Yes, 1/, group);
    expect(last(group.texts())).toMatch(/settled already/);
  });
});

describe('the number of a document', () => {
  test('with the name and the room is enough where nobody else can be meant; staff read of it', async () => {
    const { group, says, id, personOf, bot } = await claimed();
    const guest = await says('Ana Lima', '1203');
    await guest.presses(/I was registered/);
    await guest.says('e 1234 5678');
    expect(await personOf(guest)).toBe(id);
    expect(last(guest.inbox())).toMatch(/Welcome, Ana Lima/);
    expect(last(group.texts())).toMatch(/connected by the number of their document/);
    const written = (await bot.store.db.audit.findMany()).map(({ before, after }) => ({ before, after }));
    expect(JSON.stringify(written)).not.toContain('12345678');
    expect(JSON.stringify(await bot.store.db.identityClaim.findMany())).not.toContain('12345678');
    await guest.says('/register');
    expect(last(guest.inbox())).toMatch(/already/);
  });

  test('is not enough under another name, in another room, or where something confidential is kept', async () => {
    const { says, id, personOf, bot } = await claimed();
    const other = await says('Boris Petrov', '1203');
    await other.says('/register');
    await other.says('E12345678');
    expect(await personOf(other)).not.toBe(id);
    const elsewhere = await says('Ana Lima', '900');
    await elsewhere.says('/register');
    await elsewhere.says('E12345678');
    expect(await personOf(elsewhere)).not.toBe(id);
    await bot.store.db.ticket.create({
      data: {
        id: crypto.randomUUID(),
        personId: id,
        need: 'psychological',
        urgency: 'high',
        state: 'new',
        restricted: true,
        summary: 'x',
        language: 'en',
        account: 'phone',
        openedAt: new Date(),
      },
    });
    const right = await says('Ana Lima', '1203');
    await right.says('/register');
    await right.says('E12345678');
    expect(await personOf(right)).not.toBe(id);
  });

  test('a phone number is not enough: friends know it; staff read that it agrees', async () => {
    const { says, id, personOf, group, claims } = await claimed();
    const guest = await says('Ana Lima', '1203');
    await guest.says('/register');
    await guest.says('138 0013 8000');
    expect(await personOf(guest)).not.toBe(id);
    expect(await claims()).toMatchObject([
      { candidates: [{ personId: id, why: ['phone', 'name', 'room'] }] },
    ]);
    expect(last(group.texts())).toMatch(/the phone number they wrote/);
    expect(group.texts().join()).not.toContain('138');
  });

  test('guessing is held back for each account, and in the end for the person who is guessed at', async () => {
    const { says, id, personOf } = await claimed();
    for (const account of ['telegram', 'web', 'wechat']) {
      const guesser = await says('Ana Lima', '1203', account);
      for (let guess = 0; guess < 5; guess += 1) {
        await guesser.says('/register');
        await guesser.says(`E1234567${guess === 4 ? 8 : guess}`);
      }
      // The fifth was right, and came too late.
      expect(await personOf(guesser)).not.toBe(id);
    }
    const late = await says('Ana Lima', '1203');
    await late.says('/register');
    await late.says('E12345678');
    expect(await personOf(late)).not.toBe(id);
  });

  test('other words after the question are a message', async () => {
    const { says, bot } = await claimed();
    const guest = await says('Ana Lima', '1203');
    await guest.says('/register');
    await guest.says('I do not have it here, and my child has a fever of 39 degrees');
    expect(await bot.store.db.entry.count({ where: { text: { contains: '39 degrees' } } })).toBe(1);
  });
});
