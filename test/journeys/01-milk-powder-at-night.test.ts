import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { staffRoom } from '../support/staff-room.ts';
import { wholeApp } from '../support/whole-app.ts';

const CRY =
  "Bonjour, notre bébé de dix mois n'a plus de lait en poudre et il est deux heures du matin, que faire ?";

test('milk powder at 2 a.m.: an unregistered mother on Telegram is heard, looked after by one of two who race, and rates', async () => {
  const bot = await wholeApp();
  const room = await staffRoom(bot);
  const li = await room.hire('liaison', 'Li');
  const wang = await room.hire('liaison', 'Wang', { locale: 'zh-hans' });
  const mother = bot.telegram.user({ first_name: 'Claire', language_code: 'fr' });
  const ticket = () => bot.store.db.ticket.findUniqueOrThrow({ where: { number: 1 } });

  // She writes without having registered, and is answered in her language with a number and one question.
  await mother.say(CRY);
  await bot.settle();
  expect(mother.inbox()).toHaveLength(1);
  const need = bot.say('fr', 'common:need.supplies');
  expect(mother.last().text).toBe(
    [
      bot.say('fr', 'ask:received.high', { number: 1, need }),
      bot.say('fr', 'privacy:notice', { days: 194 }),
      bot.say('fr', 'profile:question.room'),
    ].join('\n\n'),
  );
  expect(mother.last().buttons).toContain(bot.say('fr', 'profile:skip'));
  expect(await ticket()).toMatchObject({
    need: 'supplies',
    urgency: 'high',
    state: 'new',
    language: 'fr',
    ownerId: null,
  });

  // The team sees a card with her words, and the hour in the site's zone.
  const card = await room.group.waitFor('#1');
  expect(card.text).toContain(CRY);
  expect(card.text).toContain('02:00');
  expect(card.text).toContain(bot.say('en', 'common:urgency.high'));
  expect(card.text).toContain(bot.say('en', 'staff:card.state', { state: bot.say('en', 'staff:state.new') }));
  expect(card.buttons).toContain('Claim');

  // Two press at once: both presses come in one batch, that of the second colleague first.
  bot.telegram.pause();
  const presses = [wang.press(card, 'Claim'), li.press(card, 'Claim')];
  bot.telegram.resume();
  await Promise.all(presses);
  await bot.settle();
  const wangId = (await bot.store.db.staff.findFirstOrThrow({ where: { name: 'Wang' } })).id;
  expect(await ticket()).toMatchObject({ state: 'claimed', ownerId: wangId });
  const shown = () => room.group.messages().find((one) => one.message_id === card.message_id)?.text ?? '';
  expect(shown()).toContain(
    bot.say('en', 'staff:card.state-owner', { state: bot.say('en', 'staff:state.claimed'), owner: 'Wang' }),
  );
  expect(room.group.last().text).toBe(
    bot.say('en', 'staff:error.taken', { number: 1, name: 'Wang', time: '02:00' }),
  );
  expect(li.last().text).not.toContain(CRY);
  expect(wang.last().text).toContain(CRY);
  expect(wang.last().text).toContain(bot.say('zh-CN', 'common:need.supplies'));

  // She says where she is; the card shows it, and her next answer is her name.
  await mother.say('chambre 1204');
  await bot.settle();
  expect(mother.last().text).toContain(bot.say('fr', 'profile:question.name'));
  await mother.say('Claire Martin');
  await bot.settle();
  expect(mother.last().text).toBe(bot.say('fr', 'profile:complete'));
  expect(shown()).toContain(`Claire Martin · ${bot.say('en', 'staff:card.room', { room: '1204' })}`);

  // Words and photos go both ways, as they are.
  await wang.say('奶粉十分钟后送到。要几段的？<1> & *2*');
  await bot.settle();
  expect(mother.last().text).toBe(
    `${bot.say('fr', 'canned:relay.from', { number: 1 })}\n奶粉十分钟后送到。要几段的？<1> & *2*`,
  );
  bot.clock.advance({ minutes: 2 });
  const tin = randomBytes(2000);
  await mother.sendPhoto(tin, { caption: 'Celui-ci, 2e âge, merci' });
  await bot.settle();
  expect(wang.last()).toMatchObject({ caption: expect.stringContaining('Celui-ci, 2e âge, merci') });
  expect(wang.last().caption).toContain('1204');
  expect(wang.last().media?.bytes).toEqual(tin);
  expect(mother.last().text).toContain(bot.say('fr', 'ask:added', { number: 1 }));
  const doorstep = randomBytes(2000);
  await wang.sendPhoto(doorstep, { caption: '已放在门口' });
  await bot.settle();
  expect(mother.last().media?.bytes).toEqual(doorstep);
  expect(mother.last().caption).toContain('已放在门口');
  expect(shown()).toContain('1 photo');

  // Resolved by a button; she is asked in her language, gives five stars and a word.
  bot.clock.advance({ minutes: 12 });
  const inHand = await wang.waitFor((one) => one.buttons.includes(bot.say('zh-CN', 'staff:button.resolve')));
  await wang.press(inHand, bot.say('zh-CN', 'staff:button.resolve'));
  await bot.settle();
  expect(await ticket()).toMatchObject({ state: 'resolved' });
  const question = mother.last();
  expect(question.text).toBe(bot.say('fr', 'care:ask.solved', { number: 1 }));
  await mother.press(question, '5 ★');
  await bot.settle();
  expect(mother.last().text).toContain(bot.say('fr', 'care:comment.ask'));
  await mother.say('Merci infiniment, le bébé dort enfin.');
  await bot.settle();
  expect(mother.last().text).toBe(bot.say('fr', 'care:comment.thanks'));
  expect(await ticket()).toMatchObject({
    state: 'closed',
    rating: 5,
    ratingComment: 'Merci infiniment, le bébé dort enfin.',
  });
  expect(shown()).toContain(bot.say('en', 'staff:card.rating', { rating: 5 }));

  // Nothing was lost or given up on the way, and there is one ticket.
  expect(await bot.store.db.ticket.count()).toBe(1);
  expect(await bot.store.db.outgoing.count({ where: { state: { not: 'sent' } } })).toBe(0);
});
