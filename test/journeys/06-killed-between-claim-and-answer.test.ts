import { expect, onTestFinished, test } from 'vitest';
import { botProcess } from '../support/bot-process.ts';
import { testLocation } from '../support/database.ts';
import { startTelegramEmulator, type User } from '../support/telegram-emulator/index.ts';

const LONG = { timeoutMs: 30_000 };
const ASK = 'Our ten-month-old has no milk powder left, please help us';

const holding = (person: User, text: string): number =>
  person.messages().filter((one) => one.text?.includes(text)).length;

/** A guest has asked, the team sees the card, and nobody has claimed it. */
async function askedOnTelegram() {
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const bot = botProcess(await testLocation(), telegram);
  await bot.start();
  const li = telegram.user({ first_name: 'Li', language_code: 'en' });
  await li.say('/setup first-admin');
  await li.waitFor('administrator', LONG);
  const group = telegram.group({ title: 'Night desk', members: [li] });
  await li.say('/team Night desk', { chat: group });
  await group.waitFor('Night desk', LONG);
  const guest = telegram.user({ first_name: 'Ana', language_code: 'en' });
  await guest.say(ASK);
  await guest.waitFor('#1', LONG);
  const card = await group.waitFor(ASK, LONG);
  return { telegram, bot, li, group, guest, card };
}

/** The card is right, there is one of it, the answer came once or once more, and the work goes on. */
async function expectAllWell({
  bot,
  li,
  group,
  guest,
  card,
}: Awaited<ReturnType<typeof askedOnTelegram>>): Promise<void> {
  await li.waitFor(ASK, LONG);
  await group.waitFor(
    (one) => one.message_id === card.message_id && /claimed · Li/.test(one.text ?? ''),
    LONG,
  );
  await li.say('Milk powder is on its way');
  const answer = await guest.waitFor('Milk powder is on its way', LONG);
  expect(answer.text).toContain('#1');
  expect(holding(li, ASK)).toBeGreaterThanOrEqual(1);
  expect(holding(li, ASK)).toBeLessThanOrEqual(2);
  expect(holding(guest, 'Milk powder is on its way')).toBe(1);
  expect(group.messages().filter((one) => one.text?.includes(ASK))).toHaveLength(1);
  expect(await bot.stop()).toBe(0);
}

test('killed after the claim was kept and before its answer went out: the card is right and the answer comes', {
  timeout: 90_000,
}, async () => {
  const scene = await askedOnTelegram();
  const { telegram, bot, li, group, card } = scene;
  const answer = telegram.faults.next({ kind: 'silence', method: 'sendMessage', chat: li });
  telegram.faults.next({ kind: 'silence', method: 'editMessageText', chat: group });
  li.press(card, 'Claim').catch(() => {});
  await answer.hit();
  expect(holding(li, ASK)).toBe(0);
  await bot.kill();
  telegram.faults.clear();
  await bot.start();
  await expectAllWell(scene);
  expect(holding(li, ASK)).toBe(1);
});

test('killed when the answer had gone out and nobody knew yet: it comes once more at most', {
  timeout: 90_000,
}, async () => {
  const scene = await askedOnTelegram();
  const { telegram, bot, li, card } = scene;
  const lost = telegram.faults.next({ kind: 'lost-answer', method: 'sendMessage', chat: li });
  li.press(card, 'Claim').catch(() => {});
  await lost.hit();
  await li.waitFor(ASK, LONG);
  await bot.kill();
  await bot.start();
  await expectAllWell(scene);
  expect(holding(li, ASK)).toBe(2);
});
