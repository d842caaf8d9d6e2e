import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWithTraveller } from './testing/raw-client.ts';

let setup: Awaited<ReturnType<typeof startWithTraveller>>;

beforeEach(async () => {
  setup = await startWithTraveller();
});
afterEach(() => setup.tg.stop());

const keyboard = (data: string) => ({ inline_keyboard: [[{ text: 'x', callback_data: data }]] });

describe('sendMessage', () => {
  test.each([
    ['', {}, 'message text is empty'],
    ['  \n ', {}, 'text must be non-empty'],
    ['x'.repeat(4097), {}, 'message is too long'],
    [
      '<b>x',
      { parse_mode: 'HTML' },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      'é <x>y</x>',
      { parse_mode: 'HTML' },
      `can't parse entities: Unsupported start tag "x" at byte offset 3`,
    ],
    ['a < b', { parse_mode: 'HTML' }, `can't parse entities: Unsupported start tag "" at byte offset 2`],
    ['a</i>', { parse_mode: 'HTML' }, "can't parse entities: Unexpected end tag at byte offset 1"],
    [
      '<b>a</i>',
      { parse_mode: 'HTML' },
      `can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
    ],
    ['hi', { reply_markup: keyboard('x'.repeat(65)) }, 'BUTTON_DATA_INVALID'],
    ['hi', { reply_markup: keyboard('é'.repeat(33)) }, 'BUTTON_DATA_INVALID'],
    [
      'hi',
      { reply_markup: { inline_keyboard: [[{ text: 'x' }]] } },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    ['hi', { reply_parameters: { message_id: 999 } }, 'message to be replied not found'],
    ['hi', { chat_id: 12345 }, 'chat not found'],
    ['hi', { chat_id: '' }, 'chat_id is empty'],
  ])('%#: is refused with "%s"', async (text, extra, reason) => {
    expect(await setup.send(text, extra)).toMatchObject({
      status: 400,
      description: `Bad Request: ${reason}`,
    });
  });

  test('4096 characters after parsing, 64 bytes of data and a missing reply that may be missing are fine', async () => {
    const text = `<b>${'x'.repeat(4096)}</b>`;
    const extra = { parse_mode: 'HTML', reply_markup: keyboard('x'.repeat(64)) };
    expect((await setup.send(text, extra)).ok).toBe(true);
    const reply = { reply_parameters: { message_id: 999, allow_sending_without_reply: true } };
    const { result } = await setup.send('hi', reply);
    expect(result.reply_to_message).toBeUndefined();
  });

  test('HTML becomes text and entities', async () => {
    const text =
      '<b>Bed &amp; <i>bread</i></b> <a href="https://a.b/?x=1&amp;y=2">here</a> <pre><code class="language-js">1&lt;2</code></pre> /help';
    const { result } = await setup.send(text, { parse_mode: 'HTML' });
    expect(result.text).toBe('Bed & bread here 1<2 /help');
    expect(result.entities).toEqual([
      { type: 'bold', offset: 0, length: 11 },
      { type: 'italic', offset: 6, length: 5 },
      { type: 'text_link', offset: 12, length: 4, url: 'https://a.b/?x=1&y=2' },
      { type: 'pre', offset: 17, length: 3, language: 'js' },
      { type: 'bot_command', offset: 21, length: 5 },
    ]);
  });

  test('JSON, urlencoded, multipart and query string say the same', async () => {
    const { call, traveller, tg } = setup;
    const fields = {
      chat_id: String(traveller.id),
      text: 'same',
      reply_markup: JSON.stringify(keyboard('d')),
    };
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const url = `${tg.url}/bot${tg.token}/SENDMESSAGE`;
    await call('sendMessage', fields);
    await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
    await fetch(url, { method: 'POST', body: form });
    await fetch(`${url}?${new URLSearchParams(fields)}`);
    const inbox = traveller.inbox();
    expect(inbox.map((message) => [message.text, message.buttons])).toEqual(Array(4).fill(['same', ['x']]));
  });
});

describe('editing and deleting', () => {
  test('the usual refusals', async () => {
    const { call, traveller, send } = setup;
    const chat_id = traveller.id;
    const { message_id } = (await send('one', { reply_markup: keyboard('d') })).result;
    const own = await traveller.say('mine');
    const same = { chat_id, message_id, text: 'one', reply_markup: keyboard('d') };
    const edit = async (params: object) =>
      (await call('editMessageText', { chat_id, text: 'x', ...params })).description;
    expect(await edit(same)).toMatch(/^Bad Request: message is not modified: specified new message content/);
    expect(await edit({ message_id: 999 })).toBe('Bad Request: message to edit not found');
    expect(await edit({ message_id: own.message_id })).toBe("Bad Request: message can't be edited");
    const { result } = await send('keys', { reply_markup: { keyboard: [['A']] } });
    expect(result.reply_markup).toBeUndefined();
    expect(await edit({ message_id: result.message_id })).toBe("Bad Request: message can't be edited");
    const gone = await call('deleteMessage', { chat_id, message_id: 999 });
    expect(gone.description).toBe('Bad Request: message to delete not found');
  });

  test('an edit without a keyboard removes it; a deleted message leaves the inbox', async () => {
    const { call, traveller, send } = setup;
    const { message_id } = (await send('one', { reply_markup: keyboard('d') })).result;
    await call('editMessageText', { chat_id: traveller.id, message_id, text: 'two' });
    expect(traveller.last()).toMatchObject({ text: 'two', buttons: [] });
    await call('deleteMessage', { chat_id: traveller.id, message_id });
    expect(traveller.inbox()).toEqual([]);
    expect(traveller.inbox({ deleted: true })).toHaveLength(1);
  });
});

test('media: captions, empty files, wrong ids and files over 20 MB are refused', async () => {
  const { call, traveller } = setup;
  const chat_id = traveller.id;
  const photo = await traveller.sendPhoto(Buffer.from('jpg'));
  const file_id = photo.photo?.at(-1)?.file_id;
  const long = await call('sendPhoto', { chat_id, photo: file_id, caption: 'x'.repeat(1025) });
  expect(long.description).toBe('Bad Request: message caption is too long');
  expect((await call('sendPhoto', { chat_id, photo: 'AgAC' })).description).toBe(
    'Bad Request: wrong file identifier/HTTP URL specified',
  );
  expect((await call('sendPhoto', { chat_id })).description).toBe(
    'Bad Request: there is no photo in the request',
  );
  expect((await call('sendVoice', { chat_id, voice: file_id })).description).toBe(
    "Bad Request: can't use file of type Photo as Voice",
  );
  const big = await traveller.sendVideo(Buffer.from('mp4'), { size: 21 * 1024 * 1024 });
  const refused = await call('getFile', { file_id: big.video?.file_id });
  expect(refused.description).toBe('Bad Request: file is too big');
});

test('callback queries: an unknown, old or answered one is refused', async () => {
  let now = Date.now();
  await setup.tg.stop();
  setup = await startWithTraveller({ now: () => now });
  const { call, traveller, send } = setup;
  await send('choose', { reply_markup: keyboard('d') });
  const gone = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
  expect((await call('answerCallbackQuery', { callback_query_id: '1' })).description).toBe(gone);
  const pressed = traveller.press(traveller.last(), 'd');
  const [update] = (await call('getUpdates')).result;
  const callback_query_id = update.callback_query.id;
  expect((await call('answerCallbackQuery', { callback_query_id })).ok).toBe(true);
  expect(await pressed).toEqual({});
  expect((await call('answerCallbackQuery', { callback_query_id })).description).toBe(gone);
  void traveller.press(traveller.last(), 'd');
  now += 60_000;
  const [, late] = (await call('getUpdates')).result;
  expect((await call('answerCallbackQuery', { callback_query_id: late.callback_query.id })).description).toBe(
    gone,
  );
});

test('commands: stored per language and scope; only two-letter languages pass', async () => {
  const { call, tg } = setup;
  const commands = [{ command: 'help', description: 'Help' }];
  await call('setMyCommands', { commands, language_code: 'zh' });
  expect(tg.commands('zh')).toEqual(commands);
  expect((await call('getMyCommands')).result).toEqual([]);
  await call('deleteMyCommands', { language_code: 'zh' });
  expect(tg.commands('zh')).toEqual([]);
  expect((await call('setMyCommands', { commands, language_code: 'zh-hans' })).description).toBe(
    'Bad Request: invalid language code specified',
  );
  expect(
    (await call('setMyCommands', { commands: [{ command: 'Help', description: 'x' }] })).description,
  ).toBe('Bad Request: BOT_COMMAND_INVALID');
});

test('a wrong token is 401, an unknown method 404', async () => {
  const { tg, call } = setup;
  expect((await fetch(`${tg.url}/bot1:nope/getMe`)).status).toBe(401);
  expect((await call('sendSmell')).status).toBe(404);
});
