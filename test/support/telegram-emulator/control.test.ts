import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Bot } from 'grammy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectTelegramEmulator, type RemoteEmulator } from './index.ts';

let child: ChildProcess;
let tg: RemoteEmulator;
let token: string;

beforeEach(async () => {
  const main = new URL('./main.ts', import.meta.url).pathname;
  child = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  const started = JSON.parse(line as string) as { url: string; token: string };
  token = started.token;
  tg = connectTelegramEmulator(started.url);
});

afterEach(async () => {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
});

test('an emulator in its own process is driven over HTTP like a local one', async () => {
  const bot = new Bot(token, { client: { apiRoot: tg.url } });
  bot.on('message:text', (ctx) =>
    ctx.reply(`echo ${ctx.message.text}`, {
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] },
    }),
  );
  bot.on('callback_query:data', (ctx) => ctx.answerCallbackQuery('thanks'));
  const running = bot.start();
  const mei = await tg.user({ first_name: 'Mei' });
  await mei.say('hello');
  const echo = await mei.waitFor(/^echo/);
  expect(await mei.press(echo, 'Yes')).toEqual({ text: 'thanks' });
  await mei.sendPhoto(Buffer.from('jpg'), { caption: 'room' });
  await tg.drained();
  expect((await tg.calls('sendMessage')).map((call) => call.status)).toEqual([200]);
  await bot.stop();
  await running;
});

test('faults, limits and groups work from another process', async () => {
  const bot = new Bot(token, { client: { apiRoot: tg.url } });
  const staff = await tg.user();
  const team = await tg.group({ title: 'Team', members: [staff] });
  const fault = await tg.faults.next({ kind: '500', times: Number.POSITIVE_INFINITY });
  await expect(bot.api.sendMessage(team.id, 'x')).rejects.toThrow('500');
  expect(await fault.hits()).toBe(1);
  await tg.faults.clear();
  const document = await bot.api.sendMessage(team.id, 'fine');
  expect((await team.messages()).map((message) => message.message_id)).toEqual([document.message_id]);
  const old = team.id;
  const id = await team.migrate();
  expect(team.id).toBe(id);
  await expect(bot.api.sendMessage(old, 'x')).rejects.toMatchObject({
    parameters: { migrate_to_chat_id: id },
  });
  await team.kickBot(staff);
  await expect(bot.api.sendMessage(id, 'x')).rejects.toThrow('bot was kicked');
  await expect(staff.waitFor('nothing', { timeoutMs: 10 })).rejects.toThrow('there was nothing');
});
