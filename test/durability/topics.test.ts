/** Topics on the simulated Telegram, over both libraries and in real processes: what goes wrong on the way. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { botProcess } from '../support/bot-process.ts';
import { onPostgres, testLocation } from '../support/database.ts';
import { type Group, startTelegramEmulator, type User } from '../support/telegram-emulator/index.ts';
import { wholeApp } from '../support/whole-app.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const LONG = { timeoutMs: 30_000 };

/** Where a text stands: the topics that have a message of the bot's with it. */
const topicsWith = (group: Group, text: string): number[] =>
  group
    .topics()
    .flatMap(({ id }) => (group.topicMessages(id).some((one) => one.text?.includes(text)) ? [id] : []));

const countIn = (group: Group, text: string): number =>
  group.messages().filter((message) => message.text?.includes(text)).length;

describe.each(['grammy', 'telegraf'])('topics over %s', (driver) => {
  async function scene() {
    const bot = await wholeApp({ env: { TELEGRAM_DRIVER: driver } });
    const admin = bot.telegram.user({ first_name: 'Mo', language_code: 'en' });
    await admin.say(`/setup ${bot.setupCode}`);
    await bot.settle();
    const group = bot.telegram.group({ type: 'supergroup', is_forum: true, title: 'Desk', members: [admin] });
    group.promoteBot();
    await admin.say('/team Desk', { chat: group });
    await bot.settle();
    const guest = bot.telegram.user({ first_name: 'Ana', language_code: 'en' });
    const says = async (user: User, text: string, more: { chat?: Group; thread?: number } = {}) => {
      await user.say(text, more);
      await bot.settle();
    };
    const first = (): number => group.topics()[0]?.id ?? 0;
    return { ...bot, admin, group, guest, says, first };
  }

  test('a ticket lives in its topic, which is made anew when somebody deletes it', async () => {
    const { admin, group, guest, says, first, later } = await scene();
    await says(admin, '/topics on', { chat: group });
    expect(group.last().text).toContain('Topics are on.');
    await says(guest, MILK);
    expect(group.topics()).toMatchObject([{ name: '#1 · Supplies', closed: false }]);
    expect(topicsWith(group, 'milk powder')).toEqual([first()]);
    await says(admin, '/claim', { chat: group, thread: first() });
    await says(admin, 'It comes at nine', { chat: group, thread: first() });
    expect(guest.last().text).toContain('It comes at nine');
    await says(guest, '1203');
    expect(group.topics()).toMatchObject([{ name: '#1 · Supplies · room 1203' }]);

    const old = first();
    group.deleteTopic(old);
    await says(guest, 'Thank you, and diapers please');
    expect(first()).not.toBe(old);
    expect(group.topics()).toMatchObject([{ name: '#1 · Supplies · room 1203' }]);
    expect(topicsWith(group, 'and diapers please')).toEqual([first()]);
    expect(group.topicMessages(first()).filter((one) => one.text?.includes('Status:'))).toHaveLength(1);

    await says(admin, '/resolve', { chat: group, thread: first() });
    await later({ hours: 73 });
    expect(group.topics()).toMatchObject([{ closed: true }]);
    await says(admin, '/reopen', { chat: group, thread: first() });
    expect(group.topics()).toMatchObject([{ closed: false }]);
  });

  test('no forum, no right, and a right that is taken away later', async () => {
    const { admin, group, guest, says, telegram } = await scene();
    group.setForum(false);
    await says(admin, '/topics on', { chat: group });
    expect(group.last().text).toContain('This group has no topics');
    group.setForum(true);
    group.allowTopics(false);
    await says(admin, '/topics on', { chat: group });
    expect(group.last().text).toContain('I may not manage topics here');
    group.allowTopics(true);
    await says(admin, '/topics on', { chat: group });
    await says(guest, MILK);
    expect(group.topics()).toHaveLength(1);

    group.allowTopics(false);
    for (const what of ['soap', 'light']) {
      const other = telegram.user({ language_code: 'en' });
      await says(other, `There is no ${what} in our room at all, please help`);
    }
    expect(group.topics()).toHaveLength(1);
    expect(countIn(group, 'no soap')).toBe(1);
    expect(countIn(group, 'no light')).toBe(1);
    expect(admin.messages().filter((one) => one.text?.includes('could not open a topic'))).toHaveLength(1);
    await says(guest, 'She is crying');
    expect(topicsWith(group, 'She is crying')).toEqual([group.topics()[0]?.id]);

    // The whole group is no forum any more: the old topic is gone with it.
    group.setForum(false);
    await says(guest, 'And now she sleeps');
    expect(countIn(group, 'And now she sleeps')).toBeGreaterThan(0);
  });

  test('too many topics at once: the card goes to the group, and nothing waits', async () => {
    const { admin, group, guest, says, telegram } = await scene();
    await says(admin, '/topics on', { chat: group });
    telegram.faults.next({ kind: '429', method: 'createForumTopic', retryAfter: 40 });
    await says(guest, MILK);
    expect(group.topics()).toEqual([]);
    expect(countIn(group, 'milk powder')).toBe(1);
    expect(admin.messages().filter((one) => one.text?.includes('no more topics'))).toHaveLength(1);
  });
});

