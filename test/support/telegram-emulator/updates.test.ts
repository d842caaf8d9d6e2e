import { afterEach, beforeEach, expect, test } from 'vitest';
import { rawClient, startWithTraveller } from './testing/raw-client.ts';

type Setup = Awaited<ReturnType<typeof startWithTraveller>>;
let setup: Setup;

beforeEach(async () => {
  setup = await startWithTraveller();
});
afterEach(() => setup.tg.stop());

const texts = (updates: { message: { text: string } }[]) => updates.map((update) => update.message.text);

test('getUpdates: what is not confirmed comes again, what is confirmed never', async () => {
  const { call, traveller } = setup;
  for (const text of ['a', 'b', 'c']) await traveller.say(text);
  const first = (await call('getUpdates')).result;
  expect(texts(first)).toEqual(['a', 'b', 'c']);
  expect(texts((await call('getUpdates')).result)).toEqual(['a', 'b', 'c']);
  expect(texts((await call('getUpdates', { offset: first[1].update_id })).result)).toEqual(['b', 'c']);
  expect(texts((await call('getUpdates', { limit: 1 })).result)).toEqual(['b']);
  expect((await call('getUpdates', { offset: first[2].update_id + 1 })).result).toEqual([]);
});

test('getUpdates: a negative offset forgets all but the last', async () => {
  const { call, traveller } = setup;
  for (const text of ['a', 'b', 'c']) await traveller.say(text);
  expect(texts((await call('getUpdates', { offset: -2 })).result)).toEqual(['b', 'c']);
  expect(texts((await call('getUpdates')).result)).toEqual(['b', 'c']);
});

test('getUpdates: an offset from the future confirms nothing', async () => {
  const { call, traveller } = setup;
  await traveller.say('a');
  expect(texts((await call('getUpdates', { offset: 2_000_000_000 })).result)).toEqual(['a']);
});

test('getUpdates: at most 100 come at once', async () => {
  const { call, traveller, tg } = setup;
  for (let i = 0; i < 130; i++) await traveller.say(`${i}`);
  expect((await call('getUpdates', { limit: 1000 })).result).toHaveLength(100);
  expect(tg.pendingUpdates()).toBe(130);
});

test('getUpdates: a long poll is answered the moment something comes', async () => {
  const { call, traveller, tg } = setup;
  const opened = tg.waitForCall('getUpdates', { open: true });
  const polled = call('getUpdates', { timeout: 30 });
  await opened;
  await traveller.say('now');
  expect(texts((await polled).result)).toEqual(['now']);
});

test('getUpdates: a second poller ends the first with 409', async () => {
  const { call, traveller, tg } = setup;
  const opened = tg.waitForCall('getUpdates', { open: true });
  const first = call('getUpdates', { timeout: 30 });
  await opened;
  const second = call('getUpdates', { timeout: 30 });
  expect(await first).toMatchObject({
    status: 409,
    description:
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  });
  await traveller.say('for the second');
  expect(texts((await second).result)).toEqual(['for the second']);
});

test('getUpdates: a poller that went away neither conflicts nor swallows updates', async () => {
  const { call, traveller, tg } = setup;
  const abort = new AbortController();
  const opened = tg.waitForCall('getUpdates', { open: true });
  const gone = call('getUpdates', { timeout: 30 }, { signal: abort.signal }).catch(() => 'aborted');
  await opened;
  const closed = tg.waitForCall('getUpdates', { where: (record) => record.status === 0 });
  abort.abort();
  expect(await gone).toBe('aborted');
  await closed;
  await traveller.say('kept');
  expect(texts((await call('getUpdates', { timeout: 30 })).result)).toEqual(['kept']);
});

test('getUpdates: allowed_updates filters what is queued from then on', async () => {
  const { call, traveller } = setup;
  await call('getUpdates', { allowed_updates: ['callback_query'] });
  await traveller.say('ignored');
  expect((await call('getUpdates')).result).toEqual([]);
  await call('getUpdates', { allowed_updates: [] });
  await traveller.say('seen');
  expect(texts((await call('getUpdates')).result)).toEqual(['seen']);
});

