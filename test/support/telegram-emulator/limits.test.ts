import { afterEach, expect, test } from 'vitest';
import type { LimitOptions } from './index.ts';
import { startWithTraveller } from './testing/raw-client.ts';

let setup: Awaited<ReturnType<typeof startWithTraveller>>;
let now = 1_800_000_000_000;

async function start(limits: LimitOptions) {
  setup = await startWithTraveller({ limits, now: () => now });
  return setup;
}
afterEach(() => setup.tg.stop());

test('limits: a chat takes so many messages a second, plus a burst', async () => {
  const { send } = await start({ chatPerSecond: 1, burst: 1 });
  expect((await send('a')).status).toBe(200);
  expect((await send('b')).status).toBe(200);
  expect(await send('c')).toMatchObject({
    status: 429,
    error_code: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  });
  now += 1000;
  expect((await send('c')).status).toBe(200);
});

test('limits: a group takes 20 a minute, edits included unless told otherwise', async () => {
  const { tg, call } = await start({ groupPerMinute: 20 });
  const team = tg.group({ members: [tg.user()] });
  const send = (text: string) => call('sendMessage', { chat_id: team.id, text });
  const { message_id } = (await send('0')).result;
  for (let i = 1; i < 20; i++) {
    now += 1000;
    expect((await send(`${i}`)).status).toBe(200);
  }
  expect((await send('21')).parameters).toEqual({ retry_after: 41 });
  const edit = (text: string) => call('editMessageText', { chat_id: team.id, message_id, text });
  expect((await edit('edited')).status).toBe(429);
  tg.limits({ groupPerMinute: 20, countEdits: false });
  expect((await edit('edited')).status).toBe(200);
});

test('limits: all chats together take so many a second, an album counts by its parts', async () => {
  const { tg, call, send } = await start({ globalPerSecond: 3 });
  const other = tg.user();
  await other.start();
  const media = [1, 2].map(() => ({ type: 'photo', media: 'https://example.org/a.jpg' }));
  expect((await call('sendMediaGroup', { chat_id: other.id, media })).status).toBe(200);
  expect((await send('third')).status).toBe(200);
  expect((await send('fourth')).status).toBe(429);
  now += 1000;
  expect((await send('fourth')).status).toBe(200);
});
