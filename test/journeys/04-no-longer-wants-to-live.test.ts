import { expect, test } from 'vitest';
import { staffRoom } from '../support/staff-room.ts';
import type { Delivered } from '../support/telegram-emulator/index.ts';
import { openDesk, openPage } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';

const CRY = '我不想活了，每天都是一个人，真的撑不下去了';
const texts = (place: { messages(): Delivered[] }): string[] => place.messages().map((one) => one.text ?? '');

test('a young guest writes in Chinese that he does not want to live any more: calm words at once, the counsellor is called, and nobody else reads it', async () => {
  const bot = await wholeApp();
  const room = await staffRoom(bot);
  const { admin, group: desk } = room;
  const li = await room.hire('liaison', 'Li');
  const he = await room.hire('counsellor', 'He Xin', { locale: 'zh-hans' });
  await admin.say('/site 晨光酒店 phone=120 hotline=12356 zone=Asia/Shanghai');
  await bot.settle();
  const watcher = await openDesk(bot.url, `/start ${await room.invite('supervisor')}`, {
    name: 'Sun',
    locale: 'en',
  });
  const ticket = () => bot.store.db.ticket.findUniqueOrThrow({ where: { number: 1 } });

  // He has never been here before and is asked for nothing.
  const guest = await openPage(bot.url, { locale: 'zh-CN,zh;q=0.9' });
  await guest.say(CRY);
  await bot.settle();
  expect(await ticket()).toMatchObject({
    need: 'psychological',
    urgency: 'emergency',
    restricted: true,
    language: 'zh-CN',
  });
  const answer = await guest.waitFor('12356');
  const lines = (answer.text ?? '').split('\n\n');
  expect(lines[0]).toBe(bot.say('zh-CN', 'ask:emergency.self-harm'));
  expect(lines[1]).toContain(bot.say('zh-CN', 'ask:emergency.hotline', { phone: '12356' }));
  expect(lines[2]).toBe(bot.say('zh-CN', 'ask:emergency.number', { number: 1 }));
  expect(answer.choices?.flat().map(({ label }) => label)).toEqual([bot.say('zh-CN', 'profile:skip')]);

  // The counsellor is paged in private, in her language, with the words.
  const page = he.last();
  expect(page.text).toContain(
    bot.say('zh-CN', 'staff-page:first', { number: 1, room: bot.say('zh-CN', 'staff-page:room-unknown') }),
  );
  expect(page.text).toContain(CRY);

  // The team's chats show number, urgency and room, and so does the administrator's page.
  const confidential = bot.say('en', 'staff-page:confidential');
  expect(await desk.waitFor(confidential)).toMatchObject({ buttons: ['Claim'] });
  expect(admin.last().text).toContain(confidential);
  expect((await watcher.waitFor(confidential, 'desk')).mentions).toEqual(['Sun']);
  const card = await watcher.waitFor('🔒', 'desk');
  expect(card.text).toContain(bot.say('en', 'common:urgency.emergency'));
  await guest.say('1108');
  await bot.settle();
  await watcher.waitFor(bot.say('en', 'staff:card.room', { room: '1108' }), 'desk');

  // A liaison officer who is curious is refused; the supervisor may read.
  await li.say('/ticket 1');
  await bot.settle();
  expect(li.last().text).toBe(bot.say('en', 'staff:error.restricted', { number: 1 }));
  await watcher.say('/ticket 1');
  await watcher.waitFor(CRY);

  // The counsellor claims and they talk.
  await he.press(page, bot.say('zh-CN', 'staff:button.claim'));
  await bot.settle();
  expect(await ticket()).toMatchObject({ state: 'claimed' });
  await he.say('我在这里。你愿意跟我说说今天怎么了吗？');
  await bot.settle();
  await guest.waitFor('你愿意跟我说说今天怎么了吗？');
  await guest.say('谢谢你，说出来好一点了');
  await bot.settle();
  expect(he.last().text).toContain('谢谢你，说出来好一点了');

  // Afterwards nobody asks for stars, and nothing closes it: he is asked whether he is safe, and may say more at any time.
  await he.say('/resolve 1');
  await bot.settle();
  const question = await guest.waitFor(bot.say('zh-CN', 'care:ask.safe'));
  const safe = bot.say('zh-CN', 'care:button.safe');
  expect(question.choices?.flat().map(({ label }) => label)).toEqual([
    safe,
    bot.say('zh-CN', 'care:button.someone'),
  ]);
  await guest.pressLabel(safe);
  await bot.settle();
  const labels = guest.shown().flatMap(({ choices }) => choices?.flat().map(({ label }) => label) ?? []);
  expect(labels.join()).not.toContain('★');
  expect(guest.heard().join()).not.toContain('★');
  await bot.later({ hours: 24 * 30 });
  expect(await ticket()).toMatchObject({ state: 'resolved', rating: null });
  await guest.pressLabel(bot.say('zh-CN', 'care:button.someone'));
  await bot.settle();
  expect(await ticket()).toMatchObject({ state: 'reopened' });

  // Nowhere outside the counsellor's and the supervisor's private chats is there a word of his.
  for (const place of [desk, admin, li])
    expect(texts(place).join()).not.toMatch(/不想活|撑不下去|好一点|psycholog|Someone to talk/);
  expect(watcher.heard('desk').join()).not.toMatch(/不想活|撑不下去|好一点|Someone to talk/);
});