test('blocking and unblocking are told by my_chat_member, and a blocked bot cannot write', async () => {
  const { call, traveller, send } = setup;
  traveller.block();
  expect(await send('hi')).toMatchObject({
    status: 403,
    description: 'Forbidden: bot was blocked by the user',
  });
  traveller.unblock();
  expect((await send('hi')).ok).toBe(true);
  const statuses = (await call('getUpdates')).result.map(
    (update: { my_chat_member: { new_chat_member: { status: string } } }) =>
      update.my_chat_member.new_chat_member.status,
  );
  expect(statuses).toEqual(['kicked', 'member']);
});

test('an edited message comes as edited_message', async () => {
  const { call, traveller } = setup;
  const said = await traveller.say('room 12');
  await traveller.editMessage(said.message_id, 'room 21');
  const [, edited] = (await call('getUpdates')).result;
  expect(edited.edited_message).toMatchObject({ message_id: said.message_id, text: 'room 21' });
  expect(edited.edited_message.edit_date).toBeTypeOf('number');
});

test('duplicateUpdates: every update is handed out twice', async () => {
  const { call, traveller, tg } = setup;
  tg.duplicateUpdates(true);
  await traveller.say('a');
  expect(texts((await call('getUpdates')).result)).toEqual(['a', 'a']);
});

test('reorderUpdates: neighbours change places, nothing is lost', async () => {
  const { call, traveller, tg } = setup;
  tg.reorderUpdates(true);
  for (const text of ['a', 'b', 'c']) await traveller.say(text);
  expect(texts((await call('getUpdates')).result)).toEqual(['b', 'a']);
  const last = (await call('getUpdates', { offset: -1 })).result[0].update_id;
  const rest = await rawClient(tg)('getUpdates', { offset: last + 1, timeout: 5 });
  expect(texts(rest.result)).toEqual(['c']);
});

test('an album arrives as messages that share a media_group_id', async () => {
  const { call, traveller } = setup;
  await traveller.sendAlbum([{ bytes: Buffer.from('1') }, { bytes: Buffer.from('2'), kind: 'video' }], {
    caption: 'damage',
  });
  const [one, two] = (await call('getUpdates')).result;
  expect(one.message.caption).toBe('damage');
  expect(two.message.video.file_id).toBeTypeOf('string');
  expect(one.message.media_group_id).toBe(two.message.media_group_id);
});

test('all other kinds of message arrive in their own fields', async () => {
  const { call, traveller } = setup;
  await traveller.sendVoice(Buffer.from('ogg'), { duration: 4 });
  await traveller.sendDocument(Buffer.from('pdf'), { fileName: 'test.pdf', mime: 'application/pdf' });
  await traveller.sendLocation(22.3, 114.2);
  await traveller.sendSticker();
  await traveller.sendContact({ phone_number: '+85212345678' });
  await traveller.send({ dice: { emoji: '🎲', value: 3 } });
  const messages = (await call('getUpdates')).result.map((update: { message: object }) => update.message);
  expect(messages).toMatchObject([
    { voice: { duration: 4, mime_type: 'audio/ogg' } },
    { document: { file_name: 'test.pdf', mime_type: 'application/pdf' } },
    { location: { latitude: 22.3, longitude: 114.2 } },
    { sticker: { emoji: '👍' } },
    { contact: { phone_number: '+85212345678', user_id: traveller.id } },
    { dice: { value: 3 } },
  ]);
});

test('a waiting test that sees nothing is told what was there', async () => {
  const { traveller, send } = setup;
  await send('one', { reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'g' }]] } });
  await expect(traveller.waitFor('two', { timeoutMs: 20 })).rejects.toThrow(
    /no message like two within 20 ms; there was:\n {2}#\d+ .*"one" \[Go\]/,
  );
});
