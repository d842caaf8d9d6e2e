import { describe, expect, test } from 'vitest';
import { staffRoom } from '../support/staff-room.ts';
import type { User } from '../support/telegram-emulator/index.ts';
import { type WholeApp, wholeApp } from '../support/whole-app.ts';

const ASK = 'We need drinking water and towels in our room please';

async function scene() {
  const bot = await wholeApp();
  const room = await staffRoom(bot);
  const li = await room.hire('liaison', 'Li');
  const guest = bot.telegram.user({ first_name: 'Ana', language_code: 'en' });
  const asks = async (person: User, words = ASK) => {
    await person.say(words);
    await bot.settle();
  };
  const claims = async (number: number) => {
    await li.say(`/claim ${number}`);
    await bot.settle();
  };
  return { bot, room, li, guest, asks, claims };
}

const texts = (place: { messages(): { text?: string }[] }): string =>
  place
    .messages()
    .map((one) => one.text)
    .join('\n---\n');
const onDesk = async (bot: WholeApp): Promise<string> => {
  const rows = await bot.store.db.webMessage.findMany({ where: { chat: 'desk' } });
  return rows.map((row) => JSON.stringify(row.content)).join('\n');
};

describe('a traveller who cannot be reached', () => {
  test('blocked the bot: the owner is told the truth, the card shows it, and it ends when they write again', async () => {
    const { bot, room, li, guest, asks, claims } = await scene();
    await asks(guest);
    await claims(1);
    guest.block();
    await bot.settle();
    await li.say('Water is on its way');
    await bot.settle();
    const problem = bot.say('en', 'staff:problem.blocked');
    expect(li.last().text).toContain(problem);
    expect(texts(room.group)).toContain(problem);
    expect(await bot.store.db.ticket.findFirst()).toMatchObject({ deliveryProblem: 'blocked' });
    expect(await bot.store.db.outgoing.findMany({ where: { state: 'failed' } })).toMatchObject([
      { error: 'blocked', chat: String(guest.id) },
    ]);
    guest.unblock();
    await asks(guest, 'Sorry, we still need the drinking water');
    expect(texts(room.group)).not.toContain(problem);
    await li.say('Here it comes');
    await bot.settle();
    expect(guest.last().text).toContain('Here it comes');
  });

  test('deleted their account: staff are told that the chat is no more', async () => {
    const { bot, li, guest, asks, claims } = await scene();
    await asks(guest);
    await claims(1);
    guest.deactivate();
    await li.say('Water is on its way');
    await bot.settle();
    expect(li.last().text).toMatch(
      new RegExp(`${bot.say('en', 'staff:problem.gone')}|${bot.say('en', 'staff:problem.blocked')}`),
    );
  });
});

describe('the team’s group', () => {
  test('becomes a supergroup while cards wait: they and all later ones go on in the new one', async () => {
    const { bot, room, guest, asks, claims } = await scene();
    await asks(guest);
    const before = room.group.chat;
    bot.telegram.faults.next({ kind: '429', method: 'sendMessage', chat: before.id, retryAfter: 5 });
    const other = bot.telegram.user({ first_name: 'Bo', language_code: 'en' });
    await asks(other);
    expect(texts(room.group)).not.toContain('#2');
    room.group.migrate();
    await bot.later({ seconds: 6 });
    expect(texts(room.group)).toContain('#2');
    await claims(1);
    expect(room.group.messages().filter((one) => one.text?.includes('#1'))).toHaveLength(1);
    expect(texts(room.group)).toContain(bot.say('en', 'staff:state.claimed'));
    await claims(2);
    expect(room.group.messages().filter((one) => one.text?.includes('#2'))).toHaveLength(1);
    await asks(bot.telegram.user({ first_name: 'Cy', language_code: 'en' }));
    expect(texts(room.group)).toContain('#3');
    const chats = await bot.store.db.chat.findMany({
      where: { account: 'telegram', kind: 'group', state: 'open' },
    });
    expect(chats).toMatchObject([{ externalId: String(room.group.id) }]);
    expect(await bot.store.db.outgoing.count({ where: { state: { in: ['failed', 'pending'] } } })).toBe(0);
  });

  test('throws the bot out: travellers and the desk notice nothing, and nobody is blamed for it', async () => {
    const { bot, room, guest, asks, claims, li } = await scene();
    await asks(guest);
    await claims(1);
    room.group.kickBot(room.admin);
    const other = bot.telegram.user({ first_name: 'Bo', language_code: 'en' });
    await asks(other);
    expect(other.last().text).toContain('#2');
    await li.say('Water is on its way');
    await bot.settle();
    expect(guest.last().text).toContain('Water is on its way');
    await asks(guest, 'Thank you, and two more bottles of water please');
    expect(texts(li)).toContain('two more bottles');
    const desk = await onDesk(bot);
    expect(desk).toContain('#2');
    expect(desk).not.toContain('cannot be reached in private');
    expect(await bot.store.db.outgoing.count({ where: { state: 'pending' } })).toBe(0);
  });

  test('throws the bot out without a word: the first card that fails says so, and later ones are not tried there', async () => {
    const { bot, room, guest, asks, claims } = await scene();
    await asks(guest);
    await claims(1);
    bot.telegram.faults.next({
      kind: '403',
      chat: room.group,
      times: Number.POSITIVE_INFINITY,
      description: 'Forbidden: bot was kicked from the group chat',
    });
    await asks(guest, 'Two more bottles of water please');
    expect(await bot.store.db.chat.findFirst({ where: { externalId: String(room.group.id) } })).toMatchObject(
      { state: 'blocked' },
    );
    const desk = await onDesk(bot);
    expect(desk).toContain('#1');
    expect(desk).not.toContain('cannot be reached in private');
    const calls = bot.telegram.calls().filter((call) => Number(call.params.chat_id) === room.group.id).length;
    await asks(bot.telegram.user({ first_name: 'Bo', language_code: 'en' }));
    expect(bot.telegram.calls().filter((call) => Number(call.params.chat_id) === room.group.id)).toHaveLength(
      calls,
    );
    expect(await onDesk(bot)).toContain('#2');
  });
});
