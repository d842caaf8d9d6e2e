import { expect, test } from 'vitest';
import { staffRoom } from '../support/staff-room.ts';
import { openPage } from '../support/web-client.ts';
import { wholeApp } from '../support/whole-app.ts';

const HIS = 'When is my next PCR test, and could the result be sent to my office, please?';
const HERS = '我先生在重症监护室，没有换洗衣服和牙刷了，请帮忙送一些进去';

test('the wife of a patient in intensive care writes on the web about a husband who wrote on Telegram: confirmed by the team, answered on her page, and shown nothing else of his; a stranger gets nothing', async () => {
  const bot = await wholeApp();
  const room = await staffRoom(bot);
  const li = await room.hire('liaison', 'Li');
  const ticket = (number: number) => bot.store.db.ticket.findUniqueOrThrow({ where: { number } });

  // Before he fell ill he wrote himself.
  const husband = bot.telegram.user({ first_name: 'Chen', language_code: 'en' });
  await husband.say(HIS);
  await bot.settle();
  await husband.say('ICU4');
  await bot.settle();
  const his = await ticket(1);
  expect(his.speakerId).toBeNull();
  const told = husband.inbox().length;

  // She says for whom she writes, and what he needs; neither waits for anybody.
  const wife = await openPage(bot.url, { locale: 'zh-CN', name: 'Lin' });
  await wife.say('/代');
  await bot.settle();
  await wife.waitFor(bot.say('zh-CN', 'proxy:ask.who'));
  await wife.say('Chen Hao ICU4');
  await bot.settle();
  await wife.waitFor(bot.say('zh-CN', 'proxy:ask.relation', { name: 'Chen Hao (ICU4)' }));
  await wife.pressLabel(bot.say('zh-CN', 'proxy:relation.partner'));
  await wife.waitFor(bot.say('zh-CN', 'proxy:started', { name: 'Chen Hao (ICU4)' }));
  await wife.say(HERS);
  await bot.settle();
  await wife.waitFor(bot.say('zh-CN', 'proxy:writing-for', { name: 'Chen Hao (ICU4)' }));
  const hers = await ticket(2);
  expect(hers.speakerId).not.toBeNull();
  expect(hers.personId).not.toBe(his.personId);

  // The medic's confidence aside, the card says who writes; Li confirms, and says who he is.
  const reader = hers.restricted ? await room.hire('medic', 'Dr Ruan') : li;
  await reader.say('/verify 2');
  await bot.settle();
  const question = reader.last();
  expect(question.text).toContain('Which traveller is that?');
  await reader.press(question, 'Chen (ICU4)');
  await bot.settle();
  expect(await ticket(2)).toMatchObject({ personId: his.personId, speakerId: hers.speakerId });
  await wife.waitFor(bot.say('zh-CN', 'proxy:told.verified', { name: 'Chen Hao (ICU4)' }));

  // She gets the answer on her page, in her language, and he is left in peace.
  await reader.say('/claim 2');
  await bot.settle();
  await reader.say('/reply 2 牙刷和衣服今晚送进去。');
  await bot.settle();
  const answer = await wife.waitFor('牙刷和衣服今晚送进去。');
  expect(answer.text).toContain(bot.say('zh-CN', 'canned:relay.from', { number: 2 }));
  expect(husband.inbox()).toHaveLength(told);

  // She sees what she asked for, and none of his own requests.
  await wife.say('/tickets');
  await bot.settle();
  const list = await wife.waitFor(bot.say('zh-CN', 'care:tickets.head'));
  expect(list.text).toContain('#2');
  expect(list.text).not.toContain('#1');
  expect(wife.heard().join('\n')).not.toContain('PCR');

  // What was hers stays hers: his next words go to his own ticket.
  await husband.say('The result has still not come, when is my next PCR test?');
  await bot.settle();
  expect(await bot.store.db.ticket.count()).toBe(2);
  expect(wife.heard().join('\n')).not.toContain('still not come');

  // A stranger who says the same is refused, kindly, and has seen and heard nothing of the patient.
  const stranger = bot.telegram.user({ first_name: 'Reporter', language_code: 'en' });
  await stranger.say('/for Chen Hao ICU4');
  await bot.settle();
  await stranger.press(stranger.last(), 'Friend');
  await bot.settle();
  await stranger.say('When is his next PCR test, and what was the last result?');
  await bot.settle();
  const asked = await ticket(3);
  expect(asked.personId).not.toBe(his.personId);
  const card = await room.group.waitFor('#3');
  expect(card.text).toContain('Reporter writes for them (friend, unverified)');
  await li.press(card, 'Refuse');
  await bot.settle();
  expect(stranger.last().text).toBe(bot.say('en', 'proxy:told.refused', { name: 'Chen Hao (ICU4)' }));
  expect(await ticket(3)).toMatchObject({ personId: asked.speakerId, speakerId: null });
  await stranger.say('/tickets');
  await bot.settle();
  const seen = stranger.inbox().map((one) => one.text ?? '');
  expect(seen.at(-1)).toContain('#3');
  expect(seen.join('\n')).not.toMatch(/#1\b|#2\b|office|牙刷/);
  expect(
    husband
      .inbox()
      .map((one) => one.text ?? '')
      .join('\n'),
  ).not.toMatch(/#2\b|#3\b|牙刷/);
});