/** The real program with a team in a forum, topics on. */
async function running(processes: 1 | 2 = 1) {
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const location = await testLocation();
  const bots = Array.from({ length: processes }, () => botProcess(location, telegram));
  for (const bot of bots) await bot.start();
  const admin = telegram.user({ first_name: 'Mo', language_code: 'en' });
  const group = telegram.group({ type: 'supergroup', is_forum: true, title: 'Desk', members: [admin] });
  group.promoteBot();
  await admin.say('/setup first-admin');
  await admin.waitFor('administrator', LONG);
  await admin.say('/team Desk', { chat: group });
  await group.waitFor('Desk', LONG);
  await admin.say('/topics on', { chat: group });
  await group.waitFor('Topics are on.', LONG);
  const guest = telegram.user({ first_name: 'Ana', language_code: 'en' });
  return { telegram, bots, admin, group, guest };
}

describe('a process that is killed', () => {
  test('after it opened a topic: the next one posts the card in it', { timeout: 120_000 }, async () => {
    const { telegram, bots, group, guest } = await running();
    const held = telegram.faults.next({ kind: 'silence', method: 'sendMessage', chat: group, times: 1 });
    await guest.say(MILK);
    await held.hit();
    expect(group.topics()).toHaveLength(1);
    await bots[0]?.kill();
    telegram.faults.clear();
    await bots[0]?.start();
    await group.waitFor('milk powder', LONG);
    expect(group.topics()).toHaveLength(1);
    expect(topicsWith(group, 'milk powder')).toEqual([group.topics()[0]?.id]);
  });

  test('before it learned of a topic: the card is there all the same', { timeout: 120_000 }, async () => {
    const { telegram, bots, group, guest } = await running();
    const lost = telegram.faults.next({ kind: 'lost-answer', method: 'createForumTopic', times: 1 });
    await guest.say(MILK);
    await lost.hit();
    await bots[0]?.kill();
    await bots[0]?.start();
    await group.waitFor('milk powder', LONG);
    expect(topicsWith(group, 'milk powder')).toHaveLength(1);
    expect(group.topics().length).toBeLessThanOrEqual(2);
  });
});

describe.runIf(onPostgres)('two processes over one database', () => {
  test('each ticket has one topic, also when one process dies', { timeout: 120_000 }, async () => {
    const { telegram, bots, group, guest } = await running(2);
    await guest.say(MILK);
    await group.waitFor('milk powder', LONG);
    await bots[0]?.kill();
    const other = telegram.user({ first_name: 'Ben', language_code: 'en' });
    await other.say('There is no soap in our room at all, please help');
    await group.waitFor('no soap', LONG);
    await guest.say('She is crying now');
    await group.waitFor('She is crying now', LONG);
    expect(group.topics()).toHaveLength(2);
    expect(topicsWith(group, 'She is crying now')).toEqual(topicsWith(group, 'milk powder'));
  });
});
