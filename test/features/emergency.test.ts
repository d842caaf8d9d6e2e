import { describe, expect, test, vi } from 'vitest';
import { senderRef } from '../../src/domain/ids.ts';
import { staffRoom } from '../support/staff-room.ts';
import type { Delivered, User } from '../support/telegram-emulator/index.ts';
import { openDesk } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';
import { type Colleague, type Team, team } from './desk-team.ts';

const CRY = 'Help, I am vomiting blood!';

/** A guest's emergency; answers whom the page in the team's group names. */
async function page({ bot, group }: Team): Promise<string[]> {
  const before = group.posts().length;
  await bot.person('telegram').says(CRY);
  const pages = group.posts().slice(before);
  const mentions = pages.flatMap(({ content }) => content.mentions?.map(({ name }) => name) ?? []);
  return mentions.sort();
}

/** Somebody comes into the group or leaves it; the platform tells by whom it was done. */
const moves = (type: 'entered' | 'left', who: Colleague, by: Colleague, { group }: Team): Promise<void> =>
  by.event({ type, who: [senderRef(who.id)] }, group);

describe('a page in a team group names', () => {
  test('everybody on the platform while nobody is known to be there', async () => {
    const desk = await team({ accounts: { telegram: {}, wechat: {} } });
    await desk.colleague('Ann');
    await desk.colleague('Bo');
    await desk.colleague('Li', 'liaison', { account: 'wechat' });
    expect(await page(desk)).toEqual(['Ann', 'Bo']);
  });

  test('whoever has written or pressed a button there, and nobody who did so elsewhere only', async () => {
    const desk = await team();
    const ann = await desk.colleague('Ann');
    const bo = await desk.colleague('Bo');
    const cy = await desk.colleague('Cy');
    const night = await desk.otherTeam('Night shift');
    await cy.saysIn(night, 'quiet so far');
    await cy.says('hello');
    await ann.saysIn(desk.group, 'good morning');
    expect(await page(desk)).toEqual(['Ann']);
    await bo.presses('Claim', desk.group);
    expect(await page(desk)).toEqual(['Ann', 'Bo']);
  });

  test('no guests, and no colleague for what they write in a hotel group', async () => {
    const desk = await team();
    const ann = await desk.colleague('Ann');
    await desk.bot.person('telegram', { name: 'Guest' }).saysIn(desk.group, 'wrong group?');
    await ann.saysIn(desk.bot.group('telegram'), 'lunch is late today');
    expect(await desk.bot.store.db.chatMember.count()).toBe(0);
  });

  test('whoever was seen coming, and not who was seen leaving, until they are back', async () => {
    const desk = await team();
    const ann = await desk.colleague('Ann');
    const bo = await desk.colleague('Bo');
    await ann.saysIn(desk.group, 'good morning');
    await moves('entered', bo, ann, desk);
    expect(await page(desk)).toEqual(['Ann', 'Bo']);
    await moves('left', ann, ann, desk);
    expect(await page(desk)).toEqual(['Bo']);
    await ann.saysIn(desk.group, 'here again');
    expect(await page(desk)).toEqual(['Ann', 'Bo']);
  });

  test('also while nobody is known to be there, nobody who left', async () => {
    const desk = await team();
    const ann = await desk.colleague('Ann');
    const bo = await desk.colleague('Bo');
    await moves('left', bo, ann, desk);
    expect(await page(desk)).toEqual(['Ann']);
  });

  test('nobody who was switched off', async () => {
    const desk = await team();
    const boss = await desk.colleague('Boss', 'admin');
    const ann = await desk.colleague('Ann');
    await boss.saysIn(desk.group, 'good morning');
    await ann.saysIn(desk.group, 'good morning');
    await boss.says('/staff Ann off');
    expect(await page(desk)).toEqual(['Boss']);
    await boss.says('/staff Ann on');
    expect(await page(desk)).toEqual(['Ann', 'Boss']);
  });

  test('whom the platform names, also when it is a colleague who never wrote', async () => {
    const desk = await team();
    await desk.colleague('Ann');
    const bo = await desk.colleague('Bo');
    await desk.colleague('Cy');
    desk.bot.channel('telegram').members = async () => [
      { id: senderRef(bo.id), name: 'b' },
      { id: senderRef('someone'), name: 's' },
    ];
    await desk.bot.app.sweep();
    await vi.waitFor(async () => expect(await desk.bot.store.db.chatMember.count()).toBe(3));
    expect(await page(desk)).toEqual(['Bo']);
  });

  test('the members it had before it got another id', async () => {
    const desk = await team();
    const ann = await desk.colleague('Ann');
    await desk.colleague('Bo');
    const next = desk.bot.group('telegram');
    await ann.saysIn(desk.group, 'good morning');
    await ann.saysIn(next, 'is this the new one?');
    await ann.event({ type: 'moved', to: next.id as never }, desk.group);
    expect(await page({ ...desk, group: next })).toEqual(['Ann']);
  });
});

test('people who come and go in a group leave no trace as guests', async () => {
  const desk = await team();
  const ann = await desk.colleague('Ann');
  const hotel = desk.bot.group('telegram');
  const { db } = desk.bot.store;
  const before = await db.channelIdentity.count();
  await ann.event({ type: 'entered', who: [senderRef('77'), senderRef(ann.id)] }, hotel);
  await desk.bot.person('telegram').event({ type: 'left', who: [senderRef('77')] }, desk.group);
  expect(await db.channelIdentity.count()).toBe(before);
  expect(await db.chatMember.count()).toBe(0);
  expect(await db.inbound.count({ where: { state: 'handled' } })).toBe(2);
});

describe('on real channels', () => {
  const named = (message: Delivered): number[] =>
    (message.entities ?? []).flatMap(({ user }) => (user ? [user.id] : [])).sort();
  const ids = (...users: User[]): number[] => users.map(({ id }) => id).sort();

  test('Telegram is asked about colleagues who keep silent; the desk names whoever signed in there', async () => {
    const bot = await wholeApp();
    const room = await staffRoom(bot);
    const li = await room.hire('liaison', 'Li');
    const mei = await room.hire('liaison', 'Mei');
    const outside = await room.hire('liaison', 'Outside');
    room.group.chat.members.delete(outside.id);
    const watcher = await openDesk(bot.url, `/start ${await room.invite('supervisor')}`, {
      name: 'Sun',
      locale: 'en',
    });
    await bot.later({ seconds: 1 });
    const known = () => bot.store.db.chatMember.count({ where: { present: true } });
    await vi.waitFor(async () => expect(await known()).toBe(3));

    const guest = bot.telegram.user({ first_name: 'Pavel', language_code: 'en' });
    await guest.say(CRY);
    await bot.settle();
    const text = bot.say('en', 'staff-page:confidential');
    expect(named(await room.group.waitFor(text))).toEqual(ids(room.admin, li, mei));
    expect((await watcher.waitFor(text, 'desk')).mentions).toEqual(['Sun']);

    room.group.leave(mei);
    room.group.join(outside);
    await bot.settle();
    await bot.later({ minutes: 1 });
    expect(named(room.group.last())).toEqual(ids(room.admin, li, outside));
  });
});
