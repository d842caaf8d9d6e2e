import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTelegramEmulator, type TelegramEmulator } from './index.ts';
import type { Driver } from './testing/driver.ts';
import { GrammyDriver } from './testing/grammy-driver.ts';
import { TelegrafDriver } from './testing/telegraf-driver.ts';

describe.each([
  ['grammY', () => new GrammyDriver()],
  ['Telegraf', () => new TelegrafDriver()],
])('%s', (_name, create) => {
  let tg: TelegramEmulator;
  let driver: Driver;

  beforeEach(async () => {
    tg = await startTelegramEmulator();
    driver = create();
    await driver.start(tg);
  });

  afterEach(async () => {
    await driver.stop();
    await tg.stop();
  });

  test('a traveller talks and gets an answer in the private chat', async () => {
    const mei = tg.user({ first_name: 'Mei', language_code: 'zh' });
    await mei.say('hello 🌏');
    expect((await mei.waitFor('echo')).text).toBe('echo hello 🌏');
    expect(driver.said).toEqual([{ text: 'hello 🌏', chatId: mei.id }]);
  });

  test('a button is answered, and the message shows its edited state with its history', async () => {
    const mei = tg.user();
    await mei.say('menu');
    const menu = await mei.waitFor('choose');
    expect(menu.buttons).toEqual(['Yes']);
    expect(await mei.press(menu, 'Yes')).toEqual({ text: 'got y', show_alert: true });
    const chosen = await mei.waitFor('chosen');
    expect(chosen.message_id).toBe(menu.message_id);
    expect(chosen.edits.map((edit) => edit.text)).toEqual(['choose']);
    expect(chosen.reply_markup).toBeUndefined();
  });

  test('a photo can be downloaded at full size', async () => {
    const mei = tg.user();
    const bytes = Buffer.from([0xff, 0xd8, 0, 1, 2, 3]);
    await mei.sendPhoto(bytes, { caption: 'my passport' });
    await mei.waitFor('echo file');
    const answer = await fetch(await driver.fileUrl(tg, driver.said[0]?.fileId ?? ''));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  });

  test('a file and an album arrive with their bytes, names and captions', async () => {
    const mei = tg.user();
    await mei.start();
    const bytes = Buffer.from('%PDF\r\n--not a boundary\r\n\0\xff', 'latin1');
    await driver.sendFile(mei.id, bytes, 'your release form');
    const file = await mei.waitFor('release form');
    expect(file.media).toMatchObject({ kind: 'document', bytes, fileName: 'été.pdf' });
    await driver.sendAlbum(mei.id, [Buffer.from('one'), Buffer.from('two')]);
    const album = await mei.waitFor((message) => message.media?.bytes.toString() === 'two');
    const pages = mei.inbox().filter((message) => message.media_group_id === album.media_group_id);
    expect(pages.map((page) => page.media?.bytes.toString())).toEqual(['one', 'two']);
  });

  test('a refusal carries code, words and retry_after', async () => {
    const mei = tg.user();
    const cold = await driver.sendText(mei.id, 'hi').catch((error: unknown) => error);
    expect(driver.refusal(cold)).toEqual({
      code: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
    tg.faults.next({ kind: '429', method: 'sendMessage', retryAfter: 7 });
    const paced = await driver.sendText(mei.id, 'hi').catch((error: unknown) => error);
    expect(driver.refusal(paced)).toMatchObject({ code: 429, retryAfter: 7 });
  });

  test('every update is confirmed once the bot has seen it', async () => {
    const mei = tg.user();
    for (let i = 0; i < 150; i++) await mei.say(`message ${i}`);
    await mei.waitFor('echo message 149');
    await tg.drained();
    expect(driver.said.map((one) => one.text)).toEqual(Array.from({ length: 150 }, (_, i) => `message ${i}`));
  });

  test('a second instance of the bot ends the polling of the first with 409', async () => {
    const second = create();
    await second.start(tg);
    expect(driver.refusal(await driver.ended())).toMatchObject({
      code: 409,
      description: expect.stringContaining('terminated by other getUpdates request'),
    });
    await tg.user().say('who answers?');
    await tg.waitForCall('sendMessage');
    expect([driver.said.length, second.said.length]).toEqual([0, 1]);
    await second.stop();
  });

  test('a file over 20 MB is refused, a blocked bot and a migrated group answer as on Telegram', async () => {
    const mei = tg.user();
    const big = await mei.sendVideo(Buffer.from('mp4'), { size: 21 * 1024 * 1024 });
    const refusal = async (doing: Promise<unknown>) =>
      driver.refusal(await doing.catch((error: unknown) => error));
    expect(await refusal(driver.fileUrl(tg, big.video?.file_id ?? ''))).toEqual({
      code: 400,
      description: 'Bad Request: file is too big',
    });
    mei.block();
    expect(await refusal(driver.sendText(mei.id, 'hi'))).toEqual({
      code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    const team = tg.group({ members: [mei] });
    const old = team.id;
    team.migrate();
    expect(await refusal(driver.sendText(old, 'hi'))).toEqual({
      code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
    });
  });

  test('updates that come twice are seen twice, and a cut connection is survived', async () => {
    tg.duplicateUpdates(true);
    const mei = tg.user();
    await mei.say('twice');
    await mei.waitFor(() => mei.inbox().length === 2);
    tg.duplicateUpdates(false);
    tg.faults.next({ kind: 'lost-answer', method: 'sendMessage' });
    expect(await driver.sendText(mei.id, 'sent, not confirmed').catch(() => 'failed')).toBe('failed');
    expect(mei.last().text).toBe('sent, not confirmed');
  });
});
